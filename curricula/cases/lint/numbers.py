"""Readings and plots: units that the analyte has, ranges of the same unit, and axes of one length."""

import re
from collections.abc import Iterator, Mapping

from curricula.cases.lint.analytes import Analyte, Span, analyte_of, unit_of
from curricula.cases.parts import tests_of
from curricula.cases.types import Case, Investigation, Reading
from curricula.tree import Remark, Spot

# The same names stand for other amounts there.
OTHER_FLUIDS = re.compile(
    r"csf|cerebrospinal|lumbar|urin|dip|pleural|ascit|periton|synovial|joint|stool|sweat", re.I
)
FAR = 4.0
"""A reference range this many times off the usual one is of another unit."""


def number_remarks(case: Case) -> Iterator[Remark]:
    """Readings whose unit, value and range do not fit together, and plots that cannot be drawn."""
    for spot, test in tests_of(case):
        for at, reading in enumerate(test.readings):
            yield from _reading((*spot, "readings", at), reading, test)
        if test.series and len(test.series.x) != len(test.series.y):
            what = f"has {len(test.series.x)} places on x and {len(test.series.y)} on y"
            yield Remark((*spot, "series"), what, "as many of each")


def _reading(spot: Spot, reading: Reading, test: Investigation) -> Iterator[Remark]:
    if reading.low is not None and reading.high is not None and reading.low > reading.high:
        what = f"has a range from {reading.low:g} to {reading.high:g}"
        yield Remark((*spot, "low"), what, "the lower limit first")
    if isinstance(reading.value, str) and re.fullmatch(r"\s*[-+]?\d+(?:[.,]\d+)?\s*", reading.value):
        what = f"is the number {reading.value.strip()} in quotes"
        yield Remark((*spot, "value"), what, "the number without quotes", warning=True)
    known = None if OTHER_FLUIDS.search(f"{test.name} {reading.name}") else analyte_of(reading.name)
    if known is not None and isinstance(reading.value, float):
        yield from _against(spot, reading, known)


def _against(spot: Spot, reading: Reading, known: Analyte) -> Iterator[Remark]:
    span = known.units.get(unit_of(reading.unit))
    if span is None:
        given = f"in {reading.unit}" if reading.unit else "without a unit"
        yield Remark((*spot, "unit"), f"gives {reading.name} {given}", _choices(known.units))
        return
    for field in ("low", "high"):
        limit = getattr(reading, field)
        usual = getattr(span, field)
        if limit and usual and not usual / FAR <= limit <= usual * FAR:
            what = f"gives the limit {limit:g} {reading.unit} for {reading.name}"
            yield Remark((*spot, field), what, f"a limit in the same unit as the value, near {usual:g}")
    if isinstance(reading.value, float) and not span.least <= reading.value <= span.most:
        what = f"gives {reading.name} as {reading.value:g} {reading.unit}".rstrip()
        expected = f"between {span.least:g} and {span.most:g}, or another unit"
        yield Remark((*spot, "value"), what, expected, warning=True)


def _choices(units: Mapping[str, Span]) -> str:
    shown = [span.shown for span in units.values()]
    return " or ".join(dict.fromkeys(unit or "no unit" for unit in shown))

"""Quantities in a text, in base units: 0.5 g and 500 mg are the same, and so are 20% and one in five."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.verify.numerals import digits, number

TABLE = Path(__file__).with_name("units.yaml")
FREQUENCY = "frequency"
COUNT = ""
"""The dimension of a number that stands without a unit."""

_NUMBER = r"(?<![\w.])(?<!\w-)(?:\d+(?:\.\d+)?|\.\d+)"
_PLAIN = r"(?:\d+(?:\.\d+)?|\.\d+)"
_PERIODS = {"dai": 24, "day": 24, "wee": 168, "mon": 730.5, "yea": 8766, "ann": 8766, "hou": 1, "nig": 24}
_PERIOD = r"(?P<period>day|daily|week|weekly|month|monthly|year|yearly|annually|hour|hourly|night|nightly)\b"
_LATIN = {"bid": 12, "bd": 12, "b.i.d.": 12, "tid": 8, "tds": 8, "t.i.d.": 8, "qid": 6, "qds": 6, "q.i.d.": 6}
_REPEATED = rf"(?P<n>{_PLAIN})(?: or (?:more|fewer|less))?(?:\s?(?:to|or|-)\s?{_PLAIN})?\s?(?:times|x)"
_FREQUENCIES = (
    re.compile(rf"\b(?P<often>once|twice|thrice|{_REPEATED})\s(?:(?:a|an|per|each|every|in a)\s)?{_PERIOD}"),
    re.compile(
        rf"\b(?:every|each)\s(?P<apart>{_PLAIN})[ -]?(?:to\s(?P<until>{_PLAIN})\s)?"
        r"(?P<period>day|week|month|year|hour)s?\b"
    ),
    re.compile(rf"\b(?P<every>every|each)\s{_PERIOD}"),
    re.compile(r"\bq\s?(?P<q>\d+)\s?h\b"),
    re.compile(rf"(?<!\w)(?P<latin>{'|'.join(map(re.escape, _LATIN))})(?!\w)"),
    re.compile(
        r"(?P<soft>\s?/\s?|(?<!within)(?<!after)(?<!for)(?<!in)(?<!than)\s(?:a|per)\s|"
        r"\b(?=daily|weekly|monthly|yearly|annually))"
        r"(?P<period>day|daily|week|weekly|month|monthly|year|yearly|annually)\b"
    ),
)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_OUT_OF = r"\s(?:in|out of|of)(?: every)?\s"
_IN = re.compile(
    rf"{_NUMBER}(?={_OUT_OF}\d)(?!\sin\s(?:19|20)\d\d\b){_OUT_OF}(?P<whole>{_PLAIN})(?![\d.]*\s?%)"
)
_AGE = r"\s*(?:an? |the )?(?:age of )?$"
_UP = re.compile(
    r"(?:≥|>=?|at least|minimum(?: of)?|over|above|beyond|from|beginning at|no[t]? (?:less|fewer) than|"
    rf"(?<!no )(?<!not )(?:exceed\w*|(?:more|greater|longer|older|higher|larger) than)){_AGE}"
)
_DOWN = re.compile(
    r"(?:≤|<=?|at most|maximum(?: of)?|up to|under|below|within|before|by|not exceed\w*|no[t]? more than|"
    rf"(?<!no )(?<!not )(?:less|fewer|shorter|younger|lower|smaller) than){_AGE}"
)
_AFTER = re.compile(
    r"^\W{0,2}or (?:(?P<up>more|older|above|longer|over|higher)|(?P<down>less|younger|below|fewer|under))"
)
_AGED = re.compile(
    r"\b(?:ages?|aged|age of|older than|younger than)\s(?:(?:of|from|about|between|over|under)\s){0,2}$"
)


class Measure(NamedTuple):
    """A quantity: its value in the base unit of its dimension, and as it was written.

    `bound` is "up" for "at least" and its like, "down" for "at most", else "". A `soft` one ("a day",
    "daily") means something only beside another of its dimension.
    """

    dimension: str
    value: float
    written: str
    number: float
    bound: str = ""
    soft: bool = False


def measures(text: str) -> list[Measure]:
    """The quantities of the text; a range gives both ends, a rate per day its amount and its frequency."""
    if not _WORTH.search(text):
        return []
    plain = digits(text)
    found: list[Measure] = []
    for pattern in _FREQUENCIES:
        met = [match for match in pattern.finditer(plain) if _is_frequency(match)]
        found += [measure for match in met for measure in _frequency(match)]
        for match in met:
            plain = plain[: match.start()] + " " * len(match.group()) + plain[match.end() :]
    found += [_part(match) for match in _IN.finditer(plain)]
    plain = _IN.sub(lambda match: " " * len(match.group()), plain)
    return found + list(_amounts(plain))


def has_quantity(text: str) -> bool:
    """Whether a number with a unit stands in the text; cheaper than reading them all."""
    return bool(_in_units().search(text.casefold()))


def by_dimension(text: str) -> dict[str, tuple[Measure, ...]]:
    """The quantities with a unit, by what they measure."""
    found: dict[str, tuple[Measure, ...]] = {}
    for measure in measures(text):
        if measure.dimension != COUNT and not measure.soft:
            found[measure.dimension] = (*found.get(measure.dimension, ()), measure)
    return found


_WORTH = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million|half|third|"
    r"quarter|fifth|once|twice|one|dozen|daily|weekly|monthly|yearly|annually|hour|day|week|month|year|bid|tid|qid)\b",
    re.IGNORECASE,
)


def _is_frequency(match: re.Match[str]) -> bool:
    """ "5 mg a day" is one; "a day later" is a time."""
    is_article = match.group().split()[0] == "a"
    return not is_article or any(
        c.isdigit() for c in match.string[max(0, match.start() - 25) : match.start()]
    )


def _frequency(match: re.Match[str]) -> Iterator[Measure]:
    given = match.groupdict()
    hours = _PERIODS.get((given.get("period") or "")[:3], 1.0)
    times = _TIMES.get(given.get("often") or "", 0.0) or float(given.get("n") or 1)
    if given.get("apart"):
        hours *= float(given["apart"])
    if given.get("q") or given.get("latin"):
        hours = float(given["q"]) if given.get("q") else _LATIN[given["latin"]]
    soft = given.get("soft") is not None or given.get("every") is not None
    yield Measure(FREQUENCY, times / hours, " ".join(match.group().split()), times, soft=soft)
    for apart in (given.get("apart"), given.get("until")):
        if apart:
            yield _measure(float(apart), given["period"], "")._replace(soft=True)


def _part(match: re.Match[str]) -> Measure:
    part, whole = float(re.match(_PLAIN, match.group())[0]), float(match["whole"])  # type: ignore[index]
    written = " ".join(match.group().split())
    return Measure("share", part / whole if whole else 0.0, written, part, soft=whole == 2)


def _amounts(plain: str) -> Iterator[Measure]:
    for match in _amount().finditer(plain):
        before, after = (
            plain[max(0, match.start() - 30) : match.start()],
            plain[match.end() : match.end() + 14],
        )
        unit = match["unit"] or match["unit1"] or ""
        if not unit and _AGED.search(before):
            unit = "years"
        if not match["high"]:
            yield _measure(float(match["low"]), unit, _bound(before, after))
            continue
        yield _measure(float(match["low"]), match["unit1"] or unit, "")
        yield _measure(float(match["high"]), unit, "")
    for match in _single().finditer(plain):
        yield _measure(0.5 if match["half"] else 1.0, match["unit"], "")._replace(soft=not match["half"])


def _measure(value: float, unit: str, bound: str) -> Measure:
    written = f"{number(value)}{'' if unit == '%' else ' '}{unit}".strip()
    if not unit:
        return Measure(COUNT, value, written, value, bound)
    if "°" in unit or unit.startswith("degrees"):
        celsius = (value - 32) / 1.8 if unit.endswith(("f", "fahrenheit")) else value
        return Measure("celsius", celsius, written, value, bound)
    whole = _units().get(unit)
    names, factor = [whole[0]] if whole else [], whole[1] if whole else 1.0
    if not whole:
        for place, part in enumerate(re.split(r"\s?/\s?|\sper\s", unit)):
            dimension, size = _units()[part]
            names.append(dimension)
            factor = factor / size if place else size
    return Measure("/".join(names), value * factor, written, value, bound)


def _bound(before: str, after: str) -> str:
    following = _AFTER.match(after)
    if following:
        return "up" if following["up"] else "down"
    if _DOWN.search(before):
        return "down"
    return "up" if _UP.search(before) else ""


@cache
def _units() -> Mapping[str, tuple[str, float]]:
    """The dimension and size of each unit by each of its names."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (both loaders are safe)
    return {
        name: (dimension, float(sizes[0]))
        for dimension, units in table.items()
        for first, sizes in units.items()
        for name in (first, *sizes[1:])
    }


@cache
def _names() -> str:
    return "|".join(re.escape(name) for name in sorted(_units(), key=len, reverse=True))


@cache
def _amount() -> re.Pattern[str]:
    unit = rf"(?:{_names()})(?![a-z])(?:(?:\s?/\s?|\sper\s)(?:{_names()})(?![a-z]))*"
    return re.compile(
        rf"(?P<low>{_NUMBER})(?:[\s-]?(?P<unit1>{unit}))?(?<!\ds)(?:\s?(?P<join>-|to|or|and(?=\s{_PLAIN}\s?(?:{unit})))\s?(?P<high>{_PLAIN})(?!\d))?"
        rf"(?:[\s-]?(?P<unit>{unit}))?"
    )


@cache
def _in_units() -> re.Pattern[str]:
    return re.compile(rf"\d[\s-]?(?:{_names()})(?![a-z])")


@cache
def _single() -> re.Pattern[str]:
    times = "|".join(
        name for name, (dimension, _) in _units().items() if dimension == "time" and len(name) > 2
    )
    return re.compile(rf"\b(?P<half>half )?an? (?P<unit>{times})(?![a-z])")

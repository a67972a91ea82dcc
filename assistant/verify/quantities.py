"""Quantities in a text, in base units: 0.5 g and 500 mg are the same, and so are 20% and one in five."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.verify.ages import TIMES
from assistant.verify.frequency import frequencies
from assistant.verify.measure import BEFORE, COUNT, SHARE, Measure, bound
from assistant.verify.numerals import digits, number
from assistant.verify.parts import PARTS
from assistant.verify.turns import one_form
from assistant.verify.units import NUMBER, amount, base, loose, single

TURNS = (*TIMES, *PARTS)
_PLAIN = r"(?:\d+(?:\.\d+)?|\.\d+)"
_OUT_OF = r"\s(?:in|out of|of)(?: (?:the|every|each))?\s"
_IN = re.compile(
    rf"(?P<part>{NUMBER}|\ba single)(?:\s?(?:-|to|or|and)\s?(?P<high>{_PLAIN}))?(?P<link>{_OUT_OF})"
    rf"(?!(?:19|20)\d\d\b)(?P<whole>{_PLAIN})(?:\s?(?:-|to|or|and)\s?(?:1{_OUT_OF})?(?P<most>{_PLAIN})(?!{_OUT_OF}\d))?(?![\d.]*\s?%)"
)
_SLASHED = re.compile(r"(?<![\d/.])(\d{1,3})/(\d{1,3})(?![\d/.]|\s?mm)")
_AGED = re.compile(
    r"\b(?:ages?|aged|age of|older than|younger than)\s(?:(?:of|from|about|between|over|under)\s){0,2}$"
)
_WORTH = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|"
    r"million|half|every other|first|second|third|\w+ties|quarter|\w+th|once|twice|one|dozen|decade|daily|"
    r"weekly|monthly|yearly|annually|second|minute|hour|day|week|month|year|bid|tid|qid|doubl\w+|tripl\w+|"
    r"\w*(?:gram|metre|meter|litre|liter))s?\b|\b[ivx]{2,5}\b|"
    r"\b(?:type|stage|grade|class|phase|factor)s? i\b",
    re.IGNORECASE,
)


class Quantities(NamedTuple):
    """What a text measures, the units it names without a number, and the text with and without either."""

    measures: tuple[Measure, ...]
    loose: tuple[Measure, ...]
    plain: str
    rest: str


def read(text: str) -> Quantities:
    """The quantities of the text, and the rest of it in lower case with its numbers in digits.

    A range gives both ends, a rate per day its amount and its frequency; "several days" gives a loose unit.
    """
    if not _WORTH.search(text):
        return Quantities((), (), text.casefold(), text.casefold())
    whole = one_form(digits(text), TURNS)
    found, plain = frequencies(whole)
    found += [share for match in _IN.finditer(plain) for share in _shares(match)]
    plain = _IN.sub(_blank, plain)
    found += [share for match in _SLASHED.finditer(plain) if (share := _slashed(match))]
    found += _amounts(plain)
    rest = amount().sub(
        lambda match: _blank(match) if match["unit"] or match["unit1"] else match.group(), plain
    )
    found += [_one(match) for match in single().finditer(rest)]
    bare = tuple(_measure(1.0, match["unit"], "")._replace(soft=True) for match in loose().finditer(plain))
    return Quantities(tuple(found), bare, whole, rest)


def measures(text: str) -> tuple[Measure, ...]:
    """The quantities of the text."""
    return read(text).measures


def by_dimension(text: str) -> dict[str, tuple[Measure, ...]]:
    """The quantities with a unit, by what they measure."""
    found: dict[str, tuple[Measure, ...]] = {}
    for measure in measures(text):
        if measure.dimension != COUNT and not measure.soft:
            found[measure.dimension] = (*found.get(measure.dimension, ()), measure)
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _shares(match: re.Match[str]) -> Iterator[Measure]:
    """One share, or both ends of "2 to 3 in 1000" and "1 in 6000 to 8000"."""
    link = "of" if match["link"].strip() in ("of", "of the") else "in"
    limit = bound(match.string[max(0, match.start() - BEFORE) : match.start()], "")
    for part in filter(None, (match["part"].replace("a single", "1"), match["high"])):
        for whole in filter(None, (match["whole"], match["most"])):
            value = float(part) / float(whole) if float(whole) else 0.0
            written = f"{part} {link} {whole}"
            yield Measure(SHARE, value, written, float(part), limit, float(whole) == 2, match.start())


def _slashed(match: re.Match[str]) -> Measure | None:
    """ "7/11" as a share of a group; 120/80 is none."""
    part, whole = int(match[1]), int(match[2])
    if not whole or part > whole:
        return None
    return Measure(SHARE, part / whole, f"{part} in {whole}", part, at=match.start())


def _amounts(plain: str) -> Iterator[Measure]:
    for match in amount().finditer(plain):
        before, after = (
            plain[max(0, match.start() - BEFORE) : match.start()],
            plain[match.end() : match.end() + 14],
        )
        unit = match["unit"] or match["unit1"] or ""
        if not unit and after[:1].isalpha():
            continue
        if not unit and _AGED.search(before):
            unit = "years"
        if not match["high"]:
            yield _measure(float(match["low"]), unit, bound(before, after), match.start())
            continue
        yield _measure(float(match["low"]), match["unit1"] or unit, "", match.start())
        yield _measure(float(match["high"]), unit, "", match.start("high"))


def _one(match: re.Match[str]) -> Measure:
    """ "Half an hour", or "an hour"."""
    measure = _measure(0.5 if match["half"] else 1.0, match["part"] or match["unit"], "", match.start())
    return measure._replace(soft=not match["half"])


def _measure(value: float, unit: str, limit: str, at: int = 0) -> Measure:
    written = f"{number(value)}{'' if unit == '%' else ' '}{unit}".strip()
    dimension, size = base(unit, value) if unit else (COUNT, value)
    return Measure(dimension, size, written, value, limit, at=at)

"""Which words of a sentence are worth recalling: a number with its unit, what comes first, what is meant."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from assistant.quiz.draft.patterns import (
    AGED,
    BOUND,
    BOUND_AFTER,
    DOSE_UNIT,
    FIRST,
    FIRST_AFTER,
    FROM_AN_AGE,
    LEANS,
    MEANS,
    NUMBER,
    OF_A_DRUG,
    OLD,
    PLAIN,
    POINTS,
    RANGE,
    SCORED,
    SOLUTION,
    SOLUTION_OF,
    SPELT,
    STUDIED,
    SUGGESTS,
    TWO,
)
from assistant.verify.measure import is_same
from assistant.verify.quantities import measures
from assistant.verify.units import is_unit, units
from retrieval.text import STOP_WORDS, words

Kind = Literal["dose", "limit", "number", "first_choice", "diagnosis", "definition"]
# What an examiner asks for first.
WEIGHTS: dict[Kind, int] = {
    "first_choice": 6,
    "dose": 5,
    "limit": 4,
    "diagnosis": 4,
    "definition": 3,
    "number": 2,
}
MOST_AMOUNTS = 4
"""A sentence with more amounts is a list; hiding one of them asks which of many is meant."""
MOST_ALIKE = 3
"""Among so many others of its kind, what is hidden can be guessed from its neighbours."""
MOST_WORDS = 6
LONGEST = 240


class Gap(NamedTuple):
    """Characters [start, end) of a sentence to hide, and what they are."""

    start: int
    end: int
    kind: Kind

    @property
    def weight(self) -> int:
        """How much it is worth recalling, against the others."""
        return WEIGHTS[self.kind]


def stands_alone(sentence: str) -> bool:
    """Whether the sentence can be understood on a card, without what stands around it."""
    is_whole = sentence[:1].isupper() or sentence[:1].isdigit()
    ends = sentence.rstrip("\"'”’)").endswith(".") and not sentence.endswith("...")
    return (
        is_whole
        and ends
        and len(sentence) <= LONGEST
        and not (LEANS.match(sentence) or POINTS.search(sentence) or TWO.search(sentence))
    )


def gaps(sentence: str) -> list[Gap]:
    """What can be hidden, the most telling first; nothing that the rest of the sentence gives away."""
    found = [gap for gap in (*_names(sentence), *_amounts(sentence)) if not _given_away(sentence, gap)]
    return sorted(found, key=lambda gap: (-gap.weight, gap.start))


def _names(sentence: str) -> Iterator[Gap]:
    patterns: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (FIRST, "first_choice"),
        (FIRST_AFTER, "first_choice"),
        (SUGGESTS, "diagnosis"),
        (MEANS, "definition"),
    )
    for pattern, kind in patterns:
        found = pattern.search(sentence)
        if found and len(found["gap"].split()) <= MOST_WORDS and _is_a_name(found["gap"]):
            yield Gap(found.start("gap"), found.end("gap"), kind)
            return


def _is_a_name(text: str) -> bool:
    """Whether it names a thing, rather than leaning on another or saying how often."""
    told = [word for word in words(text) if word not in STOP_WORDS]
    return bool(told) and not LEANS.match(text) and not any(char.isdigit() for char in text.split()[0])


def _amounts(sentence: str) -> Iterator[Gap]:
    if STUDIED.search(sentence):
        return
    found = [match for match in _amount().finditer(sentence) if _is_measured(match)]
    if len(found) <= MOST_AMOUNTS:
        for match in found:
            yield Gap(match.start(), _with_conversion(sentence, match.end()), _kind(sentence, match))
    for match in SCORED.finditer(sentence):
        yield Gap(match.start("gap"), match.end("gap"), "limit")


def _is_measured(match: re.Match[str]) -> bool:
    following = match.string[match.end() : match.end() + 1]
    return (
        is_unit(_unit(match))
        and following not in ("-", "/")
        and not (_is_an_age(match) or _is_a_name_of(match))
    )


def _is_an_age(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    in_years = _unit(match) in ("year", "years", "month", "months")
    return bool(AGED.search(before) or OLD.match(after) or (in_years and FROM_AN_AGE.search(before)))


def _is_a_name_of(match: re.Match[str]) -> bool:
    """Whether it is part of a name or says which solution or time is meant: 0.9% saline, the six weeks."""
    return bool(
        match["unit"][1:].isupper()
        or match["unit"].lower() in ("mg/ml", "g/ml")
        or re.search(r"\bthe\s$", match.string[: match.start()], re.IGNORECASE)
        or SOLUTION.match(match.string[match.end() :])
        or SOLUTION_OF.search(match.string[: match.start()])
    )


def _unit(match: re.Match[str]) -> str:
    return re.split(r"\s?/\s?|\sper\s", (match["unit"] or "").lower())[0]


def _kind(sentence: str, match: re.Match[str]) -> Kind:
    if DOSE_UNIT.match(match["unit"]) and OF_A_DRUG.search(sentence):
        return "dose"
    is_bound = BOUND.search(sentence[: match.start()]) or BOUND_AFTER.match(sentence[match.end() :])
    return "limit" if is_bound else "number"


def _with_conversion(sentence: str, end: int) -> int:
    """The same amount in another unit, in brackets, would tell what is hidden."""
    found = re.compile(rf"\s?\((?:about |or )?{PLAIN}[^()]{{0,40}}\)").match(sentence, end)
    return found.end() if found else end


def _given_away(sentence: str, gap: Gap) -> bool:
    hidden = sentence[gap.start : gap.end]
    rest = f"{sentence[: gap.start]} {sentence[gap.end :]}"
    if gap.kind in ("dose", "limit", "number"):
        known = measures(rest)
        mine = measures(hidden)
        alike = sum(one.dimension in {other.dimension for other in mine} for one in known)
        return alike >= MOST_ALIKE or any(is_same(one, other) for one in mine for other in known)
    held = {word[:5] for word in words(rest)}
    return any(word[:5] in held for word in words(hidden) if word not in STOP_WORDS and len(word) > 2)


@cache
def _amount() -> re.Pattern[str]:
    """A number or range with its unit, as it is written."""
    names = "|".join(re.escape(name) for name in sorted(units(), key=len, reverse=True))
    unit = rf"(?:{names})(?![A-Za-z])(?:(?:\s?/\s?|\sper\s)(?:{names})(?![A-Za-z]))*"
    return re.compile(
        rf"{NUMBER}(?:\s?(?:{names})(?![A-Za-z]))?(?:{RANGE}(?:{PLAIN}|{SPELT}))?\s?(?P<unit>{unit})",
        re.IGNORECASE,
    )

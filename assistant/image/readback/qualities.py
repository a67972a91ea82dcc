"""Where and how much of a finding a read says there is: its side, its place, its severity, its number."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.image.readback.assertion import item_of
from assistant.image.readback.clauses import Clause, Item, only_qualifies
from assistant.image.readback.mentions import Mention, is_side
from assistant.image.readback.words import listed, stem, table, valued
from assistant.quiz.marking.numbers import grade_number
from curricula.items.types import Measured, Severity, Side

Fit = Literal["same", "other", "unsaid", "open"]
"""How what was said fits what the report says; "open" where nobody can tell."""
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s?(?:-|to|and)\s?(\d+(?:\.\d+)?)")
PER_MINUTE = "bpm"


class Qualities(NamedTuple):
    """What is said of a mention beside its name; `shared` are sides said earlier in its list."""

    sides: frozenset[str]
    shared: frozenset[str]
    severities: frozenset[str]
    places: frozenset[str]
    text: str


def qualities(mention: Mention) -> Qualities:
    """What the item of the mention says, and those beside it that say nothing else."""
    clause, mine = mention.clause, item_of(mention)
    found = clause.items
    group = _group(clause, found, found.index(mine))
    words = [
        at
        for one in group
        for at in range(one.start, one.end)
        if at not in mention.used and at < len(clause.words)
    ]
    first = min(mine.start, mention.start)
    words += [at for at in range(first, mine.start) if at not in mention.used]
    stemmed = clause.stems
    start, end = min([*words, mention.start]), max([*words, mention.end - 1]) + 1
    return Qualities(
        sides=_sides(clause, words),
        shared=_shared(clause, found, found.index(mine)),
        severities=frozenset(
            valued("severities")[stemmed[at]] for at in words if stemmed[at] in valued("severities")
        ),
        places=frozenset(stemmed[at] for at in words if stemmed[at] in listed("places"))
        | _leads(clause, mine),
        text=clause.said(start, end),
    )


def side_fit(wanted: Side | None, found: Qualities) -> Fit:
    """How the side that was said fits the one of the report."""
    if wanted is None:
        return "same"
    sides = found.sides
    if not sides:
        if not found.shared:
            return "unsaid"
        return "same" if found.shared == {wanted} else "open"
    if "both" in sides:
        return "same" if wanted == "both" else "other"
    if len(sides) > 1:
        return "same" if wanted == "both" else "open"
    return "same" if sides == {wanted} else "other"


def severity_fit(wanted: Severity | None, found: Qualities) -> Fit:
    """How much of it was said to be there, against the report."""
    if wanted is None:
        return "same"
    if len(found.severities) != 1:
        return "open" if found.severities else "unsaid"
    return "same" if found.severities == {wanted} else "other"


def place_fit(wanted: frozenset[str], found: Qualities) -> Fit:
    """How the place that was said fits the one in the name of the finding."""
    if not wanted or wanted == found.places:
        return "same"
    if not found.places:
        return "unsaid"
    if found.places < wanted:
        return "unsaid"
    return "open" if found.places & wanted else "other"


def number_fit(wanted: Measured | None, text: str) -> Fit:
    """Whether the number in those words is in the range of the report."""
    if wanted is None:
        return "same"
    unit = PER_MINUTE if is_per_minute(wanted) else wanted.unit
    measured = wanted.model_copy(update={"unit": unit})
    written = text.replace("–", "-")
    ends = [_SPAN.sub(lambda match, at=at: match[at], written) for at in (1, 2)]  # type: ignore[misc]
    graded = [grade_number(measured, one, unit) for one in dict.fromkeys(ends)]
    if any(one is None for one in graded):
        return "unsaid"
    truths = {one.correct for one in graded if one is not None}
    if truths == {True}:
        return "same"
    return "other" if truths == {False} else "open"


def is_per_minute(wanted: Measured) -> bool:
    """Whether it is counted by the minute, as a heart rate is."""
    return wanted.unit.replace(" ", "") in (PER_MINUTE, "/min", "permin", "min-1", "/minute")


def _group(clause: Clause, found: Sequence[Item], mine: int) -> Sequence[Item]:
    first, last = mine, mine
    while (
        first > 0 and only_qualifies(clause, found[first - 1]) and (found[first].joiner != "," or first == 1)
    ):
        first -= 1
    while (
        last + 1 < len(found)
        and only_qualifies(clause, found[last + 1])
        and not _leads_on(clause, found, last + 1)
    ):
        last += 1
    return found[first : last + 1]


def _leads_on(clause: Clause, found: Sequence[Item], at: int) -> bool:
    """Whether a place alone belongs to what comes after it, as in "right upper and middle lobe nodules"."""
    return (
        at + 1 < len(found)
        and found[at + 1].joiner in ("and", "or")
        and not only_qualifies(clause, found[at + 1])
    )


def _sides(clause: Clause, words: list[int]) -> frozenset[str]:
    stemmed = clause.stems
    return frozenset(valued("sides")[stemmed[at]] for at in words if is_side(stemmed, at))


def _shared(clause: Clause, found: Sequence[Item], mine: int) -> frozenset[str]:
    """The one side said earlier in a list joined by "and", which may be meant for all of it."""
    at = mine
    while at > 0 and found[at].joiner in ("and", "or"):
        at -= 1
        sides = _sides(clause, list(range(found[at].start, found[at].end)))
        if sides:
            return sides
    return frozenset()


def _leads(clause: Clause, mine: Item) -> frozenset[str]:
    """The territory of the leads that are listed in and right after the item."""
    territories = {stem(str(one)): name for name, leads in table()["leads"].items() for one in leads}
    said = list[str]()
    for at in range(mine.start, len(clause.words)):
        one = clause.stems[at]
        if one in territories and (one != "i" or clause.words[at].word == "i"):
            said.append(one)
        elif (
            at >= mine.end and one not in (",", "and", "or", "to", "through") and one not in listed("fillers")
        ):
            break
    return frozenset(territories[one] for one in said)

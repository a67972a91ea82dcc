"""Numbers that follow from two of a passage without standing in it: sums, differences, ratios, the rest."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import Literal, NamedTuple

from assistant.verify.measure import COUNT, FREQUENCY, SHARE, Measure, is_close

Operation = Literal["complement", "sum", "difference", "ratio"]

MOST_COMBINED = 8
"""Among more quantities than this almost any value is a sum or a difference of two."""
EXACT = 1e-6
GIVEN = frozenset(("mass", "volume", "activity", "amount", "charge", "dose"))
"""What is given to a patient: a dose is in the passage or it is wrong."""
_NAMED = {
    "complement": re.compile(
        r"\b(?:not|no|none|never|neither|nor|without|cannot|rest|remain\w*|others?|left|free of|lack\w*|"
        r"spare\w*|"
        r"die\w*|died|surviv\w*|fail\w*|un[a-z]{4,}|normal\w*|only)\b|n't\b"
    ),
    "sum": re.compile(
        r"\b(?:together|total\w*|altogether|combined|in all|sum|both|overall|all told|counting|people|"
        r"patients|between them|of (?:whom|which)|adds? up|add(?:ed|ing)?)\b"
    ),
    "difference": re.compile(
        r"\b(?:difference|differ\w*|more|fewer|less|fell|fall\w*|rose|rises?|rising|drop\w*|increas\w*|decreas\w*|"
        r"gain\w*|lost|loses?|exceed\w*|apart|gap|remain\w*|left|rest|others?|longer|shorter|later|earlier|older|"
        r"younger|span\w*|range|wide|higher|lower|taller|above|below|grew|shrank|extra|reduc\w*|lowers?)\b"
    ),
    "ratio": re.compile(
        r"\b(?:fold|times|twice|half|ratio|for every|for each|doubl\w*|tripl\w*|out of|in|of|percent|per)\b|%"
    ),
}


class Worked(NamedTuple):
    """How a number follows from others, and whether the words of the statement name the operation."""

    operation: Operation
    named: bool


def worked_out(said: Measure, near: Sequence[Measure], plain: str) -> Worked | None:
    """How the quantity follows from those of the passage; None if it does not.

    `plain` is the statement in lower case. Nothing that is given to a patient is worked out.
    """
    parts = said.dimension.split("/")
    if said.dimension == FREQUENCY or len(parts) > 1 or GIVEN.intersection(parts):
        return None
    operations = list(_operations(said, near))
    named = [operation for operation in operations if _NAMED[operation].search(plain)]
    return Worked((named or operations)[0], bool(named)) if operations else None


def complements(said: Measure, near: Sequence[Measure]) -> bool:
    """Whether one of the shares is what the share leaves."""
    rests = [m._replace(value=1 - m.value) for m in near if m.dimension == SHARE and 0 < m.value < 1]
    return said.dimension == SHARE and any(is_close(said, rest) for rest in rests)


def _operations(said: Measure, near: Sequence[Measure]) -> Iterator[Operation]:
    if complements(said, near):
        yield "complement"
    if any(is_close(said, said._replace(value=value, written="")) for value in _ratios(said, near)):
        yield "ratio"
    alike = [
        one for one in near if COUNT in (one.dimension, said.dimension) or one.dimension == said.dimension
    ]
    value = said.number if said.dimension == COUNT else said.value
    values = sorted({one.number if COUNT in (said.dimension, one.dimension) else one.value for one in alike})
    if len(values) > MOST_COMBINED:
        return
    for one, other in combinations(values, 2):
        if abs(value - one - other) <= EXACT * max(1.0, value):
            yield "sum"
        if abs(value - other + one) <= EXACT * max(1.0, value):
            yield "difference"


def _ratios(said: Measure, near: Sequence[Measure]) -> Iterator[float]:
    """Of two counts as a share, of two quantities of a kind how many times the one is the other."""
    kept = [one for one in near if one.value and not one.soft][:MOST_COMBINED]
    if any(one.dimension == "fold" for one in kept):
        return
    for one, other in permutations(kept, 2):
        ratio = one.value / other.value
        if one.dimension == other.dimension and (
            said.dimension == "fold" or (said.dimension == SHARE and one.dimension == COUNT and ratio < 1)
        ):
            yield ratio

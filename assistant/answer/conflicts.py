"""Sources that give different numbers for the same thing are shown side by side, never blended."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from assistant.answer.quote import Chosen
from assistant.verify.measure import Measure, is_same
from assistant.verify.quantities import by_dimension
from retrieval.text import words

# Cosine from which two sentences are taken to speak of the same thing; chosen so that in our own chapters
# no pair of sentences on different drugs or groups passes.
ALIKE = 0.7

_GROUPS = {
    "child": "children", "children": "children", "paediatric": "children", "pediatric": "children",
    "infant": "infants", "infants": "infants", "newborn": "infants", "neonates": "infants",
    "pregnancy": "pregnancy", "pregnant": "pregnancy", "older": "older", "elderly": "older",
    "diabetes": "diabetes", "severe": "severe", "mild": "mild", "moderate": "moderate",
}  # fmt: skip


def disagreeing(rated: Sequence[Chosen]) -> list[tuple[str, tuple[Chosen, Chosen]]]:
    """Pairs of statements of different documents, with what differs ("10 days or 5 days").

    The rated sentences should be the relevant ones only; each stands in at most one pair.
    """
    pairs: list[tuple[str, tuple[Chosen, Chosen]]] = []
    used: set[int] = set()
    for (i, one), (j, other) in combinations(enumerate(rated), 2):
        if i in used or j in used:
            continue
        difference = _difference(one, other)
        if difference:
            pairs.append((difference, (one, other)))
            used |= {i, j}
    return pairs


def _difference(one: Chosen, other: Chosen) -> str | None:
    if one.candidate.hit.passage.document == other.candidate.hit.passage.document:
        return None
    if float(np.dot(one.vector, other.vector)) < ALIKE or _groups(one) != _groups(other):
        return None
    mine, theirs = by_dimension(one.candidate.text), by_dimension(other.candidate.text)
    for dimension in sorted(mine.keys() & theirs.keys()):
        if not any(is_same(a, b) for a in mine[dimension] for b in theirs[dimension]):
            return f"{_listed(mine[dimension])} or {_listed(theirs[dimension])}"
    return None


def _listed(given: Sequence[Measure]) -> str:
    return ", ".join(dict.fromkeys(measure.written for measure in given))


def _groups(chosen: Chosen) -> frozenset[str]:
    """The populations and severities that the sentence or its headings name."""
    passage = chosen.candidate.hit.passage
    text = " ".join([*passage.headings[-1:], chosen.candidate.text])
    return frozenset(_GROUPS[word] for word in words(text) if word in _GROUPS)

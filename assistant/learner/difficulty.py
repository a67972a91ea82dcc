"""How hard items turned out to be, from the answers of everybody, where there are enough of them.

An author's difficulty is a guess. An item that many learners answered is placed by their answers: the most
likely location under a normal prior around the author's, the abilities of the learners being what all their
other answers say. Nothing of this tells who answered what.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assistant.learner.ability import REACH, chances, floor, location, posterior
from assistant.learner.mastery import tells
from assistant.learner.types import Evidence

FEWEST_LEARNERS = 30
"""With fewer the author's difficulty stands. In simulation thirty place an item within 0.6 logits of the
truth (root mean square) and 120 within 0.4, where an author who errs by a step is 0.9 off."""
PRIOR_SD = 1.0
STEP = 0.05


class _First(NamedTuple):
    learner: str
    evidence: Evidence


def relocated(given: Mapping[str, Sequence[Evidence]]) -> dict[str, float]:
    """The locations, in logits, of the items that enough learners answered; `given` is by learner.

    Only a learner's first answer to an item is taken, and only where it was without help.
    """
    of_item: defaultdict[str, list[_First]] = defaultdict(list)
    for learner, answers in given.items():
        for one in firsts(answers):
            of_item[one.item_id].append(_First(learner, one))
    enough = {item: found for item, found in of_item.items() if len(found) >= FEWEST_LEARNERS}
    learners = {one.learner for found in enough.values() for one in found}
    abilities = {learner: _ability(firsts(given[learner])) for learner in learners}
    return {item: _located(found, abilities) for item, found in enough.items()}


def firsts(answers: Iterable[Evidence]) -> list[Evidence]:
    """The answers that were the first to their item, without help and graded."""
    first: dict[str, Evidence] = {}
    for one in sorted(answers, key=lambda each: (each.at, each.attempt)):
        first.setdefault(one.item_id, one)
    return [one for one in first.values() if tells(one)]


def _ability(answers: Sequence[Evidence]) -> float:
    return posterior(
        [one.correct is True for one in answers],
        [location(one.difficulty) for one in answers],
        [floor(one.type, one.options) for one in answers],
        [1.0] * len(answers),
    ).mean


def _located(found: Sequence[_First], abilities: Mapping[str, float]) -> float:
    newest = max(found, key=lambda one: one.evidence.at).evidence
    places = np.arange(-REACH, REACH + STEP / 2, STEP)
    known = np.array([abilities[one.learner] for one in found])[:, None]
    floors = np.array([floor(one.evidence.type, one.evidence.options) for one in found])[:, None]
    chance = chances(known, places, floors)
    right = np.array([one.evidence.correct is True for one in found])[:, None]
    logs = np.log(np.where(right, chance, 1 - chance)).sum(axis=0)
    logs = logs - 0.5 * ((places - location(newest.difficulty)) / PRIOR_SD) ** 2
    return float(places[int(logs.argmax())])

"""How able a learner is, from answers right and wrong: a logistic model with a floor for guessing.

The chance of a right answer is c + (1 - c) / (1 + exp(-(ability - location))), with c the chance of a right
guess: the three-parameter logistic model of item response theory with a slope of one. Its information is the
one written out for `IIF3PLM` in the manual of the R package exametrika 1.1. The estimate is the mean of the
posterior on a grid (expected a posteriori) under a normal prior, as `model_3pl_eap` of the R package xxIRT
computes it. Abilities and locations are in logits; 0 is the ability of a final-year student in the middle.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from curricula.items.types import ItemType

Array = NDArray[np.float64]
PRIOR_SD = 1.0
REACH = 4.0
GRID_POINTS = 81
MIDDLE_DIFFICULTY = 3
LOGITS_A_STEP = 1.0
"""From one difficulty of an author to the next: an easy item (1) is answered right by nine in ten, a hard one
(5) by three in ten of those in the middle, five options given."""


class Posterior(NamedTuple):
    """What is known of an ability: mean and standard deviation, and the weight of every point of the grid."""

    mean: float
    sd: float
    weights: Array

    def chance(self, location: float, floor: float) -> float:
        """The expected chance of a right answer to such an item."""
        return float(self.weights @ chances(grid(), location, floor))

    def between(self, share: float) -> tuple[float, float]:
        """The abilities between which that share of the posterior lies, as much left out on either side."""
        below = np.cumsum(self.weights)
        ends = np.interp(((1 - share) / 2, (1 + share) / 2), below, grid())
        return float(ends[0]), float(ends[1])


def location(difficulty: int | None) -> float:
    """Where an author's difficulty puts an item, in logits; the middle where the author gave none."""
    return LOGITS_A_STEP * ((difficulty or MIDDLE_DIFFICULTY) - MIDDLE_DIFFICULTY)


def floor(kind: ItemType, options: int) -> float:
    """The chance that a blind guess is right; of several responses any but none and all may be guessed."""
    if kind == "single_best_answer" and options > 1:
        return 1 / options
    if kind == "multiple_response" and options > 1:
        return float(1 / (2**options - 2))
    return 0.0


def chances(abilities: Any, locations: Any, floors: Any) -> Array:
    """The chance of a right answer for each of these, broadcast against each other."""
    known = 1 / (1 + np.exp(np.subtract(locations, abilities)))
    return np.asarray(floors + np.subtract(1, floors) * known, dtype=float)


def posterior(
    right: Sequence[bool], locations: Sequence[float], floors: Sequence[float], weights: Sequence[float]
) -> Posterior:
    """What answers tell, four values an answer; of weight 1/2 one tells half as much. Without: the prior."""
    points = grid()
    logs = -0.5 * (points / PRIOR_SD) ** 2
    if right:
        chance = chances(points, np.asarray(locations)[:, None], np.asarray(floors)[:, None])
        logs = logs + np.asarray(weights) @ np.log(np.where(np.asarray(right)[:, None], chance, 1 - chance))
    found = np.exp(logs - logs.max())
    found /= found.sum()
    mean = float(found @ points)
    return Posterior(mean, float(np.sqrt(found @ (points - mean) ** 2)), found)


def information(ability: float, locations: Any, floors: Any) -> Array:
    """How much an answer to each of these items tells about an ability near that one (Fisher information).

    Averaging over what is not known of the ability chose as well in simulation, not better.
    """
    floors = np.asarray(floors, dtype=float)
    chance = chances(ability, locations, floors)
    told = (1 - chance) * (chance - floors) ** 2 / ((1 - floors) ** 2 * chance)
    return np.asarray(told, dtype=float)


@cache
def grid() -> Array:
    """The abilities at which posteriors are computed."""
    points = np.linspace(-REACH, REACH, GRID_POINTS)
    points.setflags(write=False)
    return points

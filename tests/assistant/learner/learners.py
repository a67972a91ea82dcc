"""Simulated learners of known ability, who answer items of a bank as the model says people do."""

from typing import NamedTuple

import numpy as np

from assistant.learner.ability import Array, Posterior, chances, information, location, posterior

LEARNERS = 200


class Pool(NamedTuple):
    """Items by location, and by the chance of a right guess."""

    locations: Array
    floors: Array


class Class(NamedTuple):
    """Who they are, and what was found of them."""

    abilities: Array
    found: list[Posterior]

    @property
    def sd(self) -> float:
        """How unsure the estimates say they are."""
        return float(np.mean([one.sd for one in self.found]))

    @property
    def error(self) -> float:
        """How far the estimates are from the truth (root mean square)."""
        return float(np.sqrt(np.mean((self.means - self.abilities) ** 2)))

    @property
    def means(self) -> Array:
        """What was found, an ability a learner."""
        return np.array([one.mean for one in self.found])


def pool(rng: np.random.Generator, *, floors: tuple[float, ...] = (0.2, 0.2, 0.2, 0.25, 0.0)) -> Pool:
    """Three hundred items of every difficulty, with five options, four or none."""
    difficulties = rng.integers(1, 6, 300)
    return Pool(np.array([location(int(one)) for one in difficulties]), rng.choice(floors, 300))


def examined(rng: np.random.Generator, items: Pool, abilities: Array, *, count: int, chosen: bool) -> Class:
    """The class after everybody answered so many items, drawn at random or chosen for each."""
    sat = _chosen if chosen else _drawn
    return Class(abilities, [sat(rng, items, float(one), count) for one in abilities])


def abilities(rng: np.random.Generator, count: int = LEARNERS) -> Array:
    """So many learners, as the prior has them."""
    return rng.normal(0, 1, count)


def _drawn(rng: np.random.Generator, items: Pool, ability: float, count: int) -> Posterior:
    used = [int(one) for one in rng.permutation(len(items.locations))[:count]]
    return _found(items, used, [_answer(rng, items, ability, item) for item in used])


def _chosen(rng: np.random.Generator, items: Pool, ability: float, count: int) -> Posterior:
    used: list[int] = []
    right: list[bool] = []
    known = _found(items, used, right)
    for _ in range(count):
        told = information(known.mean, items.locations, items.floors)
        told[used] = -1
        used.append(int(told.argmax()))
        right.append(_answer(rng, items, ability, used[-1]))
        known = _found(items, used, right)
    return known


def _answer(rng: np.random.Generator, items: Pool, ability: float, item: int) -> bool:
    return bool(rng.random() < chances(ability, items.locations[item], items.floors[item]))


def _found(items: Pool, used: list[int], right: list[bool]) -> Posterior:
    return posterior(right, list(items.locations[used]), list(items.floors[used]), [1.0] * len(used))


def ranked(first: Array, second: Array) -> float:
    """Spearman's rank correlation of values without ties."""
    return float(np.corrcoef(first.argsort().argsort(), second.argsort().argsort())[0, 1])

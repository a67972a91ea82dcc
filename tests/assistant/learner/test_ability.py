"""Ability is recovered from answers, and sooner where the items are chosen."""

import math

import numpy as np
import pytest

from assistant.learner.ability import chances, floor, information, location, posterior
from tests.assistant.learner.learners import abilities, examined, pool, ranked


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(6)


def test_the_abilities_of_200_learners_are_recovered_from_60_items(rng: np.random.Generator) -> None:
    found = examined(rng, pool(rng), abilities(rng), count=60, chosen=False)
    assert len(found.found) == 200
    assert ranked(found.means, found.abilities) >= 0.85
    assert found.error == pytest.approx(found.sd, rel=0.2), "the interval says how wrong the estimate is"


@pytest.mark.parametrize("floors", [(0.2, 0.2, 0.2, 0.25, 0.0), (0.2,)], ids=["mixed", "five options"])
def test_chosen_items_reach_the_precision_of_60_random_ones_with_70_percent_of_them(
    floors: tuple[float, ...], rng: np.random.Generator
) -> None:
    items, people = pool(rng, floors=floors), abilities(rng)
    at_random = examined(rng, items, people, count=60, chosen=False)
    chosen = examined(rng, items, people, count=42, chosen=True)
    assert chosen.sd <= at_random.sd
    assert ranked(chosen.means, people) >= 0.85
    assert chosen.error == pytest.approx(chosen.sd, rel=0.2), "choosing does not make it surer than it may be"


def test_the_interval_holds_the_truth_as_often_as_it_says(rng: np.random.Generator) -> None:
    found = examined(rng, pool(rng), abilities(rng), count=60, chosen=False)
    ends = [one.between(0.9) for one in found.found]
    held = np.mean([low <= one <= high for (low, high), one in zip(ends, found.abilities, strict=True)])
    assert 0.85 <= held <= 0.95


def test_without_answers_nothing_but_the_prior_is_known() -> None:
    known = posterior([], [], [], [])
    assert (known.mean, known.sd) == (pytest.approx(0, abs=1e-9), pytest.approx(1, abs=0.01))


def test_half_a_weight_twice_is_one_answer() -> None:
    once = posterior([True], [0.5], [0.2], [1.0])
    twice = posterior([True, True], [0.5, 0.5], [0.2, 0.2], [0.5, 0.5])
    assert twice.mean == pytest.approx(once.mean) and twice.sd == pytest.approx(once.sd)


def test_a_right_answer_tells_less_where_it_may_be_a_guess() -> None:
    typed, chosen = (posterior([True], [0.0], [guess], [1.0]) for guess in (0.0, 0.5))
    assert typed.mean > chosen.mean > 0
    assert typed.sd < chosen.sd


def test_the_chance_is_the_floor_below_and_one_above() -> None:
    assert chances(-30, 0, 0.2) == pytest.approx(0.2)
    assert chances(30, 0, 0.2) == pytest.approx(1)
    assert chances(0, 0, 0.2) == pytest.approx(0.6)


def test_information_is_the_squared_slope_over_the_variance() -> None:
    at, step = 0.3, 1e-5
    slope = (chances(at + step, 1.0, 0.2) - chances(at - step, 1.0, 0.2)) / (2 * step)
    chance = chances(at, 1.0, 0.2)
    assert information(at, 1.0, 0.2) == pytest.approx(slope**2 / (chance * (1 - chance)), rel=1e-6)


def test_guessing_is_by_the_number_of_options() -> None:
    assert floor("single_best_answer", 5) == 0.2
    assert floor("multiple_response", 5) == pytest.approx(1 / 30)
    assert floor("short_answer", 0) == floor("image_hotspot", 0) == 0


def test_an_item_without_a_difficulty_stands_in_the_middle() -> None:
    assert location(None) == location(3) == 0
    assert [location(step) for step in (1, 5)] == [-2, 2]
    assert math.isclose(float(chances(0, location(1), 0.2)), 0.905, abs_tol=0.01)

"""Difficulties learnt from the answers of everybody: only with enough of them, and nearer to the truth."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.learner.ability import chances, location
from assistant.learner.difficulty import FEWEST_LEARNERS, relocated
from assistant.learner.log import Log
from assistant.learner.types import Correction, Evidence
from assistant.quiz.learnt import WORKED_OUT_EVERY, Places
from assistant.quiz.types import Graded
from tests.assistant.learner.attempts import NOON, attempt, evidence, opened

ITEMS = 20


@pytest.fixture
def log(tmp_path: Path, database: str | None) -> Iterator[Log]:
    with opened(tmp_path, database) as engine:
        yield Log(engine)


def answers(learners: int, said: list[int], truth: list[float]) -> dict[str, list[Evidence]]:
    """What learners of every ability answer to items whose authors said what their difficulty is."""
    draw, one = np.random.default_rng(4), evidence()
    given = {}
    for learner in range(learners):
        ability = draw.normal()
        given[f"learner-{learner}"] = [
            one._replace(
                attempt=f"{learner}.{item}",
                item_id=f"i{item}",
                difficulty=said[item],
                correct=bool(draw.random() < chances(ability, truth[item], 0.2)),
            )
            for item in range(ITEMS)
        ]
    return given


def test_sixty_learners_place_items_nearer_to_the_truth_than_their_authors() -> None:
    draw = np.random.default_rng(5)
    said = [int(one) for one in draw.integers(1, 6, ITEMS)]
    truth = [location(one) + float(draw.normal()) for one in said]
    found = relocated(answers(60, said, truth))
    by_author = np.std([location(one) - true for one, true in zip(said, truth, strict=True)])
    by_answers = np.std([found[f"i{item}"] - truth[item] for item in range(ITEMS)])
    assert by_answers < 0.75 * by_author


def test_with_too_few_learners_the_author_stands() -> None:
    said = [3] * ITEMS
    assert relocated(answers(FEWEST_LEARNERS - 1, said, [0.0] * ITEMS)) == {}
    assert len(relocated(answers(FEWEST_LEARNERS, said, [0.0] * ITEMS))) == ITEMS


def test_only_first_answers_without_help_are_taken() -> None:
    given = answers(FEWEST_LEARNERS, [3] * ITEMS, [0.0] * ITEMS)
    again = [
        one._replace(attempt="again", correct=False, at=NOON + timedelta(days=1))
        for one in given["learner-0"]
    ]
    more = given | {"learner-0": [*given["learner-0"], *again]}
    assert relocated(more) == relocated(given)
    helped = {name: [one._replace(assisted=True) for one in mine] for name, mine in given.items()}
    assert relocated(helped) == {}


def test_a_library_places_its_items_once_a_day_by_answers_that_count(log: Log) -> None:
    now = [NOON]
    places = Places(log, lambda: now[0])
    assert places() == {}
    wrong = Graded(correct=False, score=0)
    log.append(
        attempt(0, id=f"a{n}", user_id=f"u{n}", item_id="hard", difficulty=1, graded=wrong)
        for n in range(FEWEST_LEARNERS)
    )
    assert places() == {}, "what was worked out today stands"
    now[0] += WORKED_OUT_EVERY
    assert places()["hard"] > location(1) + 1
    log.correct("u0", Correction(id="c", attempt="a0", counts=False, reason="misread", at=NOON))
    now[0] += WORKED_OUT_EVERY
    assert places() == {}, "one learner too few"

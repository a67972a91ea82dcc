"""From a sitting to the numbers of its learner, and away again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.faults import NotYours
from assistant.learner.cards import Offered
from assistant.learner.learning import House, Learning
from assistant.quiz.learnt import forget_sittings, words_of
from assistant.quiz.sitting.sit import Quizzes
from tests.assistant.quiz.bank import ADA, BOB, Hands, Learner, make_engine, make_quizzes, question


@pytest.fixture
def hands() -> Hands:
    """The time."""
    return Hands()


@pytest.fixture
def quizzes(tmp_path: Path, hands: Hands, database: str | None) -> Iterator[Quizzes]:
    """Quizzes in which Ada answered one item right and one wrong, and Bob one."""
    engine = make_engine(tmp_path, database)
    made = make_quizzes(engine, now=hands)
    ada, bob = Learner(made, sitting="of-ada-1"), Learner(made, BOB, sitting="of-bob-1")
    ada.start()
    hands.pass_(30)
    ada.answer(0, "a", confidence=80)
    ada.next(0)
    hands.pass_(30)
    ada.answer(1, "b", confidence=95)
    bob.start()
    bob.answer(0, "a")
    yield made
    engine.dispose()


@pytest.fixture
def learning(quizzes: Quizzes, hands: Hands) -> Learning:
    """What they learnt."""
    return Learning(
        House(
            engine=quizzes.house.sittings._engine,
            offer=lambda _attempt: Offered(reason="Not here."),
            words=lambda item_id: words_of(quizzes.house.bank.item(item_id)),
            locations=dict,
            forget_sittings=forget_sittings,
            now=hands,
        )
    )


def test_what_is_answered_in_a_sitting_shows_in_progress(learning: Learning) -> None:
    found = learning.progress(ADA)
    assert found.attempts == 2
    assert {name for one in found.objectives for name in one.attempts} == {"of-ada-1:0", "of-ada-1:1"}
    assert [(one.confidence, one.right, one.answers) for one in found.calibration.bins if one.answers] == [
        (80, 1, 1),
        (95, 0, 1),
    ]
    assert found.due.new == 1, "the miss is a card"


def test_removing_everything_takes_the_sittings_of_one_person_along(
    quizzes: Quizzes, learning: Learning
) -> None:
    removed = learning.forget(ADA)
    assert (removed.attempts, removed.sittings, removed.ratings) == (2, 1, 0)
    with pytest.raises(NotYours):
        quizzes.view(ADA, "of-ada-1")
    assert quizzes.view(BOB, "of-bob-1").places[0].correct
    assert learning.progress(BOB).attempts == 1
    assert learning.forget(ADA).attempts == 0


def test_removing_single_attempts_leaves_their_sitting(quizzes: Quizzes, learning: Learning) -> None:
    assert learning.forget(ADA, ["of-ada-1:1"]).sittings == 0
    assert [one.attempt.id for one in learning.attempts(ADA)] == ["of-ada-1:0"]
    assert len(quizzes.view(ADA, "of-ada-1").places) == 2


def test_an_answer_within_reading_time_is_a_guess(quizzes: Quizzes, learning: Learning, hands: Hands) -> None:
    fast = Learner(quizzes, BOB, sitting="of-bob-2")
    fast.start()
    hands.pass_(0.5)
    fast.answer(0, "a", confidence=95)
    hands.pass_(600)
    assert learning.progress(BOB).guesses[-1] == "of-bob-2:0"
    assert "of-ada-1:0" not in learning.progress(ADA).guesses


def test_everything_that_is_read_before_answering_is_counted() -> None:
    item = question(1, vignette="Three words here", lead_in="What now?")
    assert words_of(item) == 3 + 2 + sum(len(option.text.split()) for option in item.options)

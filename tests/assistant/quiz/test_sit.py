"""Sittings in study and exam: what is shown when, what counts when, and whose they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.faults import NotYours, Overtaken
from assistant.quiz.sitting.actions import Answer, Finish, Flag, Help, Move, Pause, Resume
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.types import Chosen, Typed
from curricula.items.keeping import Source
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import ADA, BOB, NOT_FOUND, Hands, Learner, make_engine, make_quizzes, question
from tests.curricula.moving import take_out_of_use


@pytest.fixture
def hands() -> Hands:
    """The time."""
    return Hands()


@pytest.fixture
def quizzes(tmp_path: Path, hands: Hands, database: str | None) -> Iterator[Quizzes]:
    """Quizzes with twelve questions."""
    engine = make_engine(tmp_path, database)
    yield make_quizzes(engine, now=hands)
    engine.dispose()


@pytest.fixture
def ada(quizzes: Quizzes) -> Learner:
    """A learner."""
    return Learner(quizzes)


def test_study_tells_why_only_after_the_answer(ada: Learner, hands: Hands) -> None:
    before = ada.start(mode="study")
    assert before.item is not None
    assert (before.item.title, before.item.feedback, before.item.ask is not None) == (None, None, True)
    assert "It works" not in before.model_dump_json()
    hands.pass_(30)
    after = ada.answer(0, "b", 80)
    assert after.item is not None and after.item.feedback is not None
    told = after.item.feedback
    assert told.graded.correct is False
    assert [(one.id, one.reason) for one in told.explained[:2]] == [
        ("b", "It does nothing."),
        ("a", "It works."),
    ]
    assert next(one for one in told.explained if one.id == "d").reason is None
    assert told.explained[1].uncited == (f"A book: {NOT_FOUND}",)
    [kept] = ada.quizzes.house.learning.log.of(ADA.user_id)
    assert (kept.attempt.graded.correct, kept.attempt.confidence, kept.attempt.seconds) == (False, 80, 30)


def test_an_item_answered_in_study_is_not_answered_again(ada: Learner) -> None:
    ada.start()
    ada.answer(0, "b")
    with pytest.raises(Overtaken):
        ada.answer(0, "a")
    with pytest.raises(WrongUse):
        ada.answer(0, "")
    assert len(ada.quizzes.house.learning.log.of(ADA.user_id)) == 1


def test_an_answer_after_help_counts_as_assisted(ada: Learner) -> None:
    ada.start()
    ada.act(Help(id=ada.id(), place=0))
    ada.answer(0)
    [kept] = ada.quizzes.house.learning.log.of(ADA.user_id)
    assert kept.attempt.assisted


def test_study_goes_on_with_new_items_up_to_its_count(ada: Learner) -> None:
    view = ada.start(count=3)
    met = []
    for place in range(3):
        assert view.item is not None and view.at == place
        met.append(view.item.item_id)
        ada.answer(place)
        view = ada.next(place)
    assert len(set(met)) == 3
    assert view.phase == "finished" and view.outcome is not None
    assert (view.outcome.right, view.outcome.graded) == (3, 3)


def test_next_from_two_tabs_draws_one_item(ada: Learner) -> None:
    ada.start()
    ada.next(0)
    assert len(ada.next(0).places) == 2


def test_study_ends_when_every_item_was_shown(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    one = Learner(make_quizzes(engine, question(1), question(2)))
    one.start()
    one.answer(0)
    one.next(0)
    one.answer(1)
    view = one.next(1)
    assert view.phase == "finished" and any("No further item" in note for note in view.notes)
    engine.dispose()


def test_an_exam_tells_nothing_before_its_end(ada: Learner) -> None:
    view = ada.start(mode="exam", count=4)
    assert (len(view.places), view.seconds_left) == (4, 360)
    for place in range(3):
        view = ada.answer(place, "a" if place else "b")
        assert view.item is not None and view.item.feedback is None and view.item.ask is None
        assert all(spot.correct is None for spot in view.places)
    ada.answer(1, "b")
    ada.answer(1, "a")
    assert ada.quizzes.house.learning.log.of(ADA.user_id) == []
    assert ada.quizzes.answers(ADA, "sitting-1") == []
    view = ada.act(Finish(id=ada.id()))
    assert view.outcome is not None
    assert (view.outcome.right, view.outcome.graded, view.outcome.unanswered) == (2, 4, 1)
    assert len(ada.quizzes.house.learning.log.of(ADA.user_id)) == 3
    assert len(ada.quizzes.answers(ADA, "sitting-1")) == 4


def test_an_answer_can_be_taken_back_in_an_exam(ada: Learner) -> None:
    ada.start(mode="exam", count=2)
    ada.answer(0)
    assert not ada.answer(0, "").places[0].answered
    ada.act(Finish(id=ada.id()))
    assert ada.quizzes.house.learning.log.of(ADA.user_id) == []


def test_an_exam_ends_at_its_time_whenever_it_is_looked_at(ada: Learner, hands: Hands) -> None:
    ada.start(mode="exam", count=2, minutes=2)
    ada.answer(0)
    hands.pass_(121)
    with pytest.raises(WrongUse, match="time is up"):
        ada.answer(1)
    log = ada.quizzes.house.sittings.log(ADA.user_id, "sitting-1")
    assert (log.events[-1].kind, (log.events[-1].at - log.sitting.started_at).seconds) == ("finished", 120)
    view = ada.view()
    assert view.outcome is not None and (view.outcome.right, view.outcome.seconds) == (1, 120)
    assert len(ada.quizzes.house.learning.log.of(ADA.user_id)) == 1


def test_a_pause_stops_the_clock_and_hides_the_item(ada: Learner, hands: Hands) -> None:
    ada.start(mode="exam", count=2, minutes=2, pauses=1)
    hands.pass_(30)
    view = ada.act(Pause(id=ada.id()))
    assert (view.phase, view.item, view.seconds_left) == ("paused", None, 90)
    hands.pass_(3600)
    with pytest.raises(WrongUse, match="stands still"):
        ada.answer(0)
    assert ada.act(Resume(id=ada.id())).seconds_left == 90
    with pytest.raises(WrongUse, match="again"):
        ada.act(Pause(id=ada.id()))


def test_flags_and_moves_are_kept(ada: Learner) -> None:
    ada.start(mode="exam", count=3)
    ada.act(Flag(id=ada.id(), place=2, on=True))
    view = ada.act(Move(id=ada.id(), place=2))
    assert (view.at, [spot.flagged for spot in view.places]) == (2, [False, False, True])
    with pytest.raises(WrongUse, match="no item 4"):
        ada.act(Move(id=ada.id(), place=3))


def test_a_double_click_counts_once(ada: Learner) -> None:
    ada.start()
    click = Answer(id="double-click", place=0, response=Chosen(options=("b",)))
    assert ada.act(click) == ada.act(click)
    assert len(ada.quizzes.house.learning.log.of(ADA.user_id)) == 1


def test_nobody_else_sees_or_starts_a_sitting(ada: Learner, quizzes: Quizzes) -> None:
    ada.start()
    bob = Learner(quizzes, BOB)
    for refused in (bob.view, lambda: bob.answer(0), lambda: quizzes.forget(BOB, "sitting-1")):
        with pytest.raises(NotYours):
            refused()
    with pytest.raises(WrongUse, match="taken"):
        bob.start()


def test_a_response_of_another_kind_changes_nothing(ada: Learner) -> None:
    ada.start()
    with pytest.raises(WrongUse):
        ada.act(Answer(id=ada.id(), place=0, response=Typed(text="adrenaline")))
    with pytest.raises(WrongUse):
        ada.answer(0, "z")
    assert not ada.view().places[0].answered


def test_an_item_that_is_retired_or_changed_meanwhile_stays_as_it_was_drawn(
    ada: Learner, quizzes: Quizzes
) -> None:
    drawn = ada.start().item
    assert drawn is not None
    source = Source(origin="author", at=quizzes.house.now())
    old = quizzes.house.bank.item(drawn.item_id)
    quizzes.house.bank.put(old.model_copy(update={"version": 2, "lead_in": "Another?"}), source)
    take_out_of_use(quizzes.house.bank.engine, "item", drawn.item_id)
    assert ada.view().item == drawn
    told = ada.answer(0).item
    assert told is not None and told.feedback is not None and told.feedback.graded.correct

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.record import Feedback, Record, Turn
from assistant.types import Answer
from retrieval.errors import WrongUse
from tests.ui.answers import answer, statement
from tests.ui.people import NOON, people_engine


@pytest.fixture
def record(tmp_path: Path, database: str | None) -> Iterator[Record]:
    engine = people_engine(tmp_path, database)
    yield Record(engine)
    engine.dispose()


def turn(turn_id: str, user_id: str = "ada", session_id: str = "s1", minutes: int = 0) -> Turn:
    return Turn(
        turn_id=turn_id,
        user_id=user_id,
        session_id=session_id,
        question=f"Question {turn_id}?",
        asked_at=NOON + timedelta(minutes=minutes),
        answer=answer(statement()),
    )


def test_a_session_comes_back_in_the_order_asked_with_equal_answers(record: Record) -> None:
    second, first = turn("t2", minutes=2), turn("t1", minutes=1)
    for kept in (second, first, second):
        record.keep(kept)
    assert [asked.turn_id for asked in record.asked("ada", "s1")] == ["t1", "t2"]
    assert record.turn("ada", "t1") == first


@pytest.mark.parametrize("to_come", [answer(stage="writing"), answer(asks="What would you answer?")])
def test_a_turn_is_replaced_only_while_its_answer_is_to_come(record: Record, to_come: Answer) -> None:
    begun = turn("t1").model_copy(update={"answer": to_come, "attempt": "A diuretic."})
    done = begun.model_copy(update={"answer": answer(statement())})
    record.keep(begun)
    assert record.turn("ada", "t1") == begun
    record.keep(done.model_copy(update={"user_id": "bob"}))
    assert record.turn("ada", "t1") == begun and record.turn("bob", "t1") is None
    for kept in (done, begun):
        record.keep(kept)
        assert record.turn("ada", "t1") == done


def test_an_attempt_is_kept_without_what_tells_who_somebody_is(record: Record) -> None:
    for turn_id, attempt, kept in (
        ("t1", None, None),
        ("t2", "", ""),
        ("t3", "Ramipril, as for Mr Alan Whitby.", "Ramipril, as for Mr [name]."),
    ):
        record.keep(turn(turn_id).model_copy(update={"attempt": attempt}))
        again = record.turn("ada", turn_id)
        assert again and again.attempt == kept


def test_nobody_reads_another_persons_turns_even_knowing_their_ids(record: Record) -> None:
    record.keep(turn("t1"))
    assert record.asked("bob", "s1") == []
    assert record.turn("bob", "t1") is None
    assert record.latest_session("bob") is None
    with pytest.raises(WrongUse, match="not in your history"):
        record.judge(
            Feedback(feedback_id="f", user_id="bob", turn_id="t1", kind="up", note="", given_at=NOON)
        )


def test_the_latest_session_is_the_one_asked_in_last(record: Record) -> None:
    record.keep(turn("t1", session_id="new", minutes=9))
    record.keep(turn("t2", session_id="old", minutes=1))
    assert record.latest_session("ada") == "new"


def test_feedback_is_kept_and_a_disagreement_needs_a_note(record: Record) -> None:
    record.keep(turn("t1"))
    kept = Feedback(
        feedback_id="f1", user_id="ada", turn_id="t1", kind="disagree", note="Dose?", given_at=NOON
    )
    record.judge(kept)
    assert record.feedback("ada", "t1") == [kept]
    with pytest.raises(WrongUse, match="note is empty"):
        record.judge(kept.model_copy(update={"feedback_id": "f2", "note": "  "}))


def test_forgetting_takes_only_that_persons_turns_before_the_time(record: Record) -> None:
    for kept in (turn("t1", minutes=1), turn("t2", minutes=9), turn("t3", user_id="bob")):
        record.keep(kept)
    assert record.forget("ada", NOON + timedelta(minutes=5)) == 1
    assert [kept.turn_id for kept in record.asked("ada", "s1")] == ["t2"]
    assert record.forget("ada") == 1
    assert len(record.asked("bob", "s1")) == 1


def test_an_answer_of_another_version_leaves_the_question_readable(tmp_path: Path) -> None:
    engine = people_engine(tmp_path)
    record = Record(engine)
    record.keep(turn("t1"))
    with engine.begin() as connection:
        connection.execute(text("""UPDATE turns SET answer = '{"later": 1}'"""))
    kept = record.turn("ada", "t1")
    engine.dispose()
    assert kept and kept.question == "Question t1?" and kept.answer is None

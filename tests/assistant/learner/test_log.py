"""The log of attempts: append-only, each attempt once, read and removed only for whose it is."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.learner.log import Log, NotYourAttempt, append
from assistant.learner.tables import attempts
from assistant.learner.types import Correction, evidence_of
from assistant.quiz.types import Graded, Typed
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import writing
from tests.assistant.learner.attempts import ADA, BOB, NOON, attempt, opened


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    with opened(tmp_path, database) as engine:
        yield engine


@pytest.fixture
def log(engine: Engine) -> Log:
    """Three attempts of Ada's and one of Bob's."""
    made = Log(engine)
    made.append([*(attempt(number) for number in range(3)), attempt(9, user_id=BOB)])
    return made


def said(name: str, attempt_id: str = "s1.1", *, counts: bool = False, reason: str = "misread") -> Correction:
    return Correction(id=name, attempt=attempt_id, counts=counts, reason=reason, at=NOON)


def test_attempts_come_back_as_they_were(log: Log) -> None:
    unclear = attempt(
        5,
        correct=None,
        type="short_answer",
        response=Typed(text="10 mg “slowly”"),
        graded=Graded(correct=None, reason="Not marked."),
        difficulty=None,
        confidence=40,
        seconds=12.5,
        assisted=True,
    )
    log.append([unclear])
    assert [one.attempt for one in log.of(ADA)] == [attempt(0), attempt(1), attempt(2), unclear]
    assert log.evidence(ADA)[-1] == evidence_of(unclear)


def test_an_attempt_is_kept_once(log: Log) -> None:
    assert log.append([attempt(1), attempt(3), attempt(3)]) == 1
    assert log.append([attempt(1, correct=False)]) == 0
    assert [one.attempt.id for one in log.of(ADA)] == ["s1.0", "s1.1", "s1.2", "s1.3"]
    assert log.of(ADA, ids=["s1.1"])[0].attempt.graded.correct is True


def test_what_its_transaction_loses_is_not_kept(engine: Engine, log: Log) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        append(connection, [attempt(3)])
        _ = 1 / 0
    assert len(log.of(ADA)) == 3


def test_nobody_sees_changes_or_takes_the_id_of_somebody_elses_attempt(log: Log) -> None:
    assert [one.attempt.id for one in log.of(BOB)] == ["s1.9"]
    assert log.of(BOB, ids=["s1.1"]) == []
    with pytest.raises(WrongUse, match="taken"):
        log.append([attempt(1, user_id=BOB)])
    with pytest.raises(NotYourAttempt):
        log.correct(BOB, said("c"))
    assert log.forget(BOB, ["s1.1"]) == 0
    assert len(log.of(ADA)) == 3


def test_a_correction_takes_an_attempt_out_and_back_and_leaves_the_attempt(log: Log) -> None:
    log.correct(ADA, said("first"))
    assert [one.attempt for one in log.evidence(ADA)] == ["s1.0", "s1.2"]
    log.correct(ADA, said("second", counts=True, reason=""))
    log.correct(ADA, said("first"))
    assert [one.attempt for one in log.evidence(ADA)] == ["s1.0", "s1.1", "s1.2"]
    kept = log.of(ADA, ids=["s1.1"])[0]
    assert [one.id for one in kept.corrections] == ["first", "second"]
    assert kept.counts and kept.attempt == attempt(1)


def test_an_attempt_does_not_stop_counting_without_a_reason(log: Log) -> None:
    with pytest.raises(WrongUse, match="why"):
        log.correct(ADA, said("c", reason="  "))


def test_what_tells_who_somebody_is_does_not_stay_in_a_reason(log: Log) -> None:
    kept = log.correct(ADA, said("c", reason="asked by jane.roe@example.org"))
    assert "jane.roe" not in kept.reason
    assert log.of(ADA, ids=["s1.1"])[0].corrections == (kept,)


def test_deleting_leaves_nothing_and_says_how_much_it_was(engine: Engine, log: Log) -> None:
    log.correct(ADA, said("c"))
    assert log.forget(ADA, ["s1.1", "none"]) == 1
    assert log.forget(ADA) == 2
    with engine.connect() as connection:
        left = connection.execute(text("SELECT user_id FROM attempts")).scalars().all()
        assert left == [BOB]
        assert connection.execute(text("SELECT count(*) FROM corrections")).scalar_one() == 0


def test_attempts_are_found_by_item_by_sitting_and_the_newest_of_them(log: Log) -> None:
    log.append([attempt(20, item_id="item-1", sitting="s2")])
    assert [one.attempt.id for one in log.of(ADA, item_id="item-1")] == ["s1.1", "s1.20"]
    assert [one.attempt.id for one in log.of(ADA, sitting="s2")] == ["s1.20"]
    assert [one.attempt.id for one in log.of(ADA, newest=2)] == ["s1.2", "s1.20"]


def test_attempts_are_in_the_order_of_time_in_whatever_zone_they_were_made(log: Log) -> None:
    west = timezone(timedelta(hours=-8))
    log.append([attempt(7, at=datetime(2026, 3, 2, 4, 0, 30, tzinfo=west))])
    assert [one.attempt.id for one in log.of(ADA)] == ["s1.0", "s1.7", "s1.1", "s1.2"]


def test_a_form_that_cannot_be_read_is_told(engine: Engine, log: Log) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE attempts SET response = '{}' WHERE attempt_id = 's1.0'"))
    with pytest.raises(PreceptorError, match="cannot be read"):
        log.of(ADA)


def test_the_evidence_of_thirty_thousand_attempts_is_read_in_seconds(engine: Engine) -> None:
    log = Log(engine)
    log.append([attempt()])
    columns = ", ".join(column.name for column in attempts.c if column.name != "attempt_id")
    with writing(engine) as connection:
        for power in range(15):
            copied = f"attempt_id || '-{power}', {columns} FROM attempts"
            connection.execute(text(f"INSERT INTO attempts (attempt_id, {columns}) SELECT {copied}"))
    begun = time.perf_counter()
    assert len(log.evidence(ADA)) == 32_768
    assert time.perf_counter() - begun < 5

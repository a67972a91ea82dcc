"""Attempts as the tests of learning need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from assistant.learner.types import Attempt, Evidence, evidence_of
from assistant.migrations import ASSISTANT
from assistant.quiz.types import Chosen, Confidence, Graded
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADA, BOB = "u-ada", "u-bob"


@contextmanager
def opened(folder: Path, url: str | None = None) -> Iterator[Engine]:
    """An engine on a new database with the tables about people, of that address or in the folder."""
    engine = open_engine(folder, url)
    try:
        migrate(engine, ASSISTANT, NOON)
        yield engine
    finally:
        engine.dispose()


def attempt(number: int = 0, *, correct: bool | None = True, **given: object) -> Attempt:
    """Ada's attempt of that number, a minute after the one before."""
    fields: dict[str, object] = {
        "id": f"s1.{number}",
        "user_id": ADA,
        "sitting": "s1",
        "mode": "study",
        "item_id": f"item-{number}",
        "item_version": 1,
        "type": "single_best_answer",
        "objectives": ("treat-anaphylaxis",),
        "topics": ("Allergy",),
        "difficulty": 3,
        "options": 5,
        "response": Chosen(options=("a",)),
        "graded": Graded(correct=correct, score=None if correct is None else float(correct)),
        "at": NOON + timedelta(minutes=number),
    }
    return Attempt.model_validate(fields | given)


def evidence(number: int = 0, *, correct: bool | None = True, **given: object) -> Evidence:
    """The same as evidence."""
    return evidence_of(attempt(number, correct=correct, **given))


def sure(number: int, confidence: Confidence | None, correct: bool) -> Evidence:
    """An answer given with that confidence."""
    return evidence(number, correct=correct, confidence=confidence)

"""What a learner did with an item, once, as everything about learning is computed from."""

from datetime import datetime
from typing import NamedTuple

from pydantic import Field

from assistant.quiz.types import Confidence, Graded, Mode, Response
from curricula.items.types import ItemType
from retrieval.types import Value


class Attempt(Value):
    """An answer to an item that counts. `id` is the sitting's and the place's, so that it is kept once.

    Objectives, topics and difficulty are the item's as they were when it was answered.
    """

    id: str
    user_id: str
    sitting: str
    mode: Mode
    item_id: str
    item_version: int
    type: ItemType
    objectives: tuple[str, ...]
    topics: tuple[str, ...]
    difficulty: int | None
    options: int = Field(ge=0)
    """How many options there were; 0: none, so that a guess cannot be right by chance."""
    response: Response
    graded: Graded
    confidence: Confidence | None = None
    seconds: float | None = None
    assisted: bool = False
    at: datetime


class Evidence(NamedTuple):
    """What an attempt tells about a learner, without what was answered: light enough for 20,000 of them."""

    attempt: str
    item_id: str
    type: ItemType
    mode: Mode
    objectives: tuple[str, ...]
    topics: tuple[str, ...]
    difficulty: int | None
    options: int
    correct: bool | None
    confidence: Confidence | None
    seconds: float | None
    assisted: bool
    at: datetime


class Correction(Value):
    """A learner's word that an attempt does not count, or counts after all; the last one stands."""

    id: str = Field(min_length=1, max_length=64)
    attempt: str
    counts: bool
    reason: str = Field(default="", max_length=500)
    at: datetime


class Kept(Value):
    """An attempt of the log with what its learner said about it since, oldest first."""

    attempt: Attempt
    corrections: tuple[Correction, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether anything is computed from it."""
        return not self.corrections or self.corrections[-1].counts


def evidence_of(attempt: Attempt) -> Evidence:
    """What the attempt tells about its learner."""
    return Evidence(
        attempt=attempt.id,
        item_id=attempt.item_id,
        type=attempt.type,
        mode=attempt.mode,
        objectives=attempt.objectives,
        topics=attempt.topics,
        difficulty=attempt.difficulty,
        options=attempt.options,
        correct=attempt.graded.correct,
        confidence=attempt.confidence,
        seconds=attempt.seconds,
        assisted=attempt.assisted,
        at=attempt.at,
    )

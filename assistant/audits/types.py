"""What a learner says of an answer, what came of it, and what is kept of that."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from curricula.audits.types import Kind
from retrieval.types import Value

EventId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
MOST_MARKS = 20
Outcome = Literal["found", "called_otherwise", "missed", "false_alarm", "passed"]
"""Found: the right place and kind. Passed: rightly left unmarked."""


class Mark(Value):
    """A place that the learner calls faulty: a sentence from 1, None the answer as a whole; and how."""

    sentence: int | None = Field(default=None, ge=1)
    kind: Kind


class Submission(Value):
    """The marks of a learner who has finished; none means that nothing is wrong. `id` is the client's."""

    id: EventId
    marks: tuple[Mark, ...] = Field(default=(), max_length=MOST_MARKS)


class Given(Value):
    """An answer was put before the learner. `turn` is the id under which it is gone through."""

    kind: Literal["given"] = "given"
    id: EventId
    turn: EventId
    audit: str
    version: int
    at: datetime


class Submitted(Value):
    """The learner handed the marks in."""

    kind: Literal["submitted"] = "submitted"
    id: EventId
    turn: EventId
    marks: tuple[Mark, ...]
    at: datetime


AuditEvent = Annotated[Given | Submitted, Field(discriminator="kind")]


class Placed(Value):
    """What came of one place: what was planted there, what was marked, both None where there is none."""

    sentence: int | None
    outcome: Outcome
    planted: Kind | None
    marked: Kind | None

"""What each person asked, what they were answered, and what they said about it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Column, Engine, MetaData, Table, Text, delete, insert, select, update

from assistant.guard.privacy import redact
from assistant.types import Answer
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

FeedbackKind = Literal["up", "down", "disagree"]
LONGEST_NOTE = 4000

metadata = MetaData()
turns = Table(
    "turns",
    metadata,
    Column("turn_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("attempt", Text),
)
feedback = Table(
    "feedback",
    metadata,
    Column("feedback_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("turn_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("given_at", Text, nullable=False),
)


class Asked(Value):
    """A question of a session, without its answer."""

    turn_id: str
    question: str


class Turn(Asked):
    """A question and its answer. `answer` is None when a later version can no longer read it.

    `attempt` is what the person answered before seeing the answer: None if they were not asked to, empty if
    they asked to be shown it instead. An answer of the stage "writing" was left before its end.
    """

    user_id: str
    session_id: str
    asked_at: datetime
    answer: Answer | None = None
    attempt: str | None = None


class Feedback(Value):
    """What a person said about an answer."""

    feedback_id: str
    user_id: str
    turn_id: str
    kind: FeedbackKind
    note: str
    given_at: datetime


class Record:
    """The turns and the feedback of one library. Nothing is ever read without saying whose it is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, turn: Turn) -> Turn:
        """The turn as it was kept, without what tells who somebody is; again is harmless.

        Only a turn whose answer was still to come is replaced by what became of it.
        """
        turn = redacted(turn)
        if turn.answer is None:
            raise WrongUse("A turn without an answer cannot be kept.", "Answer the question first.")
        row = turn.model_dump(exclude={"answer", "asked_at"})
        row |= {"asked_at": turn.asked_at.isoformat(), "answer": turn.answer.model_dump_json()}
        mine = (turns.c.turn_id == turn.turn_id) & (turns.c.user_id == turn.user_id)
        with writing(self._engine, alone=f"turn {turn.turn_id}") as connection:
            known = (
                connection.execute(select(turns).where(turns.c.turn_id == turn.turn_id)).mappings().first()
            )
            if known is None:
                connection.execute(insert(turns), row)
            elif _to_come(known):
                connection.execute(update(turns).where(mine).values(row))
        return turn

    def asked(self, user_id: str, session_id: str) -> list[Asked]:
        """That person's questions of one session, oldest first."""
        mine = (turns.c.user_id == user_id) & (turns.c.session_id == session_id)
        wanted = select(turns.c.turn_id, turns.c.question).where(mine).order_by(turns.c.asked_at)
        with reading(self._engine) as connection:
            return [Asked.model_validate(dict(row)) for row in connection.execute(wanted).mappings()]

    def turn(self, user_id: str, turn_id: str) -> Turn | None:
        """That person's turn of that id, or None, also when it is someone else's."""
        mine = (turns.c.user_id == user_id) & (turns.c.turn_id == turn_id)
        with reading(self._engine) as connection:
            row = connection.execute(select(turns).where(mine)).mappings().first()
        return _turn(row) if row else None

    def latest_session(self, user_id: str) -> str | None:
        """The session in which that person asked last, or None."""
        newest = (
            select(turns.c.session_id).where(turns.c.user_id == user_id).order_by(turns.c.asked_at.desc())
        )
        with reading(self._engine) as connection:
            return connection.execute(newest.limit(1)).scalar_one_or_none()

    def forget(self, user_id: str, before: datetime | None = None) -> int:
        """How many of that person's turns were removed: all, or those asked before a time."""
        condition = turns.c.user_id == user_id
        if before is not None:
            condition &= turns.c.asked_at < before.isoformat()
        with writing(self._engine) as connection:
            return connection.execute(delete(turns).where(condition)).rowcount

    def judge(self, given: Feedback) -> None:
        """Keeps feedback on one's own turn, the note redacted as a turn is; a disagreement needs a note."""
        if self.turn(given.user_id, given.turn_id) is None:
            raise WrongUse("That answer is not in your history.", "Ask the question again.")
        if given.kind == "disagree" and not given.note.strip():
            raise WrongUse("The note is empty.", "Write what is wrong, and where it says so.")
        if len(given.note) > LONGEST_NOTE:
            raise WrongUse(f"The note is longer than {LONGEST_NOTE:,} characters.", "Shorten it.")
        row = given.model_dump() | {"given_at": given.given_at.isoformat(), "note": redact(given.note)}
        with writing(self._engine) as connection:
            connection.execute(insert(feedback), row)

    def feedback(self, user_id: str, turn_id: str) -> list[Feedback]:
        """What that person said about the turn, oldest first."""
        mine = (feedback.c.user_id == user_id) & (feedback.c.turn_id == turn_id)
        with reading(self._engine) as connection:
            rows = connection.execute(select(feedback).where(mine).order_by(feedback.c.given_at)).mappings()
            return [Feedback.model_validate(dict(row)) for row in rows]


def redacted(turn: Turn) -> Turn:
    """The turn without what tells who somebody is: as it is kept, and as it may be shown."""
    answer, attempt = turn.answer, turn.attempt
    if answer is not None:
        asked = {"question": redact(answer.question), "standalone": redact(answer.standalone)}
        answer = answer.model_copy(update=asked)
    said = {"attempt": redact(attempt) if attempt else attempt}
    return turn.model_copy(update={"question": redact(turn.question), "answer": answer, **said})


def _to_come(row: Any) -> bool:
    """Whether the answer was being written, or waits for the learner's attempt."""
    kept = _turn(row).answer
    return kept is not None and (kept.stage == "writing" or kept.asks is not None)


def _turn(row: Any) -> Turn:
    fields = dict(row)
    stored = fields.pop("answer")
    try:
        answer = Answer.model_validate_json(stored)
    except ValidationError:
        answer = None
    return Turn(**fields, answer=answer)

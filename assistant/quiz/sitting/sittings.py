"""The sittings of a library: whose they are, and what happened in each, append-only.

Nothing is read without saying who reads. Every writer takes the sitting's row first, so that two tabs and two
servers of one database append one after the other.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Engine, delete, func, insert, select

from assistant.faults import NotYours
from assistant.quiz.events import SittingEvent
from assistant.quiz.sitting.tables import sitting_events, sittings
from assistant.quiz.types import Mode
from assistant.quiz.view import Delivered
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

_EVENT: TypeAdapter[SittingEvent] = TypeAdapter(SittingEvent)
_EVENTS: TypeAdapter[tuple[SittingEvent, ...]] = TypeAdapter(tuple[SittingEvent, ...])
Beside = Callable[[Connection], None]
"""What is kept in the same transaction as events, or not at all."""


class Sitting(Value):
    """What somebody sat down to. `limit_s` and `pauses` are those of an exam's clock; None: no clock.

    `count` is how many items there are at most; None: as many as the learner likes. `items` are those asked
    for by their ids, or the keys of a review's cards, of which the first `due` are due and the rest are new.
    `notes` say what could not be had as it was wished, `plan` what an exam's blueprint wished and got.
    """

    id: str
    user_id: str
    mode: Mode
    title: str
    topics: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    count: int | None = None
    due: int = 0
    limit_s: float | None = None
    pauses: int = 0
    notes: tuple[str, ...] = ()
    plan: tuple[Delivered, ...] = ()
    started_at: datetime


class Log(NamedTuple):
    """A sitting and what happened in it, in order."""

    sitting: Sitting
    events: tuple[SittingEvent, ...]


class Sittings:
    """The sittings of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, sitting: Sitting, events: Sequence[SittingEvent]) -> None:
        """Keeps a new sitting with its first events; again is harmless. WrongUse if the id is taken."""
        row = {
            "sitting_id": sitting.id,
            "user_id": sitting.user_id,
            "mode": sitting.mode,
            "body": sitting.model_dump_json(),
            "started_at": sitting.started_at.isoformat(),
        }
        with writing(self._engine, alone=f"sitting {sitting.id}") as connection:
            known = _row(connection, sitting.id)
            if known is None:
                connection.execute(insert(sittings), row)
                _insert(connection, sitting.id, events, after=0)
            elif known["user_id"] != sitting.user_id:
                raise WrongUse("This id of a sitting is taken.", "Make another.")

    def find(self, user_id: str, sitting_id: str) -> Log | None:
        """The sitting with its events; None unless that person began it."""
        with reading(self._engine) as connection:
            row = _row(connection, sitting_id)
            if row is None or row["user_id"] != user_id:
                return None
            return Log(_sitting(row["body"]), _events(connection, sitting_id))

    def log(self, user_id: str, sitting_id: str) -> Log:
        """The sitting with its events; NotYours unless that person began it."""
        found = self.find(user_id, sitting_id)
        if found is None:
            raise not_yours()
        return found

    def append(
        self, sitting_id: str, events: Sequence[SittingEvent], *, after: int, beside: Beside | None = None
    ) -> bool:
        """Whether the events were kept as those after `after` others; if not, others came before.

        All of them and what `beside` keeps, or nothing.
        """
        with writing(self._engine) as connection:
            held = select(sittings.c.sitting_id).where(sittings.c.sitting_id == sitting_id)
            if connection.execute(held.with_for_update()).first() is None:
                raise not_yours()
            mine = sitting_events.c.sitting_id == sitting_id
            if connection.execute(select(func.count()).where(mine)).scalar_one() != after:
                return False
            _insert(connection, sitting_id, events, after=after)
            if beside is not None:
                beside(connection)
        return True

    def of(self, user_id: str, *, most: int) -> list[Log]:
        """That person's last sittings, newest first."""
        wanted = select(sittings).where(sittings.c.user_id == user_id)
        newest = wanted.order_by(sittings.c.started_at.desc(), sittings.c.sitting_id).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(newest).mappings().all()
            return [Log(_sitting(row["body"]), _events(connection, row["sitting_id"])) for row in rows]

    def forget(self, user_id: str, sitting_id: str) -> None:
        """Removes a sitting of one's own with all that happened in it."""
        with writing(self._engine) as connection:
            row = _row(connection, sitting_id)
            if row is None or row["user_id"] != user_id:
                raise not_yours()
            connection.execute(delete(sitting_events).where(sitting_events.c.sitting_id == sitting_id))
            connection.execute(delete(sittings).where(sittings.c.sitting_id == sitting_id))


def not_yours() -> NotYours:
    """What is said of a sitting that is not one's own."""
    return NotYours("There is no such sitting of yours.", "Choose one of yours, or start another.")


def _row(connection: Connection, sitting_id: str) -> Any:
    wanted = select(sittings).where(sittings.c.sitting_id == sitting_id)
    return connection.execute(wanted).mappings().first()


def _insert(connection: Connection, sitting_id: str, events: Sequence[SittingEvent], *, after: int) -> None:
    rows = [_event_row(sitting_id, event, after + place) for place, event in enumerate(events, 1)]
    if rows:
        connection.execute(insert(sitting_events), rows)


def _event_row(sitting_id: str, event: SittingEvent, ordinal: int) -> dict[str, Any]:
    return {
        "sitting_id": sitting_id,
        "event_id": event.id,
        "ordinal": ordinal,
        "kind": event.kind,
        "body": _EVENT.dump_json(event).decode(),
        "at": event.at.isoformat(),
    }


def _events(connection: Connection, sitting_id: str) -> tuple[SittingEvent, ...]:
    wanted = select(sitting_events.c.body).where(sitting_events.c.sitting_id == sitting_id)
    bodies = connection.execute(wanted.order_by(sitting_events.c.ordinal)).scalars().all()
    try:
        return _EVENTS.validate_json(f"[{','.join(bodies)}]")
    except ValidationError as fault:
        raise _unreadable() from fault


def _sitting(body: str) -> Sitting:
    try:
        return Sitting.model_validate_json(body)
    except ValidationError as fault:
        raise _unreadable() from fault


def _unreadable() -> PreceptorError:
    return PreceptorError(
        "This sitting was kept in a form that cannot be read.", "Update Preceptor, or start another."
    )

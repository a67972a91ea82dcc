"""What happened with audits, each person's own, append-only."""

from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, delete, insert, select

from assistant.audits.types import AuditEvent, Given, Submitted
from retrieval.errors import PreceptorError
from retrieval.store.engine import reading, writing

audit_events = Table(
    "audit_events",
    MetaData(),
    Column("user_id", Text, primary_key=True),
    Column("turn", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)
_EVENT: TypeAdapter[Given | Submitted] = TypeAdapter(AuditEvent)


class AuditLog:
    """The events of a library's people. Nothing is read without saying whose."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, user_id: str, event: Given | Submitted) -> None:
        """Keeps the event, unless the turn has one of its kind: the first counts, whatever comes again."""
        with writing(self._engine, alone=f"audits {user_id}") as connection:
            mine = _mine(user_id, event.turn) & (audit_events.c.kind == event.kind)
            if connection.execute(select(audit_events.c.event_id).where(mine)).first() is None:
                connection.execute(insert(audit_events), _row(user_id, event))

    def of(self, user_id: str) -> list[Given | Submitted]:
        """Everything of that person, oldest first."""
        wanted = select(audit_events.c.body).where(audit_events.c.user_id == user_id)
        in_order = wanted.order_by(audit_events.c.at, audit_events.c.turn, audit_events.c.kind)
        with reading(self._engine) as connection:
            return [_event(body) for body in connection.execute(in_order).scalars()]

    def turn(self, user_id: str, turn: str) -> tuple[Given | None, Submitted | None]:
        """How a turn of that person began and ended, None for what has not happened."""
        with reading(self._engine) as connection:
            wanted = select(audit_events.c.body).where(_mine(user_id, turn))
            events = {event.kind: event for event in map(_event, connection.execute(wanted).scalars())}
        given, submitted = events.get("given"), events.get("submitted")
        return (
            given if isinstance(given, Given) else None,
            submitted if isinstance(submitted, Submitted) else None,
        )

    def forget(self, user_id: str, turn: str) -> bool:
        """Whether a turn of that person was there to be removed for good."""
        with writing(self._engine) as connection:
            return connection.execute(delete(audit_events).where(_mine(user_id, turn))).rowcount > 0


def forget(connection: Connection, user_id: str) -> int:
    """How many turns of that person were removed, in this transaction."""
    mine = audit_events.c.user_id == user_id
    turns = connection.execute(select(audit_events.c.turn).where(mine).distinct()).all()
    connection.execute(delete(audit_events).where(mine))
    return len(turns)


def _mine(user_id: str, turn: str) -> Any:
    return (audit_events.c.user_id == user_id) & (audit_events.c.turn == turn)


def _row(user_id: str, event: Given | Submitted) -> dict[str, str]:
    return {
        "user_id": user_id,
        "turn": event.turn,
        "kind": event.kind,
        "event_id": event.id,
        "body": event.model_dump_json(),
        "at": event.at.isoformat(),
    }


def _event(body: str) -> Given | Submitted:
    try:
        return _EVENT.validate_json(body)
    except ValidationError as fault:
        raise PreceptorError(
            "An audit was kept in a form that cannot be read.", "Update Preceptor, or remove the audit."
        ) from fault

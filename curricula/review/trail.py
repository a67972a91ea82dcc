"""The log of the review: what was done with which version, by whom and when. Rows are only ever added."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, func, insert, select

from curricula.review.types import Event, Kind, Move

review_events = Table(
    "review_events",
    MetaData(),
    Column("event_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("move", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
)


def append(connection: Connection, event: Event) -> None:
    """Adds the event as the last of its thing."""
    mine = _mine(event.kind, event.id)
    last = connection.execute(select(func.max(review_events.c.ordinal)).where(mine)).scalar_one_or_none()
    row = event.model_dump(exclude={"id", "at"}) | {"object_id": event.id, "at": event.at.isoformat()}
    connection.execute(insert(review_events), row | {"ordinal": (last or 0) + 1})


def known(connection: Connection, event_id: str) -> Event | None:
    """The event of that id; None where there is none."""
    found = select(review_events).where(review_events.c.event_id == event_id)
    row = connection.execute(found).mappings().first()
    return _event(row) if row else None


def events_of(connection: Connection, kind: Kind, object_id: str) -> tuple[Event, ...]:
    """All that was done with one thing, oldest first."""
    found = select(review_events).where(_mine(kind, object_id)).order_by(review_events.c.ordinal)
    return tuple(_event(row) for row in connection.execute(found).mappings())


def every_event(connection: Connection) -> Iterator[Event]:
    """All that was done with anything, newest first."""
    found = select(review_events).order_by(review_events.c.at.desc(), review_events.c.ordinal.desc())
    yield from (_event(row) for row in connection.execute(found).mappings())


def moved(connection: Connection, moves: Iterable[Move]) -> set[tuple[Kind, str]]:
    """The things with which one of those moves was ever done."""
    columns = select(review_events.c.kind, review_events.c.object_id).distinct()
    found = connection.execute(columns.where(review_events.c.move.in_(sorted(moves))))
    return {(row.kind, row.object_id) for row in found}


def _mine(kind: str, object_id: str) -> Any:
    return (review_events.c.kind == kind) & (review_events.c.object_id == object_id)


def _event(row: Any) -> Event:
    plain = {name: row[name] for name in Event.model_fields if name in row}
    return Event(**plain | {"id": row["object_id"], "at": datetime.fromisoformat(row["at"])})

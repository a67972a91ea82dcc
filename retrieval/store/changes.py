"""The log of what happened to documents, from which every index catches up."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from retrieval.store.schema import changes, counters

# "edit": something about a document changed that no index holds (its edition chain, its licence).
Operation = Literal["add", "remove", "edit"]


class Change(NamedTuple):
    """One entry of the log; `seq` grows by one each time."""

    seq: int
    op: Operation
    document: str


def take_numbers(connection: Connection, counter: str, count: int) -> int:
    """The first of `count` numbers that were never given out before."""
    step = update(counters).where(counters.c.name == counter).values(value=counters.c.value + count)
    last = connection.execute(step.returning(counters.c.value)).scalar_one()
    return int(last) - count + 1


def log(connection: Connection, op: Operation, document: str, at: datetime) -> int:
    """The number of the new entry."""
    seq = take_numbers(connection, "change", 1)
    connection.execute(insert(changes), {"seq": seq, "op": op, "document": document, "at": at.isoformat()})
    return seq


def changes_after(connection: Connection, seq: int) -> list[Change]:
    """All later entries, oldest first."""
    query = select(changes.c.seq, changes.c.op, changes.c.document).where(changes.c.seq > seq)
    return [Change(*row) for row in connection.execute(query.order_by(changes.c.seq))]


def latest_change(connection: Connection) -> int:
    """The number of the newest entry, 0 for an empty log."""
    return connection.execute(select(func.max(changes.c.seq))).scalar() or 0

"""The tables of items, of what they are about and of their pictures, and writing and reading single rows."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from curricula.items.types import ClozeCard, Item
from curricula.marks import marks_name

LOTS = 2**62
metadata = MetaData()
items = Table(
    "items",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("status", Text, nullable=False),
    Column("lot", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("level", Text),
    Column("difficulty", BigInteger),
    Column("title", Text, nullable=False),
    Column("review", Text),
    Column("objectives", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("digest", Text),
    Column("kept_by", Text),
    Column("imported_at", Text, nullable=False),
)
bodies = Table(
    "item_bodies",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("body", Text, nullable=False),
)
marks = Table(
    "item_marks",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("lot", BigInteger, primary_key=True),
    Column("item_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
)
pictures = Table(
    "item_pictures",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


def lot_of(item_id: str) -> int:
    """A number below `LOTS` that the id alone decides."""
    return int.from_bytes(sha256(item_id.encode()).digest()[:8]) % LOTS


def row_of(item: Item) -> dict[str, Any]:
    """What the item says in the columns of `items`; where it came from is added by who keeps it."""
    asks = None if isinstance(item, ClozeCard) else item
    return {
        "item_id": item.id,
        "version": item.version,
        "status": item.status,
        "lot": lot_of(item.id),
        "type": item.type,
        "level": asks and asks.level,
        "difficulty": asks and asks.difficulty,
        "title": item.title,
        "review": item.review,
        "objectives": json.dumps(item.objectives, ensure_ascii=False),
        "topics": json.dumps(item.topics, ensure_ascii=False),
    }


def marks_of(item: Item) -> list[dict[str, Any]]:
    """The rows by which the item is found: one for each of its objectives and topics."""
    key = {"lot": lot_of(item.id), "item_id": item.id, "version": item.version}
    named = (("objective", item.objectives), ("topic", item.topics))
    return [key | {"kind": kind, "name": name} for kind, names in named for name in dict.fromkeys(names)]


def pictures_of(item: Item, given: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The rows of the pictures that the item names and of their marks, of those given by file name."""
    files = [picture.file for picture in item.pictures]
    names = dict.fromkeys([*files, *map(marks_name, files)])
    key = {"item_id": item.id, "version": item.version}
    return [key | {"file": name, "body": given[name]} for name in names if name in given]


def insert_all(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Adds the rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)


def newest_of(connection: Connection, item_id: str) -> int | None:
    """The newest version of the item, None where there is none."""
    wanted = select(func.max(items.c.version)).where(items.c.item_id == item_id)
    return connection.execute(wanted).scalar_one_or_none()

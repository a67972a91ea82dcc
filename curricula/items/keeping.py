"""Keeping versions of items in the tables, and reading them back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, and_, select

from curricula.errors import Outdated
from curricula.items.rows import bodies, insert_all, items, marks, marks_of, pictures, pictures_of, row_of
from curricula.items.types import ITEM, Item
from curricula.items.wanted import Origin
from curricula.types import Status, contents_of
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Value

EMPTY: Mapping[str, bytes] = MappingProxyType({})
Put = Literal["added", "unchanged"]
Compared = Literal["new", "same", "other"]
Known = dict[tuple[str, int], Any]
JOINED = items.join(bodies, and_(items.c.item_id == bodies.c.item_id, items.c.version == bodies.c.version))
COLUMNS = (items, bodies.c.body)


class Source(Value):
    """Where versions came from, by whom and when; `digest` is that of the file."""

    origin: Origin
    at: datetime
    by: str | None = None
    digest: str | None = None


class Entry(NamedTuple):
    """An item to be kept, with its pictures by file name."""

    item: Item
    pictures: Mapping[str, bytes] = EMPTY


def put_some(connection: Connection, entries: Sequence[Entry], source: Source) -> list[Put]:
    """Keeps those that are new. WrongUse if a version is here with other contents."""
    known = known_of(connection, [entry.item.id for entry in entries])
    newest = {row["item_id"]: row for row in sorted(known.values(), key=lambda row: int(row["version"]))}
    fresh: dict[tuple[str, int], Entry] = {}
    done: list[Put] = []
    for entry in entries:
        item = entry.item
        key = (item.id, item.version)
        compared = compare(known, item)
        if compared == "new" and key in fresh:
            compared = "same" if _alike(fresh[key].item, item) else "other"
        if compared == "other":
            raise _taken(item)
        if compared == "new":
            retired = item.id in newest and newest[item.id]["status"] == "retired"
            fresh[key] = entry._replace(item=with_status(item, "retired")) if retired else entry
        done.append("added" if compared == "new" else "unchanged")
    insert_entries(connection, fresh.values(), source)
    return done


def insert_entries(connection: Connection, entries: Iterable[Entry], source: Source) -> None:
    """Adds these versions, none of which is here."""
    some = list(entries)
    origin = {"origin": source.origin, "digest": source.digest, "kept_by": source.by}
    origin |= {"imported_at": source.at.isoformat()}
    insert_all(connection, items, [row_of(entry.item) | origin for entry in some])
    insert_all(connection, bodies, [_body(entry.item) for entry in some])
    insert_all(connection, marks, [row for entry in some for row in marks_of(entry.item)])
    insert_all(connection, pictures, [row for entry in some for row in pictures_of(*entry)])


def known_of(connection: Connection, ids: Sequence[str]) -> Known:
    """Every version of those items, with its body, by id and version."""
    found = select(*COLUMNS).select_from(JOINED).where(items.c.item_id.in_(sorted(set(ids))))
    return {(row["item_id"], row["version"]): row for row in connection.execute(found).mappings()}


def compare(known: Known, item: Item) -> Compared:
    """Whether this version is new to those known, there with the same contents, or with others."""
    row = known.get((item.id, item.version))
    if row is None:
        return "new"
    return "same" if row["body"] == _text(item) or _alike(read_item(row), item) else "other"


def row_with_body(connection: Connection, item_id: str, version: int | None) -> Any:
    """The row of that version, None where it is not here."""
    mine = (items.c.item_id == item_id) & (items.c.version == version)
    return connection.execute(select(*COLUMNS).select_from(JOINED).where(mine)).mappings().first()


def kept_pictures(connection: Connection, item_id: str, version: int | None) -> dict[str, bytes]:
    """The pictures of that version by file name."""
    mine = (pictures.c.item_id == item_id) & (pictures.c.version == version)
    rows = connection.execute(select(pictures.c.file, pictures.c.body).where(mine))
    return {row.file: bytes(row.body) for row in rows}


def read_item(row: Any) -> Item:
    """The item of a row with its body."""
    try:
        return with_status(ITEM.validate_json(row["body"]), row["status"])
    except ValidationError as fault:
        raise PreceptorError(
            f"Version {row['version']} of the item {row['item_id']} was kept in a form that cannot be read.",
            "Update Preceptor, or import the item again in a new version.",
        ) from fault


def with_status(item: Item, status: Status) -> Item:
    """The item in that status."""
    return item if item.status == status else item.model_copy(update={"status": status})


def outdated(item_id: str, newest: int | None) -> Outdated:
    """What to tell whoever changed another version than the newest."""
    if newest is None:
        return Outdated(f"The item {item_id} is no longer here.", "Save it as a new item.")
    return Outdated(
        f"Version {newest} of the item {item_id} was saved by somebody else meanwhile.",
        "Open the newest version and make your changes there.",
    )


def _body(item: Item) -> dict[str, Any]:
    return {"item_id": item.id, "version": item.version, "body": _text(item)}


def _text(item: Item) -> str:
    # The status changes while the contents stay, and stands in the row.
    return item.model_dump_json(exclude={"status"})


def _alike(one: Item, other: Item) -> bool:
    return contents_of(one) == contents_of(other)


def _taken(item: Item) -> WrongUse:
    return WrongUse(
        f"Version {item.version} of the item {item.id} is here already, with other contents.",
        f"Give it a higher version than {item.version}, or another id.",
    )

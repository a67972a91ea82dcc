"""The items of a library, every version of each, in its database."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import chain, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, select

from curricula.items.keeping import (
    EMPTY,
    Compared,
    Entry,
    Put,
    Source,
    compare,
    insert_entries,
    kept_pictures,
    known_of,
    outdated,
    put_some,
    read_item,
    row_with_body,
)
from curricula.items.rows import LOTS, items, marks, newest_of, pictures
from curricula.items.types import Item
from curricula.items.wanted import Mark, Origin, Shelved, Wanted, rows_wanted, shelved, tallies_wanted, walk
from curricula.pictures import over
from curricula.types import Status, next_draft
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing

PUBLISHED_ONES = Wanted()
AT_A_TIME = 500
T = TypeVar("T")


class Bank:
    """The items of one library. A version once kept is never changed, only its state and who signed it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The database that the bank is in."""
        return self._engine

    def put(self, item: Item, source: Source, pictures: Mapping[str, bytes] = EMPTY) -> Put:
        """Keeps this version and its pictures by file name; again is harmless.

        WrongUse if the version is here with other contents. A new version of an item that was retired stays
        retired.
        """
        return self.put_many([Entry(item, pictures)], source)[0]

    def put_many(self, entries: Iterable[Entry], source: Source) -> list[Put]:
        """As `put` for each, in one transaction: all are kept, or none after an error."""
        done: list[Put] = []
        with writing(self._engine, alone="items") as connection:
            for some in _some(entries):
                done += put_some(connection, some, source)
        return done

    def compared(self, found: Iterable[Item]) -> list[Compared]:
        """For each item whether its version is new to the bank, here the same, or with other contents."""
        compared: list[Compared] = []
        with reading(self._engine) as connection:
            for some in _some(found):
                known = known_of(connection, [item.id for item in some])
                compared += [compare(known, item) for item in some]
        return compared

    def revise(
        self, item: Item, source: Source, *, based_on: int | None, pictures: Mapping[str, bytes] = EMPTY
    ) -> Item:
        """The item as kept in the next version, a draft, with the former pictures that are not given anew.

        Outdated unless `based_on` (None: a new item) is the newest version. WrongUse for a starter item.
        """
        with writing(self._engine, alone="items") as connection:
            newest = newest_of(connection, item.id)
            if newest != based_on:
                raise outdated(item.id, newest)
            if newest is not None and row_with_body(connection, item.id, newest)["origin"] == "starter":
                raise WrongUse(f"The item {item.id} comes with Preceptor.", "Make a copy, and change that.")
            kept = next_draft(item, (newest or 0) + 1)
            former = kept_pictures(connection, item.id, newest)
            insert_entries(connection, [Entry(kept, over(former, pictures))], source)
        return kept

    def item(self, item_id: str, version: int | None = None) -> Item:
        """That version of the item, the newest where none is named, whatever its status."""
        with reading(self._engine) as connection:
            row = row_with_body(connection, item_id, version or newest_of(connection, item_id))
        if row is None:
            which = f"There is no item {item_id}" + (f" in version {version}." if version else ".")
            raise WrongUse(which, "Choose another.")
        return read_item(row)

    def every(self, wanted: Wanted = PUBLISHED_ONES) -> Iterator[Item]:
        """The wanted items by title, read a few at a time."""
        for some in _some(self.listed(wanted)):
            with reading(self._engine) as connection:
                known = known_of(connection, [one.id for one in some])
            yield from (read_item(known[one.id, one.version]) for one in some)

    def listed(
        self, wanted: Wanted = PUBLISHED_ONES, *, skip: int = 0, most: int | None = None
    ) -> list[Shelved]:
        """The wanted items by title, at most so many after the first `skip`."""
        found = rows_wanted(wanted).order_by(func.lower(items.c.title), items.c.item_id)
        if not wanted.without:
            found, skip, most = found.offset(skip).limit(most), 0, None
        with reading(self._engine) as connection:
            rows = connection.execute(found).mappings()
            left = (row for row in rows if row["item_id"] not in wanted.without)
            return [shelved(row) for row in islice(left, skip, None if most is None else skip + most)]

    def sample(self, wanted: Wanted, count: int, *, start: float) -> list[Shelved]:
        """So many wanted items, fewer where there are no more, from a place in an order that is mixed.

        The order is the same for the same items, and `start`, from 0 to less than 1, is a place in it: a
        number drawn at random gives a random choice.
        """
        middle = int(start * LOTS)
        with reading(self._engine) as connection:
            ways = (_mixed(connection, wanted, lots) for lots in (range(middle, LOTS), range(middle)))
            chosen = list(islice(_once(chain.from_iterable(ways), wanted.without), count))
            found = select(items).where(items.c.item_id.in_([row.item_id for row in chosen]))
            rows = connection.execute(found).mappings()
            known = {(row["item_id"], row["version"]): row for row in rows}
        return [shelved(known[row.item_id, row.version]) for row in chosen]

    def count(self, wanted: Wanted = PUBLISHED_ONES) -> int:
        """How many items are wanted, without heed of `without`."""
        found = rows_wanted(wanted).with_only_columns(func.count()).select_from(items)
        with reading(self._engine) as connection:
            return int(connection.execute(found).scalar_one())

    def tallies(self, kind: Mark, wanted: Wanted = PUBLISHED_ONES) -> dict[str, int]:
        """How many of the wanted items have each objective or topic, by its name."""
        with reading(self._engine) as connection:
            found = connection.execute(tallies_wanted(kind, wanted))
            return {row[0]: int(row[1]) for row in sorted(found)}

    def names(self, kind: Mark) -> list[str]:
        """Every objective or topic that a version of an item has, by name."""
        found = select(marks.c.name).where(marks.c.kind == kind).distinct()
        with reading(self._engine) as connection:
            return sorted(connection.execute(found).scalars())

    def states(self) -> dict[Status, int]:
        """How many versions have each status; it changes when one is added, published or retired."""
        found = select(items.c.status, func.count()).group_by(items.c.status)
        with reading(self._engine) as connection:
            return {row[0]: int(row[1]) for row in connection.execute(found)}

    def versions(self, item_id: str) -> list[Shelved]:
        """Every version of the item, newest first."""
        found = select(items).where(items.c.item_id == item_id).order_by(items.c.version.desc())
        with reading(self._engine) as connection:
            return [shelved(row) for row in connection.execute(found).mappings()]

    def pictures(self, item_id: str, version: int) -> dict[str, bytes]:
        """The pictures of that version by file name."""
        with reading(self._engine) as connection:
            return kept_pictures(connection, item_id, version)

    def picture(self, item_id: str, version: int, file: str) -> bytes | None:
        """One picture of that version, None where it has none of that name."""
        mine = (pictures.c.item_id == item_id) & (pictures.c.version == version) & (pictures.c.file == file)
        with reading(self._engine) as connection:
            body = connection.execute(select(pictures.c.body).where(mine)).scalar_one_or_none()
        return None if body is None else bytes(body)

    def digests(self, origin: Origin) -> frozenset[str]:
        """The digests of the files of that origin whose items are here."""
        wanted = select(items.c.digest).where(items.c.origin == origin, items.c.digest.is_not(None))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(wanted.distinct()).scalars())


def _mixed(connection: Connection, wanted: Wanted, lots: range) -> Iterator[Any]:
    """The wanted rows in the order of their lots; one that has several of the wanted names comes as often."""
    named: list[tuple[Mark, str] | None] = [("objective", name) for name in wanted.objectives]
    named = named or [("topic", name) for name in wanted.topics] or [None]
    ways = (walk(connection, wanted, one, lots=lots) for one in named)
    return merge(*ways, key=lambda row: int(row.lot))


def _once(rows: Iterable[Any], without: frozenset[str]) -> Iterator[Any]:
    seen: set[str] = set()
    for row in rows:
        if row.item_id not in seen and row.item_id not in without:
            seen.add(row.item_id)
            yield row


def _some(values: Iterable[T]) -> Iterator[list[T]]:
    left = iter(values)
    while some := list(islice(left, AT_A_TIME)):
        yield some

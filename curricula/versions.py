"""Small things that are taught by version, such as objectives: a table of one kind, every version of each."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from pydantic import ValidationError
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from curricula.errors import Outdated
from curricula.types import Status, Taught, contents_of, next_draft
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

T = TypeVar("T", bound=Taught)
Put = Literal["added", "unchanged"]
Compared = Literal["new", "same", "other"]
Name = Literal["objective", "curriculum", "blueprint", "audit"]
Origin = Literal["starter", "author", "yaml", "syllabus"]
LIVE: frozenset[Status] = frozenset(("draft", "in_review", "published"))
PUBLISHED: frozenset[Status] = frozenset(("published",))


class Source(Value):
    """Where versions came from, by whom and when; `digest` is that of the file."""

    origin: Origin
    at: datetime
    by: str | None = None
    digest: str | None = None


class Sort(NamedTuple, Generic[T]):
    """One kind of thing that is kept: its table, its schema, and what it is called."""

    table: str
    model: type[T]
    name: Name


class Kept(NamedTuple, Generic[T]):
    """A version as it is kept, and where it came from."""

    value: T
    origin: Origin
    kept_by: str | None
    at: datetime


class Versions(Generic[T]):
    """Things of one sort in a library. A version once kept never changes, only its state and who signed."""

    def __init__(self, engine: Engine, sort: Sort[T]) -> None:
        self._engine = engine
        self._sort = sort
        self._table = table_of(sort.table)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction, in which nobody else adds things of this sort."""
        return writing(self._engine, alone=self._sort.table)

    @property
    def engine(self) -> Engine:
        """The database that they are in."""
        return self._engine

    @property
    def sort(self) -> Sort[T]:
        """Of which sort they are."""
        return self._sort

    def put_many(self, values: Iterable[T], source: Source) -> list[Put]:
        """Keeps those versions, all or none; again is harmless. WrongUse if one is here with other contents.

        A new version of what was retired stays retired.
        """
        with self.writing() as connection:
            return self.put_within(connection, values, source)

    def put_within(self, connection: Connection, values: Iterable[T], source: Source) -> list[Put]:
        """As `put_many`, in a transaction that holds other things too."""
        done: list[Put] = []
        for value in values:
            compared = self._compare(connection, value)
            if compared == "other":
                raise self._taken(value)
            if compared == "new":
                newest = self._row(connection, value.id, self._newest(connection, value.id))
                retired = newest is not None and newest["status"] == "retired"
                self._insert(connection, _with_status(value, "retired") if retired else value, source)
            done.append("added" if compared == "new" else "unchanged")
        return done

    def compared(self, values: Iterable[T]) -> list[Compared]:
        """For each whether its version is new here, here the same, or here with other contents."""
        with reading(self._engine) as connection:
            return [self._compare(connection, value) for value in values]

    def revise(self, value: T, source: Source, *, based_on: int | None) -> T:
        """The next version, a draft. Outdated unless `based_on` (None: a new one) is the newest version."""
        with writing(self._engine, alone=self._sort.table) as connection:
            newest = self._newest(connection, value.id)
            if newest != based_on:
                raise self._outdated(value.id, newest)
            kept = next_draft(value, (newest or 0) + 1)
            self._insert(connection, kept, source)
        return kept

    def get(self, an_id: str, version: int | None = None) -> T:
        """That version, the newest where none is named, whatever its status; else WrongUse."""
        with reading(self._engine) as connection:
            row = self._row(connection, an_id, version or self._newest(connection, an_id))
        if row is None:
            which = f" in version {version}" if version else ""
            raise WrongUse(f"There is no {self._sort.name} {an_id}{which}.", "Choose another.")
        return self._value(row)

    def listed(self, statuses: frozenset[Status] = LIVE) -> list[Kept[T]]:
        """Of each the newest version of those statuses, by id; none of what was retired since."""
        table = self._table
        wanted = select(table).order_by(table.c.id, table.c.version.desc())
        newest: dict[str, Any] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(wanted).mappings():
                if row["status"] in statuses | {"retired"}:
                    newest.setdefault(row["id"], row)
        return [self._kept(row) for row in newest.values() if row["status"] in statuses]

    def versions(self, an_id: str) -> list[Kept[T]]:
        """Every version, newest first."""
        table = self._table
        wanted = select(table).where(table.c.id == an_id).order_by(table.c.version.desc())
        with reading(self._engine) as connection:
            return [self._kept(row) for row in connection.execute(wanted).mappings()]

    def digests(self, origin: Origin) -> frozenset[str]:
        """The digests of the files of that origin that were read."""
        table = self._table
        wanted = select(table.c.digest).where(table.c.origin == origin, table.c.digest.is_not(None))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(wanted.distinct()).scalars())

    def _newest(self, connection: Connection, an_id: str) -> int | None:
        wanted = select(func.max(self._table.c.version)).where(self._table.c.id == an_id)
        return connection.execute(wanted).scalar_one_or_none()

    def _row(self, connection: Connection, an_id: str, version: int | None) -> Any:
        mine = (self._table.c.id == an_id) & (self._table.c.version == version)
        return connection.execute(select(self._table).where(mine)).mappings().first()

    def _compare(self, connection: Connection, value: T) -> Compared:
        known = self._row(connection, value.id, value.version)
        if known is None:
            return "new"
        return "same" if contents_of(self._value(known)) == contents_of(value) else "other"

    def _insert(self, connection: Connection, value: T, source: Source) -> None:
        row = {
            "id": value.id,
            "version": value.version,
            "status": value.status,
            "title": value.title,
            # The status changes while the contents stay, and stands in the row.
            "body": value.model_dump_json(exclude={"status"}),
            "origin": source.origin,
            "digest": source.digest,
            "kept_by": source.by,
            "imported_at": source.at.isoformat(),
        }
        connection.execute(insert(self._table), row)

    def _value(self, row: Any) -> T:
        try:
            return _with_status(self._sort.model.model_validate_json(row["body"]), row["status"])
        except ValidationError as fault:
            which = f"Version {row['version']} of the {self._sort.name} {row['id']}"
            raise PreceptorError(
                f"{which} was kept in a form that cannot be read.",
                "Update Preceptor, or import it again in a new version.",
            ) from fault

    def _kept(self, row: Any) -> Kept[T]:
        at = datetime.fromisoformat(row["imported_at"])
        return Kept(self._value(row), row["origin"], row["kept_by"], at)

    def _taken(self, value: T) -> WrongUse:
        which = f"Version {value.version} of the {self._sort.name} {value.id}"
        return WrongUse(
            f"{which} is here already, with other contents.",
            f"Give it a higher version than {value.version}, or another id.",
        )

    def _outdated(self, an_id: str, newest: int | None) -> Outdated:
        if newest is None:
            return Outdated(f"The {self._sort.name} {an_id} is no longer here.", "Save it as a new one.")
        return Outdated(
            f"Version {newest} of the {self._sort.name} {an_id} was saved by somebody else meanwhile.",
            "Open the newest version and make your changes there.",
        )


def values_of(kept: Sequence[Kept[T]]) -> list[T]:
    """What is kept, without where it came from."""
    return [one.value for one in kept]


def _with_status(value: T, status: Status) -> T:
    return value if value.status == status else value.model_copy(update={"status": status})


def table_of(name: str) -> Table:
    """The table of that name."""
    return Table(
        name,
        MetaData(),
        Column("id", Text, primary_key=True),
        Column("version", BigInteger, primary_key=True),
        Column("status", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("origin", Text, nullable=False),
        Column("digest", Text),
        Column("kept_by", Text),
        Column("imported_at", Text, nullable=False),
    )

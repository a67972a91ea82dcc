"""Numbered migrations, applied once each and recorded in the library itself."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from retrieval.errors import PreceptorError
from retrieval.store.engine import writing
from retrieval.store.schema import applied


class Migration(NamedTuple):
    """One step of a package's tables, counted from 1 in each package; `apply` runs in a transaction."""

    package: str
    number: int
    name: str
    apply: Callable[[Connection], None]


def migrate(engine: Engine, migrations: Sequence[Migration], now: datetime) -> int:
    """How many migrations were missing and have been applied, all in one transaction."""
    with writing(engine, alone="migrations") as connection:
        applied.create(connection, checkfirst=True)
        done = {(row.package, row.number) for row in connection.execute(select(applied))}
        _refuse_newer(done, migrations)
        missing = [step for step in migrations if (step.package, step.number) not in done]
        for step in missing:
            step.apply(connection)
            record = {
                "package": step.package,
                "number": step.number,
                "name": step.name,
                "at": now.isoformat(),
            }
            connection.execute(insert(applied), record)
    return len(missing)


def _refuse_newer(done: set[tuple[str, int]], migrations: Sequence[Migration]) -> None:
    newest: dict[str, int] = defaultdict(int)
    for step in migrations:
        newest[step.package] = max(newest[step.package], step.number)
    for package, number in sorted(done):
        if package in newest and number > newest[package]:
            raise PreceptorError(
                f"This library was made by a newer version of Preceptor ({package} schema {number}, "
                f"this version knows {newest[package]}).",
                "Update Preceptor, or choose another library with --library.",
            )

"""Opening the database so that what was reported as done survives a crash."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from retrieval.errors import PreceptorError

BUSY_MS = 10_000
_HELD = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def open_engine(folder: Path, url: str | None = None) -> Engine:
    """An engine on library.db in the folder, or on the PostgreSQL database of the URL."""
    if url is None:
        return _sqlite(folder / "library.db")
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":
            raise PreceptorError(
                f"A library cannot live in {parsed.get_backend_name()}.",
                "Give a postgresql:// address, or none for SQLite.",
            )
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise PreceptorError(
            "The database address cannot be read.", "It looks like postgresql://user:password@host/name."
        ) from error
    except ImportError as error:
        raise PreceptorError(
            "PostgreSQL needs a package that is not installed.", "Run: pip install 'preceptor[postgres]'"
        ) from error


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself, `_begin` does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes the write lock at once: upgrading later can fail when another thread has written since.
    wants_to_write = connection.get_execution_options().get("preceptor_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants_to_write else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the library throughout."""
    with clear_faults(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, alone: str | None = None) -> Iterator[Connection]:
    """A connection in one transaction: all of it is kept on leaving, or nothing after an error.

    `alone` names what is looked for first and added if it is missing: no two transactions of one name run
    at the same time, so that both cannot miss it.
    """
    with clear_faults(), engine.execution_options(preceptor_writing=True).begin() as connection:
        # SQLite has one writer at a time whatever it writes.
        if alone is not None and connection.dialect.name == "postgresql":
            connection.execute(_HELD, {"name": alone})
        yield connection


@contextmanager
def clear_faults() -> Iterator[None]:
    """Turns what the database complains about into one clear sentence."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(error) from error


def _explained(error: DBAPIError) -> PreceptorError:
    reason = " ".join(str(error.orig).split())
    if "full" in reason or "No space left" in reason:
        return PreceptorError("The disk is full; nothing was half-saved.", "Free some space and try again.")
    if "readonly" in reason or "unable to open" in reason:
        return PreceptorError(
            "The library's database cannot be written.",
            "Check who owns the library folder, and its permissions.",
        )
    if "malformed" in reason or "not a database" in reason:
        return PreceptorError(
            "The library's database is damaged.", "Restore a backup: preceptor library restore FILE."
        )
    if isinstance(error, OperationalError) and ("connect" in reason or "closed" in reason):
        return PreceptorError("The database server does not answer.", "Start it, or check its address.")
    return PreceptorError(
        f"The library's database failed: {reason}.", "Try again; if it stays, check the library."
    )

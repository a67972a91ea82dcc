"""A database with the tables about people, for tests that need no library."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from assistant.migrations import ASSISTANT
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def people_engine(folder: Path, url: str | None = None) -> Engine:
    """An engine whose tables about people are new and empty, of that address or in the folder."""
    engine = open_engine(folder, url)
    migrate(engine, ASSISTANT, NOON)
    return engine

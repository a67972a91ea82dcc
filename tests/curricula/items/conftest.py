from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curricula.items.bank import Bank
from curricula.migrations import CURRICULA
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def bank(tmp_path: Path, database: str | None) -> Iterator[Bank]:
    """An empty bank."""
    engine = open_engine(tmp_path, database)
    migrate(engine, CURRICULA, NOON)
    yield Bank(engine)
    engine.dispose()

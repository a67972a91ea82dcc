"""A library made by an earlier release opens; one made by a newer release is refused; each step runs once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.store.engine import open_engine, reading
from retrieval.store.migrate import Migration, migrate
from retrieval.store.migrations import RETRIEVAL
from retrieval.types import Query
from tests.retrieval.shelf import NOON, WordEncoder

# Made when retrieval had one migration, and never edited since.
FIRST = Path(__file__).parents[1] / "fixtures" / "library_v1.sql"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A library folder as the first release left it."""
    with closing(sqlite3.connect(tmp_path / "library.db")) as database:
        database.executescript(FIRST.read_text(encoding="utf-8"))
    return tmp_path


def test_a_library_of_the_first_release_opens_with_its_documents_and_is_searchable(earlier: Path) -> None:
    with Library.open(earlier, encoder=WordEncoder()) as library:
        assert [document.title for document in library.documents()] == ["Asthma", "Gout"]
        best = library.search(Query(text="colchicine")).hits[0].passage
        assert best.text == "Colchicine shortens an attack of gout."
        assert library.page(best.document, 0).blocks[0].text == best.text
        assert library.check().sound


def test_a_chain_that_an_earlier_release_left_double_is_made_single(earlier: Path) -> None:
    with closing(sqlite3.connect(earlier / "library.db")) as database:
        database.execute("UPDATE documents SET supersedes = 'an older one'")
        database.commit()
    with Library.open(earlier, encoder=WordEncoder()) as library:
        claims = {document.title: document.supersedes for document in library.documents()}
        assert claims == {"Asthma": "an older one", "Gout": None}


def test_a_library_made_by_a_newer_version_is_refused_in_one_sentence(earlier: Path) -> None:
    with closing(sqlite3.connect(earlier / "library.db")) as database:
        database.execute("INSERT INTO migrations VALUES ('retrieval', 99, 'later', '2030-01-01')")
        database.commit()
    with pytest.raises(PreceptorError, match="newer version of Preceptor") as caught:
        Library.open(earlier, wait_s=0, encoder=WordEncoder())
    assert caught.value.next_step


def test_each_step_is_applied_once_and_recorded(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    assert migrate(engine, RETRIEVAL, NOON) == len(RETRIEVAL)
    assert migrate(engine, RETRIEVAL, NOON) == 0
    engine.dispose()


def test_packages_add_tables_of_their_own(tmp_path: Path) -> None:
    def apply(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE notes (user_id TEXT NOT NULL, text TEXT NOT NULL)")

    with Library.open(
        tmp_path, migrations=[Migration("test", 1, "notes", apply)], encoder=WordEncoder()
    ) as library:
        assert inspect(library.store.engine).has_table("notes")
    Library.open(tmp_path, encoder=WordEncoder()).close()


def test_a_step_that_fails_leaves_the_library_as_it_was(earlier: Path) -> None:
    def fail(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (a TEXT)")
        connection.exec_driver_sql("this is no SQL")

    engine = open_engine(earlier)
    with pytest.raises(PreceptorError):
        migrate(engine, [*RETRIEVAL, Migration("test", 1, "fails", fail)], NOON)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM migrations").scalar_one() == 1
        assert not inspect(connection).has_table("half")
    engine.dispose()

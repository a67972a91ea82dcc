"""A backup holds everything that took work to make, and makes the same library elsewhere."""

import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.store import Migration
from retrieval.store.engine import writing
from retrieval.types import Query
from tests.retrieval.shelf import WordEncoder

GOUT = "Colchicine shortens an attack of gout."


def _history(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE history (user_id TEXT NOT NULL, question TEXT NOT NULL)")


HISTORY = Migration("test", 1, "history", _history)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with one source and one learner's record."""
    (tmp_path / "gout.md").write_text(GOUT)
    with Library.open(tmp_path / "library", migrations=[HISTORY], encoder=WordEncoder()) as library:
        list(library.add([tmp_path / "gout.md"]))
        with writing(library.store.engine) as connection:
            connection.exec_driver_sql("INSERT INTO history VALUES ('ada', 'gout?')")
    return tmp_path / "library"


def backup(folder: Path, target: Path) -> None:
    """Backs the library up."""
    with Library.open(folder, migrations=[HISTORY], encoder=WordEncoder()) as library:
        library.backup(target)


@pytest.mark.parametrize("name", ["backup.zip", "backup"])
def test_a_restored_library_finds_the_same_and_keeps_the_learners_records(
    tmp_path: Path, folder: Path, name: str
) -> None:
    backup(folder, tmp_path / name)
    Library.restore(tmp_path / name, tmp_path / "again")
    with Library.open(tmp_path / "again", migrations=[HISTORY], encoder=WordEncoder()) as library:
        best = library.search(Query(text="colchicine")).hits[0].passage
        assert best.text == GOUT
        kept = library.source_file(best.document)
        assert kept is not None
        assert kept.read_text() == GOUT
        assert library.check().sound
        with library.store.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT * FROM history").all() == [("ada", "gout?")]


def test_only_the_user_can_read_a_backup_and_no_token_is_in_it(tmp_path: Path, folder: Path) -> None:
    backup(folder, tmp_path / "backup.zip")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert not any(name.startswith("owner") for name in archive.namelist())


def test_a_backup_made_while_others_write_is_whole(tmp_path: Path, folder: Path) -> None:
    done = threading.Event()
    with Library.open(folder, migrations=[HISTORY], encoder=WordEncoder()) as library:

        def write() -> None:
            while not done.is_set():
                with writing(library.store.engine) as connection:
                    for _ in range(20):
                        connection.exec_driver_sql("INSERT INTO history VALUES ('ada', 'again')")

        writer = threading.Thread(target=write)
        writer.start()
        library.backup(tmp_path / "backup")
        done.set()
        writer.join()
    with closing(sqlite3.connect(tmp_path / "backup" / "library.db")) as database:
        assert database.execute("SELECT count(*) FROM history").fetchone()[0] % 20 == 1
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_is_overwritten(tmp_path: Path, folder: Path) -> None:
    backup(folder, tmp_path / "backup.zip")
    with pytest.raises(PreceptorError, match="already there"):
        backup(folder, tmp_path / "backup.zip")
    with pytest.raises(PreceptorError, match="not empty"):
        Library.restore(tmp_path / "backup.zip", folder)


@pytest.mark.parametrize(
    "names", [{}, {"../escape.txt": "x"}, {"backup.json": '{"format": 1}'}, {"backup.json": '{"format": 9}'}]
)
def test_what_is_no_whole_backup_is_refused_and_leaves_nothing(tmp_path: Path, names: dict[str, str]) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    (tmp_path / "text.zip").write_text("no archive")
    for source in ("bad.zip", "text.zip", "missing.zip"):
        with pytest.raises(PreceptorError) as caught:
            Library.restore(tmp_path / source, tmp_path / "again")
        assert caught.value.next_step
    assert not (tmp_path / "again").exists()
    assert not (tmp_path.parent / "escape.txt").exists()

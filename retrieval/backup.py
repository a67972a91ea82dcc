"""A library in one file or folder: the database with every learner's records, and the original files.

Indexes are not part of it; they are made again from the stored vectors.
"""

import json
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine

from retrieval.errors import PreceptorError

DATABASE = "library.db"
NOTE = "backup.json"
FORMAT = 1


def write_backup(engine: Engine, folder: Path, target: Path, *, at: datetime) -> None:
    """Writes the library to `target`, a folder or, if its name ends in .zip, one file; it must not exist."""
    if engine.dialect.name != "sqlite":
        raise PreceptorError(
            "This library lives in PostgreSQL.",
            f"Back it up with pg_dump, and copy the folder {folder / 'files'}.",
        )
    if target.exists():
        raise PreceptorError(f"{target} is already there.", "Choose a new name for the backup.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
            draft = Path(name) / "draft"
            draft.mkdir()
            _snapshot(folder / DATABASE, draft / DATABASE)
            (draft / NOTE).write_text(
                json.dumps({"format": FORMAT, "made_at": at.isoformat()}), encoding="utf-8"
            )
            sources = [(path, path.relative_to(draft)) for path in sorted(draft.iterdir())]
            sources += [(path, path.relative_to(folder)) for path in _kept_files(folder)]
            made = _zip(sources, Path(name)) if target.suffix == ".zip" else _copy(sources, Path(name))
            made.replace(target)
    except OSError as error:
        raise PreceptorError(
            f"The backup cannot be written ({error.strerror}).", "Free some space or choose another place."
        ) from error


def read_backup(source: Path, folder: Path) -> None:
    """Makes the library of this folder from a backup; a folder that holds anything is refused."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PreceptorError(
            f"{folder} is not empty.", "Restore into a new folder, then point --library at it."
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as name:
            draft = Path(name) / "library"
            _unpack(source, draft)
            _check(draft, source)
            if folder.exists():
                folder.rmdir()
            draft.replace(folder)
    except (OSError, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or error
        raise PreceptorError(
            f"The backup {source} cannot be restored ({reason}).", "Check the file and the disk."
        ) from error


def _snapshot(database: Path, target: Path) -> None:
    """A consistent copy, also while others write."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    target.chmod(0o600)


def _kept_files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in (folder / "files").glob("??/*") if not path.name.startswith("draft-"))
    yield from sorted(path for path in folder.glob("*.json") if path.name != "owner.json")


def _zip(sources: list[tuple[Path, Path]], folder: Path) -> Path:
    made = folder / "made.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path, name in sources:
            archive.write(path, name.as_posix())
    made.chmod(0o600)
    return made


def _copy(sources: list[tuple[Path, Path]], folder: Path) -> Path:
    made = folder / "made"
    made.mkdir(mode=0o700)
    for path, name in sources:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, made / name)
    return made


def _unpack(source: Path, draft: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, draft)
        return
    draft.mkdir(mode=0o700)
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if entry.is_dir():
                continue
            if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
                raise PreceptorError(
                    f"The backup {source} names files outside itself.", "Use another backup."
                )
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, (draft / name).open("wb") as out:
                shutil.copyfileobj(packed, out)


def _check(draft: Path, source: Path) -> None:
    faulty = PreceptorError(f"{source} is no whole backup of a library.", "Use another backup.")
    try:
        if json.loads((draft / NOTE).read_text(encoding="utf-8"))["format"] > FORMAT:
            raise PreceptorError(f"{source} was made by a newer version of Preceptor.", "Update Preceptor.")
        with closing(sqlite3.connect(f"{(draft / DATABASE).as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise faulty
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        raise faulty from error
    (draft / NOTE).unlink()
    (draft / DATABASE).chmod(0o600)

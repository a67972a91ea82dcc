"""The collection inside an Anki package: its notes, read without believing anything in it."""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from curricula.formats.zips import package
from retrieval.errors import Refused
from retrieval.readers.archive import member

NEXT = "In Anki, export it again as .apkg with “Support older Anki versions” ticked."
# Newer packages are compressed in a way that is not read here, and hold an old one that only says so.
NEWER = "collection.anki21b"
OLDER = ("collection.anki21", "collection.anki2")
# A view can be made to run for ever; a collection of the largest size allowed takes a hundredth of this.
MOST_STEPS, A_STEP = 20_000, 100_000


class Note(NamedTuple):
    """A note: its own id, the name and kind of its form, its fields, its tags."""

    guid: str
    form: str
    is_cloze: bool
    templates: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class Collection(NamedTuple):
    """The notes of a package, and where its pictures are found by name."""

    notes: tuple[Note, ...]
    picture: Callable[[str], bytes | None]


def opened(data: bytes, name: str) -> Collection:
    """The collection. Refused where it is none, or of a kind that is not read here."""
    archive = package(data, name)
    names = archive.namelist()
    if NEWER in names:
        raise Refused(f"{name} is in the newer form of Anki's packages.", NEXT)
    inner = next((one for one in OLDER if one in names), None)
    if inner is None:
        raise Refused(f"{name} holds no collection of Anki.", NEXT)
    media = _media(archive, names, name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        file.write_bytes(member(archive, inner))
        try:
            notes = tuple(_notes(file))
        except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise Refused(f"The collection in {name} cannot be read.", NEXT) from None
    return Collection(notes, lambda source: member(archive, media[source]) if source in media else None)


def _media(archive: zipfile.ZipFile, names: list[str], name: str) -> dict[str, str]:
    """The members that hold files, by the files' names."""
    if "media" not in names:
        return {}
    try:
        listed = json.loads(member(archive, "media"))
        return {str(file): str(number) for number, file in listed.items() if str(number) in names}
    except (ValueError, AttributeError, RecursionError):
        raise Refused(f"The list of pictures in {name} cannot be read.", NEXT) from None


def _notes(file: Path) -> Iterator[Note]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        steps = iter(range(MOST_STEPS))
        database.set_progress_handler(lambda: next(steps, None) is None, A_STEP)
        database.execute("PRAGMA trusted_schema = OFF")
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"col", "notes"} <= tables:
            raise ValueError("it has no notes")
        forms = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
        found = database.execute("SELECT guid, mid, tags, flds FROM notes ORDER BY id")
        for guid, form, tags, fields in found:
            yield _note(str(guid), forms[str(form)], str(tags), str(fields))


def _note(guid: str, form: Any, tags: str, fields: str) -> Note:
    parts, templates = tuple(fields.split("\x1f")), len(form["tmpls"])
    return Note(guid, str(form["name"]), form.get("type") == 1, templates, parts, tuple(tags.split()))

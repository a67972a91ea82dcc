"""Taking in files of items in the browser, and handing items on as files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast

from curricula.formats.exchange import Exported
from curricula.interchange import READERS, WRITERS, Format, Written, export_items, import_items
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.load import item_of, load_items
from curricula.items.wanted import Wanted
from curricula.load import to_yaml
from retrieval.errors import WrongUse
from ui.web.author.items.exchange_page import Line, Taken

BY_SUFFIX = {
    ".csv": "csv",
    ".xml": "moodle",
    ".zip": "qti",
    ".json": "medqa",
    ".jsonl": "medqa",
    ".apkg": "anki",
    ".yaml": "yaml",
    ".yml": "yaml",
}
SUFFIXES = {"csv": "csv", "moodle": "xml", "qti": "zip", "qti3": "zip", "medqa": "jsonl", "anki": "apkg"}
FILE = "items.yaml"


class File(NamedTuple):
    """A file of items: its name and its bytes, and what could not be carried."""

    name: str
    data: bytes
    lost: Sequence[Line] = ()


def format_of(name: str, given: str) -> str:
    """The format of a file, by its name where none is given. WrongUse where neither says."""
    form = given or BY_SUFFIX.get(PurePath(name).suffix.lower(), "")
    if form not in (*READERS, "yaml"):
        raise WrongUse(f"The format of {name[:80]} cannot be told.", "Choose a format.")
    return form


def taken_in(bank: Bank, file: File, form: str, *, at: datetime, by: str) -> Taken:
    """The items of the file as drafts, with all that was refused. Refused where it cannot be read at all."""
    if form == "yaml":
        return _yaml_taken(bank, file, Source(origin="yaml", at=at, by=by))
    report = import_items(bank, file.data, file.name, Source(origin=cast(Format, form), at=at, by=by))
    refused = [Line(one.place, one.reason) for one in report.refused]
    lost = [Line(one.first, f"{one.what} ({one.count:,} times)") for one in report.lost]
    return Taken(file.name, report.added, report.unchanged, refused, lost)


def handed_on(bank: Bank, wanted: Wanted, form: str, ids: Sequence[str]) -> File:
    """The items of these ids, or all that are wanted where there is none, as a file in that format."""
    if form == "yaml":
        items = [bank.item(one) for one in ids] if ids else list(bank.every(wanted))
        if not items:
            raise WrongUse("Nothing is chosen.", "Choose items in the list.")
        return File(FILE, to_yaml(*items).encode())
    if form not in WRITERS:
        raise WrongUse("There is no such format.", "Choose one of the list.")
    made: Exported = export_items(bank, wanted, cast(Written, form), ids=ids)
    if not made.written:
        raise WrongUse(
            "None of these items can be written in that format.", "Choose others, or another format."
        )
    return File(f"items.{SUFFIXES[form]}", made.data, [Line(*one) for one in made.lost])


def _yaml_taken(bank: Bank, file: File, source: Source) -> Taken:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(file.data)
        loaded = load_items([path])
    refused = [
        Line(
            f"{one.field} (line {one.line})" if one.line else one.field or file.name,
            f"{one.what}; expected: {one.expected}",
        )
        for one in loaded.faults
    ]
    drafts = {"status": "draft", "reviewer": None}
    items = [item_of(one).model_copy(update=drafts) for one in loaded.written]
    found = list(zip(items, bank.compared(items), strict=True))
    others = [one for one, how in found if how == "other"]
    refused += [
        Line(one.id, f"Version {one.version} is here already, with other contents.") for one in others
    ]
    put = bank.put_many([Entry(one) for one, how in found if how == "new"], source)
    added = [one.id for one, how in found if how == "new"]
    unchanged = [one.id for one, how in found if how == "same"]
    return Taken(file.name, added[: len(put)], unchanged, refused, ())

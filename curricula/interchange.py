"""Questions taken over from files of other makers into the bank, and handed on as such files."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Literal, cast

from curricula.formats.exchange import Exported, Found, Imported, Loss
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.lint import lint_item
from curricula.items.types import Item
from curricula.items.wanted import Wanted
from curricula.review.imports import believed, note_taken
from curricula.types import Status
from retrieval.types import Value

Format = Literal["csv", "medqa", "moodle", "qti", "anki"]
Written = Literal["csv", "medqa", "moodle", "qti", "qti3", "anki"]
READERS = {
    "csv": "curricula.formats.csv_items",
    "medqa": "curricula.formats.medqa",
    "moodle": "curricula.formats.moodle.read",
    "qti": "curricula.formats.qti.read",
    "anki": "curricula.formats.anki.read",
}
WRITERS = {
    "csv": "curricula.formats.csv_written",
    "medqa": "curricula.formats.medqa",
    "moodle": "curricula.formats.moodle.write",
    "qti": "curricula.formats.qti.package",
    "qti3": "curricula.formats.qti.package3",
    "anki": "curricula.formats.anki.write",
}


class Turned(Value):
    """A record that was not taken in, or not as it was wished, by its place in the file, and why."""

    place: str
    reason: str


class Left(Value):
    """What could not be carried, for how many records or items, and the place of the first of them."""

    what: str
    count: int
    first: str


class Report(Value):
    """What came of an import: the ids of items that are new, and of those that were here already.

    `held` are taken in as drafts although they were to be published, for what lint finds wrong with them.
    """

    file: str
    format: Format
    status: Status
    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    held: tuple[Turned, ...]
    refused: tuple[Turned, ...]
    lost: tuple[Left, ...]


def import_items(bank: Bank, data: bytes, name: str, source: Source, *, status: Status = "draft") -> Report:
    """Takes the questions of a file into the bank, all good ones in one transaction; again is harmless.

    Published is what has no fault and names an author and another reviewer; the rest waits as drafts.

    `source.origin` is the format. Refused where the file as a whole cannot be used: then nothing is taken.
    """
    form = cast(Format, source.origin)
    read = read_items(data, name, form)
    held = {one.place: one for one in _held(read.found)} if status == "published" else {}
    entries = [_entry(one, "draft" if one.place in held else status) for one in read.found]
    compared = bank.compared(entry.item for entry in entries)
    places = {one.item.id: one.place for one in read.found}
    others = [_turned(entry, places) for entry, how in zip(entries, compared, strict=True) if how == "other"]
    kept = [entry for entry, how in zip(entries, compared, strict=True) if how != "other"]
    put = bank.put_many(kept, source)
    added = [entry.item for entry, one in zip(kept, put, strict=True) if one == "added"]
    note_taken(bank.engine, "item", added, by=source.by, at=source.at)
    ids = {how: tuple(e.item.id for e, one in zip(kept, put, strict=True) if one == how) for how in put}
    return Report(
        file=name,
        format=form,
        status=status,
        added=ids.get("added", ()),
        unchanged=ids.get("unchanged", ()),
        held=tuple(held.values()),
        refused=(*(Turned(place=one.place, reason=one.reason) for one in read.refused), *others),
        lost=summed(read.lost),
    )


def read_items(data: bytes, name: str, form: Format) -> Imported:
    """The questions of a file in that format; Refused where it cannot be read as a whole."""
    read = cast(Callable[[bytes, str], Imported], import_module(READERS[form]).read)
    return read(data, name)


def write_items(entries: Iterable[Entry], form: Written) -> Exported:
    """The items as a file in that format, with what could not be carried."""
    write = cast(Callable[[Iterable[Entry]], Exported], import_module(WRITERS[form]).write)
    return write(entries)


def export_items(bank: Bank, wanted: Wanted, form: Written, *, ids: Iterable[str] = ()) -> Exported:
    """The wanted items of the bank as a file, or those of these ids whatever their status.

    WrongUse where one of the ids is not in the bank.
    """
    named = [bank.item(one) for one in dict.fromkeys(ids)]
    items = named or bank.every(wanted)
    return write_items((Entry(item, bank.pictures(item.id, item.version)) for item in items), form)


def summed(lost: Iterable[Loss]) -> tuple[Left, ...]:
    """The losses, each once, with how many there are of it."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for loss in lost:
        counts[loss.what] += 1
        first.setdefault(loss.what, loss.place)
    return tuple(Left(what=what, count=count, first=first[what]) for what, count in counts.items())


def _held(found: Iterable[Found]) -> Iterator[Turned]:
    for one in found:
        faults = [remark for remark in lint_item(one.item) if not remark.warning]
        if faults:
            spot = ".".join(map(str, faults[0].spot))
            yield Turned(place=one.place, reason=f"{spot} {faults[0].what}; expected: {faults[0].expected}")
        elif (why := believed(_in(one, "published"))[1]) is not None:
            yield Turned(place=one.place, reason=f"the file names no other person; expected: {why}")


def _entry(found: Found, status: Status) -> Entry:
    return Entry(believed(_in(found, status))[0], found.pictures)


def _in(found: Found, status: Status) -> Item:
    return found.item.model_copy(update={"status": status})


def _turned(entry: Entry, places: dict[str, str]) -> Turned:
    item = entry.item
    reason = f"Version {item.version} of the item {item.id} is here already, with other contents."
    return Turned(place=places[item.id], reason=f"{reason} Give it a higher version, or another id.")

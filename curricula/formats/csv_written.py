"""Items written as a table, a row each, with no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from curricula.formats.building import LETTERS
from curricula.formats.cells import guarded, row
from curricula.formats.csv_items import CARD, COLUMNS
from curricula.formats.details import SINGLE, details_of
from curricula.formats.exchange import Exported, Loss
from curricula.items.keeping import Entry
from curricula.items.types import (
    ClozeCard,
    Item,
    MultipleResponse,
    Option,
    ShortAnswer,
    SingleBestAnswer,
)
from curricula.types import Reference

# With it spreadsheets read the file as UTF-8.
ENCODING = "utf-8-sig"


def write(entries: Iterable[Entry]) -> Exported:
    """The table. Items with pictures cannot stand in it; they are named among what is lost."""
    rows: dict[str, Mapping[str, str]] = {}
    lost: list[Loss] = []
    for item, _ in entries:
        if item.pictures:
            lost.append(Loss(item.id, "the whole item: a table has no place for pictures"))
            continue
        lost += (Loss(item.id, what) for what in _losses(item))
        rows[item.id] = dict(_cells(item))
    named = set(chain.from_iterable(rows.values()))
    columns = [name for name in _columns() if name in named or name in COLUMNS]
    made = io.StringIO(newline="")
    table = csv.DictWriter(made, columns, restval="")
    table.writeheader()
    table.writerows({name: guarded(cell) for name, cell in one.items()} for one in rows.values())
    return Exported(made.getvalue().encode(ENCODING, "replace"), tuple(rows), tuple(lost))


def _columns() -> Iterator[str]:
    """Every column, those of the options in the middle."""
    for name in COLUMNS:
        yield name
        if name == "key":
            yield from (
                f"{part}_{letter}" for letter in LETTERS for part in ("option", "reason", "references")
            )


def _losses(item: Item) -> Iterator[str]:
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        ids = [option.id for option in item.options]
        if _letters(item.options) != ids:
            yield f"the ids of the options ({', '.join(ids)}), which become letters by their place"


def _letters(options: tuple[Option, ...]) -> list[str]:
    ids = [option.id for option in options]
    in_order = ids == sorted(ids) and all(len(one) == 1 and one in LETTERS for one in ids)
    return ids if in_order else list(LETTERS[: len(ids)])


def _cells(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("id", item.id), ("type", item.type), ("title", item.title))
    yield from ((name, value) for name, value in details_of(item) if name in SINGLE)
    yield from (("topics", row(item.topics)), ("objectives", row(item.objectives)))
    yield "references", _references(item.references)
    if isinstance(item, ClozeCard):
        yield from ((name, getattr(item, name)) for name in CARD)
        return
    yield from (
        ("vignette", item.vignette),
        ("lead_in", item.lead_in),
        ("explanation", item.explanation or ""),
    )
    if isinstance(item, ShortAnswer):
        yield from _short(item)
    elif isinstance(item, SingleBestAnswer | MultipleResponse):
        yield from _options(item.options)


def _options(options: tuple[Option, ...]) -> Iterator[tuple[str, str]]:
    letters = _letters(options)
    yield "key", " ".join(letter for letter, option in zip(letters, options, strict=True) if option.correct)
    for letter, option in zip(letters, options, strict=True):
        yield f"option_{letter}", option.text
        yield f"reason_{letter}", option.reason or ""
        yield f"references_{letter}", _references(option.references)


def _short(item: ShortAnswer) -> Iterator[tuple[str, str]]:
    yield "accepted", "\n".join(row((one.text, *one.also)) for one in item.accepted)
    yield "near_misses", "\n".join(row((one.text, one.reason)) for one in item.near_misses)
    yield "reason", item.reason or ""
    if number := item.number:
        yield "number", f"{number.low!r} to {number.high!r} {number.unit}".strip()


def _references(found: tuple[Reference, ...]) -> str:
    return "\n".join(row((one.document, one.quote)) for one in found)

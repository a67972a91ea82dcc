"""What all formats of questions share: what came of reading a file, what of writing one, and their limits."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from curricula.formats.records import MAX_BYTES, Refusal, too_large
from curricula.items.types import Item
from retrieval.errors import Refused

MOST_RECORDS = 100_000
# A file of another kind is told so instead of being listed line by line.
HOPELESS = 1_000
NONE: Mapping[str, bytes] = MappingProxyType({})


class Loss(NamedTuple):
    """What of a record or an item could not be carried; `place` is where it stands, or the item's id."""

    place: str
    what: str


class Found(NamedTuple):
    """An item made of one record, with its pictures by file name, and what of the record was left behind."""

    place: str
    item: Item
    pictures: Mapping[str, bytes] = NONE
    lost: tuple[str, ...] = ()


class Imported(NamedTuple):
    """What a file holds: items with their pictures, the records that are none, and what was not carried."""

    found: tuple[Found, ...]
    refused: tuple[Refusal, ...]
    lost: tuple[Loss, ...]


class Exported(NamedTuple):
    """A file of items: its bytes, the ids of the items in it, and what could not be carried."""

    data: bytes
    written: tuple[str, ...]
    lost: tuple[Loss, ...]


def collected(records: Iterable[Found | Refusal], name: str) -> Imported:
    """The records of the file of that name, sorted; of two with one id the second is refused.

    Refused where the first thousand records are of no use, or there are more than a hundred thousand.
    """
    found: dict[tuple[str, int], Found] = {}
    refused: list[Refusal] = []
    for one in _within_limits(records, name):
        if isinstance(one, Refusal):
            refused.append(one)
        elif first := found.get((one.item.id, one.item.version)):
            refused.append(
                Refusal(one.place, f"The item {one.item.id} stands in the file already ({first.place}).")
            )
        else:
            found[one.item.id, one.item.version] = one
        if not found and len(refused) >= HOPELESS:
            reason = f"{refused[0].place}: {refused[0].reason}"
            raise Refused(f"None of the first {HOPELESS} records of {name} can be used ({reason})", CHOOSE)
    if not found and not refused:
        raise Refused(f"{name} holds no questions.", CHOOSE)
    lost = tuple(Loss(one.place, what) for one in found.values() for what in one.lost)
    return Imported(tuple(found.values()), tuple(refused), lost)


CHOOSE = "Check what the file holds, and name its format."


def within_size(data: bytes, name: str) -> bytes:
    """The same bytes; Refused where they are more than is read at once."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data), name)
    if not data.strip():
        raise Refused(f"{name} is empty.", "Name a file with questions.")
    return data


def _within_limits(records: Iterable[Found | Refusal], name: str) -> Iterator[Found | Refusal]:
    counted = iter(records)
    yield from islice(counted, MOST_RECORDS)
    if next(counted, None) is not None:
        raise Refused(f"{name} holds more than {MOST_RECORDS:,} records.", "Part it into several files.")

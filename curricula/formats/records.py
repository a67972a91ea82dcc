"""Files of JSON records, read one by one: a record that cannot be used is refused with its reason."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from curricula.cases.types import Case
from retrieval.errors import Refused, WrongUse

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 100


class Record(NamedTuple):
    """One record and its place in the file, such as "line 3"."""

    place: str
    value: Any


class Draft(NamedTuple):
    """A case made from a record, and what of the record could not be carried. `digest` is the record's."""

    place: str
    case: Case
    notes: tuple[str, ...]
    digest: str


class Refusal(NamedTuple):
    """A record that became no case."""

    place: str
    reason: str


Maker = Callable[[Any, str], tuple[Case, tuple[str, ...]]]
"""Makes a case of a record and its digest, with what was not carried; Refused where it cannot."""


def drafts_of(path: Path, make: Maker) -> Iterator[Draft | Refusal]:
    """A draft or a refusal for each record of the file, in their order; two of one id are not both taken."""
    first: dict[str, str] = {}
    for record in records_of(bytes_of(path), path.name):
        drawn = record if isinstance(record, Refusal) else _drawn(record, make)
        if isinstance(drawn, Draft) and drawn.case.id in first:
            reason = f"The case {drawn.case.id} stands in the file already ({first[drawn.case.id]})."
            drawn = Refusal(drawn.place, reason)
        if isinstance(drawn, Draft):
            first[drawn.case.id] = drawn.place
        yield drawn


def _drawn(record: Record, make: Maker) -> Draft | Refusal:
    if is_deep(record.value):
        return Refusal(record.place, f"It is nested more than {MAX_DEPTH} levels deep.")
    try:
        text = json.dumps(record.value, sort_keys=True, ensure_ascii=False)
        digest = sha256(text.encode()).hexdigest()
        case, notes = make(record.value, digest)
    except UnicodeEncodeError:
        return Refusal(record.place, "It holds half a character.")
    except Refused as fault:
        return Refusal(record.place, str(fault))
    return Draft(record.place, case, notes, digest)


def records_of(data: bytes, name: str) -> Iterator[Record | Refusal]:
    """Each record of a file of JSON, or of lines of it, or the reason why it is none.

    Refused where the file as a whole cannot be read.
    """
    text = _text(data, name)
    whole = None if name.lower().endswith(".jsonl") else _parsed(text)
    if isinstance(whole, list):
        yield from (Record(f"entry {at}", value) for at, value in enumerate(whole, 1))
    elif whole is not None and not isinstance(whole, Refused):
        yield Record("the file", whole)
    elif isinstance(whole, Refused) and not _is_of_lines(text):
        yield Refusal("the file", str(whole))
    else:
        yield from _lines(text)


def _lines(text: str) -> Iterator[Record | Refusal]:
    for at, line in enumerate(text.split("\n"), 1):
        if line.strip():
            value = _parsed(line)
            place = f"line {at}"
            yield Refusal(place, str(value)) if isinstance(value, Refused) else Record(place, value)


def _is_of_lines(text: str) -> bool:
    """Whether the first line is a record of its own."""
    return not isinstance(_parsed(text.lstrip().partition("\n")[0]), Refused)


def _parsed(text: str) -> Any:
    """What the JSON text says, or why it says nothing."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        return Refused(f"It is no JSON ({fault.msg}, character {fault.pos + 1}).")
    except RecursionError:
        return Refused("It is nested too deep.")
    except ValueError:
        return Refused("It holds a number that is too long.")


def too_large(size: int, name: str) -> Refused:
    """The sentence about a file of that many bytes."""
    return Refused(
        f"{name} is too large ({size / 1024 / 1024:.0f} MB).",
        f"Part it into files of at most {MAX_BYTES // 1024 // 1024} MB.",
    )


def bytes_of(path: Path) -> bytes:
    """What the file holds. Refused where it is too large, WrongUse where it cannot be opened."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size, path.name)
        return path.read_bytes()
    except OSError as fault:
        raise WrongUse(f"{path} cannot be opened ({fault.strerror}).", "Name another file.") from None


def _text(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{name} is not written in UTF-8.", "Save it as UTF-8.") from None
    if not text.strip():
        raise Refused(f"{name} is empty.", "Name a file with records.")
    return text


def is_deep(value: Any) -> bool:
    """Whether lists and objects stand in each other more than a hundred levels deep."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return False
    return True

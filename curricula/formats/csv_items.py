"""Questions as a table: a row for each item, with the columns that `docs/educators.md` lists."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curricula.formats.building import LETTERS, built, parted
from curricula.formats.cells import lines_of, parts_of, unguarded
from curricula.formats.details import fields_of
from curricula.formats.exchange import CHOOSE, Found, Imported, Loss, collected, within_size
from curricula.formats.records import Refusal
from curricula.items.types import ItemType
from retrieval.errors import Refused
from retrieval.readers.encoding import decode

MAKER = "CSV"
OPTION = re.compile(r"(option|reason|references)_([a-z])")
PLAIN = ("id", "version", "type", "title", "author", "reviewer", "review", "licence", "level", "difficulty")
ASKED = ("topics", "objectives", "vignette", "lead_in", "key", "explanation", "references")
SHORT = ("accepted", "number", "near_misses", "reason")
CARD = ("text", "extra")
COLUMNS = (*PLAIN, *ASKED, *SHORT, *CARD)
ALSO = {
    "question": "lead_in",
    "answer": "key",
    "correct": "key",
    "correct_answer": "key",
    "topic": "topics",
    "objective": "objectives",
    "license": "licence",
}
SEPARATORS = ",;\t"
TYPES: Mapping[str, ItemType] = {
    "single_best_answer": "single_best_answer",
    "multiple_response": "multiple_response",
    "short_answer": "short_answer",
    "cloze_card": "cloze_card",
}
NUMBER = re.compile(r"\s*(\S+)\s+to\s+(\S+)\s*(.*)", re.DOTALL)
Row = Mapping[str, str]


def read(data: bytes, name: str) -> Imported:
    """The items of the table. Refused where its first row does not name the columns of questions."""
    text, notes = decode(within_size(data, name))
    found = collected(_records(text, name), name)
    return found._replace(lost=(*found.lost, *(Loss(name, note) for note in notes)))


def _records(text: str, name: str) -> Iterator[Found | Refusal]:
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines = _lines(rows)
    header = next((row for _, row in lines if isinstance(row, list)), [])
    columns = [_column(cell) for cell in header]
    known = set(columns)
    if not ("lead_in" in known and known & {"key", "accepted", "number"}) and "text" not in known:
        raise Refused(
            f"The first row of {name} does not name the columns of questions (lead_in, key, ...).", CHOOSE
        )
    for line, row in lines:
        yield row if isinstance(row, Refusal) else _found(f"line {line}", columns, row)


def _lines(rows: Any) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Each row that says something, with the number of the line where it begins."""
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            yield line, Refusal(f"line {line}", f"It is no row of a table ({fault}).")
            continue
        if any(cell.strip() for cell in row):
            yield line, row


def _column(cell: str) -> str:
    name = re.sub(r"[\s_-]+", "_", unguarded(cell).strip().casefold())
    name = f"option_{name}" if len(name) == 1 and name in LETTERS else name
    return ALSO.get(name, name)


def _found(place: str, columns: list[str], cells: list[str]) -> Found | Refusal:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Refusal(place, f"It has {len(cells)} cells, and the first row names {len(columns)} columns.")
    row = {name: unguarded(cell).strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    if "vignette" in columns:
        row.setdefault("vignette", "")
    try:
        kind = _type(row)
        return Found(place, built(kind, row.get("id", ""), _fields(kind, row), MAKER), lost=tuple(_left(row)))
    except Refused as fault:
        return Refusal(place, str(fault))


def _left(row: Row) -> Iterator[str]:
    for name in sorted(row):
        if name not in COLUMNS and not OPTION.fullmatch(name):
            yield f"the column {name[:40] or 'without a name'}"


def _type(row: Row) -> ItemType:
    if given := row.get("type"):
        kind = re.sub(r"[\s-]+", "_", given.casefold())
        if kind not in TYPES:
            raise Refused(f"Its type “{given[:40]}” is none of {', '.join(TYPES)}.")
        return TYPES[kind]
    if "text" in row:
        return "cloze_card"
    if "accepted" in row or "number" in row:
        return "short_answer"
    return "multiple_response" if len(_keys(row)) > 1 else "single_best_answer"


def _fields(kind: ItemType, row: Row) -> dict[str, Any]:
    pairs = [(name, row[name]) for name in PLAIN if name in row and name not in ("id", "type", "title")]
    pairs += [("topic", topic) for topic in parts_of(row.get("topics", "")) if topic]
    pairs += [("objective", objective) for objective in parts_of(row.get("objectives", "")) if objective]
    common = {
        **fields_of(pairs),
        "title": row.get("title"),
        "references": _references(row.get("references", "")),
    }
    if kind == "cloze_card":
        return common | {name: row.get(name) for name in CARD}
    common |= _question(row)
    if kind == "short_answer":
        return common | _short(row)
    return common | {"options": _options(row)}


def _question(row: Row) -> dict[str, Any]:
    lead_in, vignette = row.get("lead_in", ""), row.get("vignette", "")
    if "vignette" not in row:
        vignette, lead_in = parted(lead_in)
    return {"vignette": vignette, "lead_in": lead_in, "explanation": row.get("explanation")}


def _options(row: Row) -> list[dict[str, Any]]:
    keys = _keys(row)
    letters = [letter for letter in LETTERS if f"option_{letter}" in row]
    if not keys:
        raise Refused("It does not say which option is right (key).")
    if missing := sorted(set(keys) - set(letters)):
        raise Refused(
            f"Its key {', '.join(missing)} is none of its options ({', '.join(letters) or 'there are none'})."
        )
    return [
        {
            "id": letter,
            "text": row[f"option_{letter}"],
            "correct": letter in keys,
            "reason": row.get(f"reason_{letter}"),
            "references": _references(row.get(f"references_{letter}", "")),
        }
        for letter in letters
    ]


def _keys(row: Row) -> list[str]:
    """The letters of the right options; an answer in words is found among the options."""
    key = row.get("key", "").strip()
    letters = re.split(r"[\s,;|]+", key.casefold())
    if all(len(letter) == 1 and letter in LETTERS for letter in letters):
        return letters
    same = [
        name[-1]
        for name, text in row.items()
        if name.startswith("option_") and text.casefold() == key.casefold()
    ]
    return same or [key[:40]] if key else []


def _short(row: Row) -> dict[str, Any]:
    accepted = [{"text": first, "also": tuple(also)} for first, *also in lines_of(row.get("accepted", ""))]
    misses = [_pair(line, "near_misses", ("text", "reason")) for line in lines_of(row.get("near_misses", ""))]
    return {"accepted": accepted, "near_misses": misses, "number": _number(row), "reason": row.get("reason")}


def _number(row: Row) -> dict[str, Any] | None:
    given = row.get("number")
    if given is None:
        return None
    parts = NUMBER.fullmatch(given)
    if parts is None:
        raise Refused(f"Its number “{given[:40]}” is not of the form: 3.5 to 5.0 mmol/L.")
    return {"low": parts[1], "high": parts[2], "unit": parts[3].strip()}


def _references(cell: str) -> list[dict[str, str]]:
    return [_pair(line, "references", ("document", "quote")) for line in lines_of(cell)]


def _pair(line: Iterable[str], column: str, names: tuple[str, str]) -> dict[str, str]:
    parts = list(line)
    if len(parts) != 2 or not all(parts):
        raise Refused(f"A line of {column} is not of the form: {names[0]} | {names[1]}.")
    return dict(zip(names, parts, strict=True))

"""Reads the records of OSCE cases that the suites about cases are run on."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.rows import rows

BODY = "OSCE_Examination"
KEY = "Correct_Diagnosis"
Record = Mapping[str, Any]


def case_records(folder: Path, given: Path | None) -> dict[str, Record]:
    """The cases by id: of the file given, else of cases.jsonl in the folder or in `cases` beside it."""
    if given is not None and not given.is_file():
        raise NotRun(f"Not run: there are no cases in {given}.", "Name the file with --cases.")
    places = [given] if given else [folder / "cases.jsonl", folder.resolve().parent / "cases" / "cases.jsonl"]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise NotRun(f"Not run: {folder} holds no cases.jsonl.", "Name the file with --cases.")
    return {str(row.get("id")): _body(path, row) for row in rows(path)}


def case_of(records: Mapping[str, Record], case_id: str) -> Record:
    """The case of this id."""
    if case_id not in records:
        raise PreceptorError(f"There is no case {case_id}.", "Name the file that holds it with --cases.")
    return records[case_id]


def texts_of(record: Any) -> Iterator[str]:
    """Every text of the case, names of fields too, but for its diagnosis."""
    if isinstance(record, Mapping):
        for name, value in record.items():
            if name != KEY:
                yield str(name)
                yield from texts_of(value)
    elif isinstance(record, list):
        for value in record:
            yield from texts_of(value)
    elif record is not None:
        yield str(record)


def _body(path: Path, row: Record) -> Record:
    body = row.get(BODY)
    if not isinstance(body, dict) or not isinstance(body.get(KEY), str):
        raise PreceptorError(
            f"The case {row.get('id', '?')} of {path} has no {KEY}.", f"Give it {BODY} with {KEY}."
        )
    return body

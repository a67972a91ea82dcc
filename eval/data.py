"""Reads evaluation folders: corpora, queries, judgements and questions, in our layout and in BEIR's."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.types import Block, Metadata, Page, ReadDocument, Segment, Value

Row = Mapping[str, Any]
CORPUS_NAMES = ("corpus.jsonl.gz", "corpus.jsonl", "docs.jsonl.gz", "docs.jsonl")


class Ask(Value):
    """A query of a retrieval set. `fields` are the row's own text fields, to break figures down by."""

    id: str
    text: str
    fields: dict[str, str]


class Question(Value):
    """A question that the corpus can or cannot answer, and the sentence that answers it if one is named."""

    id: str
    text: str
    answerable: bool
    kind: str
    document: str | None = None
    evidence: str | None = None


class Source(Value):
    """A corpus row: its id, its larger unit (itself unless grouped), and the text as a read document."""

    id: str
    group: str
    document: ReadDocument


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a .jsonl or .jsonl.gz file, one a line."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as fault:
                raise PreceptorError(
                    f"{path}, line {number}, is not JSON: {fault.msg}.", "Mend that line."
                ) from fault
            if not isinstance(row, dict):
                raise PreceptorError(f"{path}, line {number}, is not a JSON object.", "Mend that line.")
            yield row


def corpus_file(folder: Path, given: Path | None, *, names: tuple[str, ...] = CORPUS_NAMES) -> Path:
    """The corpus given, else the folder's own, else the one in a folder `medquad` beside it."""
    if given is not None:
        if not given.is_file():
            raise NotRun(f"Not run: there is no corpus {given}.", "Name the file with --corpus.")
        return given
    for place in (folder, folder.resolve().parent / "medquad"):
        for name in names:
            if (place / name).is_file():
                return place / name
    raise NotRun(f"Not run: {folder} holds no corpus.jsonl.", "Name the file with --corpus.")


def sources(path: Path, group_by: str | None = None) -> Iterator[Source]:
    """The corpus, row by row. A question stored with a row is left out."""
    for row in rows(path):
        name = _text(row, "id", "_id", "doc_id")
        if not name:
            raise PreceptorError(f"A row of {path} has no id.", "Give each row an id, _id or doc_id.")
        group = str(row[group_by]) if group_by and row.get(group_by) is not None else name
        yield Source(id=name, group=group, document=as_document(row))


def as_document(row: Row) -> ReadDocument:
    """A corpus row as a reader would give it: its title, and one page of headings and paragraphs."""
    title = _text(row, "title", "focus")
    blocks = _sections(row) or [*_path(row), *_paragraphs(_text(row, "text", "answer"))]
    return ReadDocument(
        media_type="text/plain",
        # An empty title stays empty: the row's id says nothing about its subject and is not indexed.
        metadata=Metadata(title=title, url=_text(row, "url") or None, kind="article"),
        pages=(page_of(blocks, title),),
    )


def page_of(blocks: list[Block], title: str = "") -> Page:
    """One page holding the blocks, its text being theirs joined by line ends."""
    placed, at = [], 0
    for block in blocks:
        end = len(block.text)
        mapped = Segment(start=0, end=end, page=0, page_start=at, page_end=at + end)
        placed.append(block.model_copy(update={"segments": (mapped,)}))
        at += end + 1
    return Page(index=0, text="\n".join(block.text for block in blocks), blocks=tuple(placed), title=title)


def asks(folder: Path) -> list[Ask]:
    """The queries of a retrieval folder: queries.jsonl, or questions.jsonl."""
    path = next(
        (folder / name for name in ("queries.jsonl", "questions.jsonl") if (folder / name).is_file()), None
    )
    if path is None:
        raise NotRun(
            f"Not run: {folder} holds no queries.jsonl.", "Point --data at a folder of the suite's layout."
        )
    found = []
    for row in rows(path):
        fields = {key: value for key, value in row.items() if isinstance(value, str)}
        found.append(
            Ask(id=_text(row, "id", "_id"), text=_text(row, "query", "text", "question"), fields=fields)
        )
    return found


def judgements(folder: Path) -> dict[str, dict[str, int]]:
    """The grades by query and document, from TREC (four columns) or BEIR (three, perhaps a header) qrels.

    A pair that was judged twice keeps the higher grade.
    """
    places = (folder / "qrels.tsv", folder / "qrels" / "test.tsv")
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise NotRun(
            f"Not run: {folder} holds no qrels.tsv.", "Point --data at a folder of the suite's layout."
        )
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not (number == 1 and not _is_grade(line.split()[-1])):
            query, document, grade = _judgement(path, number, line)
            of_query = grades.setdefault(query, {})
            of_query[document] = max(grade, of_query.get(document, grade))
    return grades


def questions(folder: Path, *, answerable: bool | None = None) -> list[Question]:
    """The questions of a folder. `answerable` labels rows that do not say so themselves."""
    path = next(
        (folder / name for name in ("questions.jsonl", "queries.jsonl") if (folder / name).is_file()), None
    )
    if path is None:
        raise NotRun(
            f"Not run: {folder} holds no questions.jsonl.", "Point at a folder of the suite's layout."
        )
    return [_question(row, folder.resolve().name, answerable) for row in rows(path)]


def _question(row: Row, folder: str, answerable: bool | None) -> Question:
    label = row.get("answerable", False if row.get("expected") == "abstain" else answerable)
    name = _text(row, "id", "_id")
    if not isinstance(label, bool):
        raise PreceptorError(
            f"The question {name} of {folder} does not say whether it can be answered.",
            "Pass its folder with --positives or --negatives.",
        )
    return Question(
        id=name,
        text=_text(row, "question", "query", "text"),
        answerable=label,
        kind=_text(row, "kind", "category") or folder,
        document=_text(row, "doc_id", "target_doc") or None,
        evidence=_text(row, "evidence") or None,
    )


def _judgement(path: Path, number: int, line: str) -> tuple[str, str, int]:
    columns = line.split("\t") if "\t" in line else line.split()
    if len(columns) not in (3, 4) or not _is_grade(columns[-1]):
        raise PreceptorError(
            f"{path}, line {number}, is neither a TREC judgement (query 0 document grade) nor a BEIR one.",
            "Mend that line.",
        )
    return columns[0], columns[-2], int(columns[-1])


def _is_grade(text: str) -> bool:
    return text.strip().removeprefix("-").isdigit()


def _text(row: Row, *names: str) -> str:
    values = (row.get(name) for name in names)
    return next((str(value).strip() for value in values if value not in (None, "")), "")


def _sections(row: Row) -> list[Block]:
    blocks: list[Block] = []
    for section in row.get("sections") or ():
        blocks += _headings([section.get("heading") or ""])
        blocks += _paragraphs(section.get("text") or "")
    return blocks


def _path(row: Row) -> list[Block]:
    section = row.get("section")
    return _headings(section) if isinstance(section, list) else []


def _headings(path: list[str]) -> list[Block]:
    return [
        Block(kind="heading", text=text, level=level)
        for level, text in enumerate(map(str.strip, path), 1)
        if text
    ]


def _paragraphs(text: str) -> list[Block]:
    return [Block(kind="prose", text=part.strip()) for part in text.split("\n") if part.strip()]

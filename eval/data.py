"""Reads evaluation folders: corpora, queries, judgements and questions, in our layout and in BEIR's."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from eval.types import NotRun
from retrieval.errors import PreceptorError
from retrieval.rows import Row, as_document, rows, text_of
from retrieval.types import ReadDocument, Value

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
        name = text_of(row, "id", "_id", "doc_id")
        if not name:
            raise PreceptorError(f"A row of {path} has no id.", "Give each row an id, _id or doc_id.")
        group = str(row[group_by]) if group_by and row.get(group_by) is not None else name
        yield Source(id=name, group=group, document=as_document(row))


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
            Ask(id=text_of(row, "id", "_id"), text=text_of(row, "query", "text", "question"), fields=fields)
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


def lot(seed: int, name: str) -> int:
    """A number drawn by the seed for what has this name, the same wherever it stands in a file."""
    return int.from_bytes(sha256(f"{seed}:{name}".encode()).digest()[:8], "big")


def _question(row: Row, folder: str, answerable: bool | None) -> Question:
    label = row.get("answerable", False if row.get("expected") == "abstain" else answerable)
    name = text_of(row, "id", "_id")
    if not isinstance(label, bool):
        raise PreceptorError(
            f"The question {name} of {folder} does not say whether it can be answered.",
            "Pass its folder with --positives or --negatives.",
        )
    return Question(
        id=name,
        text=text_of(row, "question", "query", "text"),
        answerable=label,
        kind=text_of(row, "kind", "category") or folder,
        document=text_of(row, "doc_id", "target_doc") or None,
        evidence=text_of(row, "evidence") or None,
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

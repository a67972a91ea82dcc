"""The open texts that the shipped models are trained on, as documents of a library."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.errors import PreceptorError
from retrieval.rows import Row, as_document, rows
from retrieval.types import ReadDocument

MEDQUAD, OPENSTAX = "medquad", "openstax"


def documents(data: Path) -> Iterator[tuple[str, ReadDocument]]:
    """Every trainable text of a data folder under the name `corpus:row id`."""
    for row in medquad_rows(data):
        yield f"{MEDQUAD}:{row['id']}", as_document(row)
    for row in openstax_rows(data):
        yield f"{OPENSTAX}:{row['id']}", as_document({"title": row["chapter_title"], **row})


def medquad_rows(data: Path) -> Iterator[Row]:
    """The MedQuAD pairs that no evaluation set touches, and no others."""
    allowed = trainable(data)
    return (row for row in rows(data / MEDQUAD / "corpus.jsonl.gz") if row["id"] in allowed)


def openstax_rows(data: Path) -> Iterator[Row]:
    """The sections of the textbook."""
    return rows(data / OPENSTAX / "corpus.jsonl.gz")


def trainable(data: Path) -> frozenset[str]:
    """The ids in train_ids.txt; without that list nothing of MedQuAD is trained on."""
    listed = data / MEDQUAD / "train_ids.txt"
    if not listed.is_file():
        raise PreceptorError(f"{listed} is missing.", "Training may use only the pairs it lists; restore it.")
    return frozenset(listed.read_text(encoding="utf-8").split())


def glossary(data: Path) -> list[dict[str, Any]]:
    """OpenStax terms: `term`, `definition`, `module`."""
    return list(rows(data / OPENSTAX / "glossary.jsonl"))


def unlabelled(data: Path) -> list[str]:
    """PubMedQA questions and abstract parts, without any label: on them the base model is imitated."""
    texts: list[str] = []
    for row in rows(data / "pubmedqa" / "pubmedqa.jsonl"):
        texts += [row["question"], *(part["text"] for part in row["contexts"])]
    return texts


def read_written(path: Path) -> list[dict[str, Any]]:
    """Questions or statements written for training, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

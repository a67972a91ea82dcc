"""Corpora of JSON lines, as question sets and open texts are handed round: rows read as documents."""

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.errors import PreceptorError
from retrieval.types import Block, Metadata, Page, ReadDocument, Segment

Row = Mapping[str, Any]


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


def as_document(row: Row) -> ReadDocument:
    """A corpus row as a reader would give it: its title, and one page of headings and paragraphs."""
    title = text_of(row, "title", "focus")
    blocks = _sections(row) or [*_path(row), *_paragraphs(text_of(row, "text", "answer"))]
    return ReadDocument(
        media_type="text/plain",
        # An empty title stays empty: the row's id says nothing about its subject and is not indexed.
        metadata=Metadata(title=title, url=text_of(row, "url") or None, kind="article"),
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


def text_of(row: Row, *names: str) -> str:
    """The first of the named fields that holds something, else an empty text."""
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

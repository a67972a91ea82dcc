"""A source between reading and keeping: its fields, its passages, and what is doubtful about it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from retrieval.figures.placing import placed
from retrieval.originals import Originals
from retrieval.passages import cut, indexed_text
from retrieval.ports import Encoder, Vectors
from retrieval.setup import Look
from retrieval.store import Store
from retrieval.suspicious import suspicious_numbers
from retrieval.types import Document, DocumentKind, Figure, Metadata, Passage, ReadDocument

DOUBTS_SHOWN = 10


class CountingEncoder(Encoder, Protocol):
    """An encoder that can also say how long a text is for it."""

    def count_tokens(self, text: str) -> int:
        """The number of tokens of the text."""


class Workshop(NamedTuple):
    """What adding works with; `looks` are taken at every document.

    `settle` brings the indexes level with the store; `changing` is held while store and indexes change, but
    not while files are read and embedded, so that others need not wait for that.
    """

    store: Store
    encoder: CountingEncoder
    originals: Originals
    now: Callable[[], datetime]
    settle: Callable[[], None]
    changing: AbstractContextManager[bool]
    looks: Sequence[Look]


class Prepared(NamedTuple):
    """A document that is read and cut, waiting for its vectors."""

    document: Document
    read: ReadDocument
    passages: list[Passage]
    source: Path | None
    notes: tuple[str, ...]
    supersedes: str | None
    seconds: float
    figures: tuple[Figure, ...] = ()


def prepare(shop: Workshop, name: str, read: ReadDocument, *, given: Metadata, document_id: str) -> Prepared:
    """The document with its passages; what is given about it goes before what it says itself."""
    read = _looked_over(shop, name, read)
    passages = cut(document_id, read, shop.encoder.count_tokens)
    document = _described(document_id, name, read, given=given, at=shop.now())
    return Prepared(
        document=document.model_copy(update={"supersedes": None}),
        read=read,
        passages=passages,
        source=None,
        notes=(*read.notes, *_doubts(passages)),
        supersedes=document.supersedes,
        seconds=0.0,
        figures=placed(document_id, read.pictures, passages),
    )


def _looked_over(shop: Workshop, name: str, read: ReadDocument) -> ReadDocument:
    """The document as the looks leave it, its title being that of its file if it has none."""
    title = _title(name) if read.metadata.title is None else read.metadata.title
    read = read.model_copy(update={"metadata": read.metadata.model_copy(update={"title": title})})
    for look in shop.looks:
        read = look(read)
    return read


def _title(name: str) -> str:
    return Path(name).stem.replace("_", " ").strip() or name


def _described(document_id: str, name: str, read: ReadDocument, *, given: Metadata, at: datetime) -> Document:
    said = read.metadata.model_dump(exclude_none=True)
    said.update(given.model_dump(exclude_none=True, exclude_defaults=True))
    said.setdefault("kind", _kind(read.media_type))
    return Document(
        id=document_id,
        media_type=read.media_type,
        pages=len(read.pages),
        filename=name,
        ingested_at=at,
        cautions=read.cautions,
        **said,
    )


def _kind(media_type: str) -> DocumentKind:
    return "note" if media_type in {"text/plain", "text/markdown"} else "article"


def _doubts(passages: Sequence[Passage]) -> list[str]:
    doubts = [doubt for passage in passages for doubt in suspicious_numbers(passage.text)]
    if len(doubts) > DOUBTS_SHOWN:
        return [*doubts[:DOUBTS_SHOWN], f"{len(doubts) - DOUBTS_SHOWN} more numbers look damaged."]
    return doubts


def embed(encoder: CountingEncoder, title: str, passages: Sequence[Passage]) -> Vectors:
    """The vectors of one document's passages."""
    return encoder.encode([indexed_text(title, passage.headings, passage.text) for passage in passages])

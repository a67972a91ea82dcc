"""Taking sources in: find, read, cut, embed, keep. One document is one transaction."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.originals import Originals, digest, digest_text
from retrieval.passages import cut, indexed_text
from retrieval.ports import Encoder, Vectors
from retrieval.readers.sandbox import check_before_opening
from retrieval.store import Entry, Store
from retrieval.types import Document, DocumentKind, IngestLine, Metadata, Passage, ReadDocument, Value

CUTTER = "1"
PASSAGES_AT_ONCE = 256
WAIT_S = 1.0

Stage = Literal["reading", "embedding", "done"]


class Progress(Value):
    """How far adding has come: `done` of `total` files, and what happens to `file` now."""

    file: str
    done: int
    total: int
    stage: Stage


class CountingEncoder(Encoder, Protocol):
    """An encoder that can also say how long a text is for it."""

    def count_tokens(self, text: str) -> int:
        """The number of tokens of the text."""


class FileReader(Protocol):
    """Reads one file in safety."""

    def read(self, path: Path) -> ReadDocument:
        """What is in the file. Raises Refused or Skipped with the reason."""


class Workshop(NamedTuple):
    """What adding works with."""

    store: Store
    encoder: CountingEncoder
    originals: Originals
    now: Callable[[], datetime]
    settle: Callable[[], None]  # called after commits: brings the indexes level


class Prepared(NamedTuple):
    """A document that is read and cut, waiting for its vectors."""

    document: Document
    read: ReadDocument
    passages: list[Passage]
    source: Path | None
    seconds: float


def describe(document_id: str, name: str, read: ReadDocument, *, given: Metadata, at: datetime) -> Document:
    """The document's fields: what was given goes before what the source says."""
    said = read.metadata.model_dump(exclude_none=True)
    said.update(given.model_dump(exclude_none=True, exclude_defaults=True))
    said.setdefault("title", Path(name).stem.replace("_", " ").strip() or name)
    said.setdefault("kind", _kind(read.media_type))
    facts = {"id": document_id, "media_type": read.media_type, "pages": len(read.pages), "filename": name}
    return Document(**said, **facts, ingested_at=at)


def _kind(media_type: str) -> DocumentKind:
    return "note" if media_type in {"text/plain", "text/markdown"} else "article"


def add_read(shop: Workshop, sources: Iterable[tuple[str, ReadDocument]]) -> int:
    """How many documents that were read elsewhere have been taken in; those already here are left alone."""
    count = 0
    for group in _groups(_prepare_read(shop, sources)):
        _keep(shop, group)
        count += len(group)
    shop.settle()
    return count


def _prepare_read(shop: Workshop, sources: Iterable[tuple[str, ReadDocument]]) -> Iterator[Prepared]:
    taken: set[str] = set()
    for name, read in sources:
        document_id = digest_text(name, *(page.text for page in read.pages))
        if document_id not in taken and not shop.store.has_document(document_id):
            taken.add(document_id)
            document = describe(document_id, name, read, given=Metadata(), at=shop.now())
            yield Prepared(document, read, cut(document_id, read, shop.encoder.count_tokens), None, 0.0)


def _groups(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    group: list[Prepared] = []
    for one in prepared:
        group.append(one)
        if sum(len(member.passages) for member in group) >= PASSAGES_AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def add(
    shop: Workshop,
    files: Sequence[Path],
    *,
    reader: FileReader,
    metadata: Metadata,
    on_progress: Callable[[Progress], None],
    stop: Callable[[], bool],
) -> Iterator[IngestLine]:
    """One line a file, given only when what it reports is kept and searchable."""
    group: list[Prepared] = []
    since = time.monotonic()
    for done, path in enumerate(files):
        if stop():
            break
        on_progress(Progress(file=path.name, done=done, total=len(files), stage="reading"))
        outcome = _prepare(shop, path, reader=reader, metadata=metadata)
        if isinstance(outcome, Prepared) and any(one.document.id == outcome.document.id for one in group):
            yield from _finish(shop, group)
            group, outcome = [], IngestLine(file=str(path), outcome="unchanged", document=outcome.document.id)
        if isinstance(outcome, IngestLine):
            yield outcome
        else:
            group.append(outcome)
        if _is_full(group, since):
            on_progress(Progress(file=path.name, done=done, total=len(files), stage="embedding"))
            yield from _finish(shop, group)
            group, since = [], time.monotonic()
    yield from _finish(shop, group)


def _is_full(group: Sequence[Prepared], since: float) -> bool:
    passages = sum(len(one.passages) for one in group)
    return passages >= PASSAGES_AT_ONCE or (bool(group) and time.monotonic() - since > WAIT_S)


def _prepare(shop: Workshop, path: Path, *, reader: FileReader, metadata: Metadata) -> Prepared | IngestLine:
    started = time.monotonic()
    try:
        check_before_opening(path)
        document_id = digest(path)
        if shop.store.has_document(document_id):
            return IngestLine(file=str(path), outcome="unchanged", document=document_id)
        read = reader.read(path)
        passages = cut(document_id, read, shop.encoder.count_tokens)
        document = describe(document_id, path.name, read, given=metadata, at=shop.now())
    except Refused as error:
        return IngestLine(file=str(path), outcome="refused", reason=str(error))
    except Skipped as error:
        return IngestLine(file=str(path), outcome="skipped", reason=str(error))
    except OSError as error:
        return IngestLine(file=str(path), outcome="refused", reason=f"It cannot be read ({error.strerror}).")
    return Prepared(document, read, passages, path, time.monotonic() - started)


def _finish(shop: Workshop, group: Sequence[Prepared]) -> Iterator[IngestLine]:
    if not group:
        return
    _keep(shop, group)
    shop.settle()
    for one in group:
        yield _line(one)


def _keep(shop: Workshop, group: Sequence[Prepared]) -> None:
    texts = [
        indexed_text(one.document.title, passage.headings, passage.text)
        for one in group
        for passage in one.passages
    ]
    vectors = shop.encoder.encode(texts)
    start = 0
    for one in group:
        end = start + len(one.passages)
        _keep_one(shop, one, vectors[start:end])
        start = end


def _keep_one(shop: Workshop, one: Prepared, vectors: Vectors) -> None:
    entry = Entry(
        document=one.document,
        pages=one.read.pages,
        passages=one.passages,
        vectors=vectors,
        encoder=shop.encoder.fingerprint,
        cutter=CUTTER,
        has_original=one.source is not None,
        notes=one.read.notes,
    )
    if one.source is not None:
        shop.originals.keep(one.source, one.document.id)
    try:
        shop.store.add(entry)
    except PreceptorError:
        shop.originals.forget(one.document.id, one.document.filename)
        raise


def _line(one: Prepared) -> IngestLine:
    return IngestLine(
        file=str(one.source),
        outcome="added",
        document=one.document.id,
        pages=len(one.read.pages),
        passages=len(one.passages),
        tables=one.read.tables,
        figures=one.read.figures,
        pages_without_text=one.read.pages_without_text,
        notes=one.read.notes,
        seconds=round(one.seconds, 3),
    )

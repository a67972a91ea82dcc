"""Taking sources in: find, read, cut, embed, keep. One document is one transaction."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from retrieval import editions
from retrieval.details import update
from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.figures.placing import keep_pictures
from retrieval.originals import digest, digest_text
from retrieval.passages import indexed_text
from retrieval.ports import Vectors
from retrieval.prepare import Prepared, Workshop, prepare
from retrieval.readers.encoding import decode
from retrieval.readers.find import sidecar_of
from retrieval.readers.sandbox import check_before_opening
from retrieval.readers.sidecar import merged, read_sidecar
from retrieval.store import Entry, Store
from retrieval.types import IngestLine, Metadata, ReadDocument, Value

# Changes whenever documents would be cut differently, so that old passages can be told from new ones.
CUTTER = "2"
SIDECAR_BYTES = 256 * 1024
# Small documents are embedded together until there are so many passages, or so much time has passed.
PASSAGES_AT_ONCE = 256
WAIT_S = 1.0

Stage = Literal["reading", "embedding"]


class Progress(Value):
    """How far adding has come: `done` of `total` files, and what happens to `file` now."""

    file: str
    done: int
    total: int
    stage: Stage


OnProgress = Callable[[Progress], None]


def add(
    shop: Workshop,
    files: Sequence[Path],
    *,
    read: Callable[[Path], ReadDocument],
    given: Metadata,
    on_progress: OnProgress,
    stop: Callable[[], bool],
) -> Iterator[IngestLine]:
    """One line a file, given only when what it reports is kept and searchable."""
    group: list[Prepared] = []
    since = time.monotonic()
    for done, path in enumerate(files):
        if stop():
            break
        on_progress(Progress(file=path.name, done=done, total=len(files), stage="reading"))
        outcome = _read_file(shop, path, read=read, given=given)
        if isinstance(outcome, Prepared) and any(one.document.id == outcome.document.id for one in group):
            yield from _finish(shop, group)
            group, outcome = [], _unchanged(path, outcome.document.id)
        if isinstance(outcome, IngestLine):
            yield outcome
        else:
            group.append(outcome)
        if _is_full(group, since):
            on_progress(Progress(file=path.name, done=done, total=len(files), stage="embedding"))
            yield from _finish(shop, group)
            group, since = [], time.monotonic()
    yield from _finish(shop, group)


def add_read(shop: Workshop, sources: Iterable[tuple[str, ReadDocument]]) -> int:
    """How many documents that were read elsewhere have been taken in; those already here are left alone."""
    count = 0
    for group in _groups(_prepare_read(shop, sources)):
        vectors = _embedded(shop, group)
        with shop.changing:
            _keep(shop, group, vectors)
        count += len(group)
    with shop.changing:
        shop.settle()
    return count


def _read_file(
    shop: Workshop, path: Path, *, read: Callable[[Path], ReadDocument], given: Metadata
) -> Prepared | IngestLine:
    started = time.monotonic()
    try:
        check_before_opening(path)
        document_id = digest(path)
        if shop.store.has_document(document_id):
            return _known(shop, path, document_id, given)
        prepared = prepare(shop, path.name, read(path), given=given, document_id=document_id)
    except Refused as error:
        return IngestLine(file=str(path), outcome="refused", reason=str(error))
    except Skipped as error:
        return IngestLine(file=str(path), outcome="skipped", reason=str(error))
    except OSError as error:
        return IngestLine(file=str(path), outcome="refused", reason=f"It cannot be read ({error.strerror}).")
    return prepared._replace(source=path, seconds=time.monotonic() - started)


def _known(shop: Workshop, path: Path, document_id: str, given: Metadata) -> IngestLine:
    """A file whose bytes are here already: what is said about it may be new."""
    sidecar = sidecar_of(path)
    said = given if sidecar is None else merged(given, _sidecar(sidecar))
    changed = update(shop, document_id, said)
    return _unchanged(path, document_id, f"Updated: {', '.join(changed)}." if changed else "")


def _sidecar(path: Path) -> Metadata:
    with path.open("rb") as file:
        return read_sidecar(decode(file.read(SIDECAR_BYTES))[0])[0]


def _unchanged(path: Path, document_id: str, reason: str = "") -> IngestLine:
    return IngestLine(file=str(path), outcome="unchanged", document=document_id, reason=reason)


def _prepare_read(shop: Workshop, sources: Iterable[tuple[str, ReadDocument]]) -> Iterator[Prepared]:
    taken: set[str] = set()
    for name, read in sources:
        document_id = digest_text(name, *(page.text for page in read.pages))
        if document_id not in taken and not shop.store.has_document(document_id):
            taken.add(document_id)
            yield prepare(shop, name, read, given=Metadata(), document_id=document_id)


def _groups(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    group: list[Prepared] = []
    for one in prepared:
        group.append(one)
        if _size(group) >= PASSAGES_AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _is_full(group: Sequence[Prepared], since: float) -> bool:
    return _size(group) >= PASSAGES_AT_ONCE or (bool(group) and time.monotonic() - since > WAIT_S)


def _size(group: Sequence[Prepared]) -> int:
    return sum(len(one.passages) for one in group)


def _finish(shop: Workshop, group: Sequence[Prepared]) -> Iterator[IngestLine]:
    if not group:
        return
    vectors = _embedded(shop, group)
    with shop.changing:
        refused = _keep(shop, group, vectors)
        shop.settle()
    for one in group:
        reason = refused.get(one.document.id)
        yield _line(one, shop.store) if reason is None else _refused(one, reason)


def _embedded(shop: Workshop, group: Sequence[Prepared]) -> Vectors:
    """The vectors of all passages of the group, in order."""
    texts = [
        indexed_text(one.document.title, passage.headings, passage.text)
        for one in group
        for passage in one.passages
    ]
    starts = range(0, len(texts) or 1, PASSAGES_AT_ONCE)
    return np.concatenate([shop.encoder.encode(texts[at : at + PASSAGES_AT_ONCE]) for at in starts])


def _keep(shop: Workshop, group: Sequence[Prepared], vectors: Vectors) -> dict[str, str]:
    """The reasons, by document id, for what could not be kept: files that changed since they were read."""
    refused: dict[str, str] = {}
    start = 0
    for one in group:
        end = start + len(one.passages)
        try:
            _keep_one(shop, one, vectors[start:end])
        except Refused as error:
            refused[one.document.id] = str(error)
        start = end
    editions.link_waiting(shop.store, shop.now())
    return refused


def _refused(one: Prepared, reason: str) -> IngestLine:
    return IngestLine(file=str(one.source), outcome="refused", reason=reason)


def _keep_one(shop: Workshop, one: Prepared, vectors: Vectors) -> None:
    figures = one.figures
    if one.source is not None:
        kept = shop.originals.keep(one.source, one.document.id)
        figures = keep_pictures(shop.originals, kept, figures, one.source.parent)
    entry = Entry(
        document=one.document,
        pages=one.read.pages,
        passages=one.passages,
        vectors=vectors,
        encoder=shop.encoder.fingerprint,
        cutter=CUTTER,
        has_original=one.source is not None,
        notes=one.notes,
        said_supersedes=one.supersedes,
        figures=figures,
    )
    try:
        shop.store.add(entry)
    except PreceptorError:
        shop.originals.forget(one.document.id, one.document.filename)
        raise


def _line(one: Prepared, store: Store) -> IngestLine:
    document = store.document(one.document.id)
    notes = [*one.notes, editions.suggestion(document, store.documents())]
    if one.supersedes is not None and document.supersedes is None:
        notes.append(f"It says that it supersedes “{one.supersedes}”, which is not here yet.")
    return IngestLine(
        file=str(one.source),
        outcome="added",
        document=document.id,
        pages=len(one.read.pages),
        passages=len(one.passages),
        tables=one.read.tables,
        figures=one.read.figures,
        pages_without_text=one.read.pages_without_text,
        notes=tuple(note for note in notes if note),
        seconds=round(one.seconds, 3),
    )

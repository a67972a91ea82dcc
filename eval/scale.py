"""A library many times its size, without embedding anything again: does search stay fast and exact?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from eval.metrics import mean
from eval.types import OnProgress, Score
from retrieval.library import Library
from retrieval.originals import digest_text
from retrieval.ports import Probe, Vectors
from retrieval.store import Entry
from retrieval.types import Document, Page, Passage

NOISE = 0.35
"""Length of what is added to a unit vector: its copies then have a cosine of about 0.94 with it, and lie as
close to each other as passages of the same subject do."""
PASSAGES_AT_ONCE = 2000
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
COMPLETE = "complete"


@contextmanager
def grown(
    library: Library, passages: int, cache: Path, *, seed: int, on_progress: OnProgress
) -> Iterator[Library]:
    """A library of about so many passages: copies of this one's texts, their vectors slightly moved."""
    folder = cache / f"{library.folder.name}-{passages}-{seed}"
    with Library.open(folder, encoder=library.encoder, ranker=library.ranker) as large:
        if not (folder / COMPLETE).is_file():
            held = large.store.count_passages()
            for entry in _entries(library, passages, seed):
                if not large.store.has_document(entry.document.id):
                    large.store.add(entry)
                    held += len(entry.passages)
                    on_progress("Growing the library", held, passages)
            on_progress("Indexing the grown library", 0, 1)
            large.legs()
            large.wait()
            (folder / COMPLETE).touch()
        yield large


def dense_recall(library: Library, questions: Sequence[str], on_progress: OnProgress) -> Score:
    """The share of the ten nearest passages, by exact search, that the dense index finds."""
    stored = library.store.matrix(library.encoder.fingerprint)
    index = library.legs().dense
    shares: list[float | None] = []
    for done, question in enumerate(questions, 1):
        vector = library.encoder.encode_queries([question])[0]
        nearest = stored.ns[np.argsort(-(stored.vectors @ vector), kind="stable")[:10]]
        found = index.search(Probe(text=question, vector=vector), 10, None)
        shares.append(len({n for n, _ in found} & set(nearest.tolist())) / len(nearest))
        on_progress("Comparing with exact search", done, len(questions))
    return mean(shares)


def _entries(library: Library, wanted: int, seed: int) -> Iterator[Entry]:
    """Copies of the library's passages, packed into few large documents: a transaction each."""
    chance = np.random.default_rng(seed)
    made = 0
    for copy in range(wanted):
        for part, (passages, vectors) in enumerate(_packs(library)):
            if made >= wanted:
                return
            passages, vectors = passages[: wanted - made], vectors[: wanted - made]
            made += len(passages)
            yield _entry(
                f"copy {copy}, part {part}", passages, _moved(vectors, chance if copy else None), library
            )


def _packs(library: Library) -> Iterator[tuple[list[Passage], Vectors]]:
    passages: list[Passage] = []
    vectors: list[Vectors] = []
    for document in sorted(library.documents(), key=lambda document: document.id):
        passages += library.store.passages_of(document.id)
        vectors += [row.vector for row in library.store.rows_of(document.id)]
        if len(passages) >= PASSAGES_AT_ONCE:
            yield passages, np.stack(vectors)
            passages, vectors = [], []
    if passages:
        yield passages, np.stack(vectors)


def _moved(vectors: Vectors, chance: np.random.Generator | None) -> Vectors:
    if chance is None:
        return vectors
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    moved = vectors + NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


def _entry(name: str, passages: Sequence[Passage], vectors: Vectors, library: Library) -> Entry:
    identity = digest_text(name, *(passage.id for passage in passages))
    document = Document(
        id=identity,
        title=name,
        kind="note",
        media_type="text/plain",
        pages=1,
        ingested_at=EPOCH,
        filename=name,
    )
    return Entry(
        document=document,
        pages=[Page(index=0, text="")],
        passages=[
            passage.model_copy(
                update={
                    "id": digest_text(identity, passage.id)[:24],
                    "document": identity,
                    "ordinal": ordinal,
                }
            )
            for ordinal, passage in enumerate(passages)
        ],
        vectors=vectors,
        encoder=library.encoder.fingerprint,
        cutter="copied",
        has_original=False,
    )

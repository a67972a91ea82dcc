"""Small documents and an encoder whose vectors can be foreseen, for the tests of the library."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np

from retrieval.ports import Vectors
from retrieval.store import Entry, Store
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL
from retrieval.types import Block, Document, Page, Passage, Row, Segment

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class WordEncoder:
    """Each text becomes a random direction drawn from its digest: the same text, the same vector."""

    fingerprint = "words@1"
    dimension = 16

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        rows = [self._draw(text) for text in texts]
        return np.array(rows, np.float32).reshape(len(rows), self.dimension)

    encode_queries = encode

    def count_tokens(self, text: str) -> int:
        """Its words."""
        return len(text.split())

    def _draw(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)


def open_store(folder: Path, url: str | None = None) -> Store:
    """A migrated store in the folder, or in the database of the URL."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_engine(folder, url)
    migrate(engine, RETRIEVAL, NOON)
    return Store(engine)


def document(name: str, **fields: object) -> Document:
    """A document named by one word."""
    facts = {"title": name.title(), "kind": "guideline", "media_type": "text/markdown", "pages": 1}
    return Document.model_validate(
        {
            "id": sha256(name.encode()).hexdigest()[:32],
            "ingested_at": NOON,
            "filename": f"{name}.md",
            **facts,
            **fields,
        }
    )


def entry(name: str, texts: Sequence[str] = ("one", "two"), **fields: object) -> Entry:
    """A document of one page, one passage a text."""
    kept = document(name, **fields)
    page = Page(
        index=0,
        text="\n".join(texts),
        title=name.title(),
        blocks=tuple(_block(texts, position) for position in range(len(texts))),
    )
    return Entry(
        document=kept,
        pages=[page],
        passages=[_passage(kept, block, position) for position, block in enumerate(page.blocks)],
        vectors=WordEncoder().encode(texts),
        encoder=WordEncoder.fingerprint,
        cutter="1",
        has_original=False,
    )


def _block(texts: Sequence[str], position: int) -> Block:
    start = sum(len(text) + 1 for text in texts[:position])
    text = texts[position]
    segment = Segment(start=0, end=len(text), page=0, page_start=start, page_end=start + len(text))
    return Block(kind="prose", text=text, segments=(segment,))


def _passage(kept: Document, block: Block, position: int) -> Passage:
    return Passage(
        id=sha256(f"{kept.id}{position}".encode()).hexdigest()[:32],
        document=kept.id,
        ordinal=position,
        kind="prose",
        text=block.text,
        headings=(kept.title,),
        segments=block.segments,
        rows=(Row(start=0, end=1, cells=(("drug", "ramipril"),)),) if position == 1 else (),
    )

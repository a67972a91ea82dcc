"""The derived indexes of figures: their words in tantivy, caption and picture vectors in Chroma."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.figures.ledgers import VectorLedger, WordLedger
from retrieval.indexes.chroma import ChromaIndex
from retrieval.indexes.legs import Leg
from retrieval.indexes.lexical import LexicalIndex
from retrieval.store import Store
from retrieval.store.figures import Kind

FOLDER = "figures"


class FigureLegs:
    """Three legs, each opened when it is first needed; a collection a kind of vector and encoder."""

    def __init__(self, folder: Path, store: Store, chroma_url: str | None) -> None:
        self._folder = folder / FOLDER
        self._store = store
        self._url = chroma_url
        self._words: Leg[LexicalIndex] | None = None
        self._dense: dict[Kind, tuple[str, Leg[ChromaIndex]]] = {}

    @property
    def words(self) -> Leg[LexicalIndex]:
        """The index of captions, texts for those who cannot see, and nearest texts."""
        if self._words is None:
            self._words = Leg(WordLedger(self._store), self._make_words)
        return self._words

    @property
    def captions(self) -> Leg[ChromaIndex] | None:
        """The vectors of captions, None where there are none or nothing can be searched by meaning."""
        return self._dense["caption"][1] if "caption" in self._dense else None

    @property
    def images(self) -> Leg[ChromaIndex] | None:
        """The vectors of pictures, None where there are none or there is no image encoder."""
        return self._dense["image"][1] if "image" in self._dense else None

    def open(self, captions: str | None, images: str | None) -> None:
        """Turns to the vectors of these encoders; None: to none. Chroma is loaded where there are some."""
        chosen: dict[Kind, str | None] = {"caption": captions, "image": images}
        for kind, encoder in chosen.items():
            held = self._dense.get(kind)
            if held is not None and held[0] != encoder:
                held[1].close()
                del self._dense[kind]
            if encoder is not None and kind not in self._dense:
                ledger = VectorLedger(self._store.engine, kind)
                if ledger.count_passages(encoder):
                    self._dense[kind] = (encoder, self._open_dense(kind, ledger, encoder))

    def level(self) -> None:
        """Takes in what changed since, in all that are open."""
        for _, leg in self._all():
            leg.level()

    def rebuild(self) -> None:
        """Makes all that are open anew; nothing is embedded again."""
        for _, leg in self._all():
            leg.rebuild()

    def faults(self) -> dict[str, str]:
        """What is wrong with each, empty if nothing is."""
        return {name: leg.fault() for name, leg in self._all()}

    def close(self) -> None:
        """Lets go of the files."""
        for _, leg in self._dense.values():
            leg.close()

    def _all(self) -> "Iterator[tuple[str, Leg[Any]]]":
        yield "figure words", self.words
        for kind, (_, leg) in self._dense.items():
            yield f"figure {kind}", leg

    def _make_words(self, fresh: bool) -> LexicalIndex:
        folder = self._folder / "words"
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        return LexicalIndex(folder)

    def _open_dense(self, kind: Kind, ledger: VectorLedger, encoder: str) -> Leg[ChromaIndex]:
        def make(fresh: bool) -> ChromaIndex:
            return ChromaIndex(self._folder / kind, encoder=encoder, url=self._url, fresh=fresh)

        return Leg(ledger, make, encoder=encoder, close=ChromaIndex.close)

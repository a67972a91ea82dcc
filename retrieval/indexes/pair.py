"""Both indexes of a library, kept level together."""

import shutil
from pathlib import Path

from retrieval.indexes import dense
from retrieval.indexes.legs import DAMAGE, Leg
from retrieval.indexes.lexical import LexicalIndex
from retrieval.ports import Probe
from retrieval.store import Store


class IndexPair:
    """The lexical and the dense leg. Opening brings them level with the store."""

    def __init__(self, folder: Path, store: Store, encoder: str, *, chroma_url: str | None) -> None:
        def make(fresh: bool) -> LexicalIndex:
            if fresh:
                shutil.rmtree(folder / "lexical", ignore_errors=True)
            return LexicalIndex(folder / "lexical")

        def open_dense(encoder: str) -> dense.DenseLeg:
            return dense.DenseLeg(folder / "chroma", store, encoder, url=chroma_url, limit=dense.EXACT_LIMIT)

        self.lexical = Leg(store, make)
        self._open_dense = open_dense
        self._encoder = encoder
        self.dense = open_dense(encoder)
        self.level()

    def use(self, encoder: str) -> None:
        """Turns the dense leg to the vectors of another encoder."""
        if encoder != self._encoder:
            self.dense.close()
            self.dense = self._open_dense(encoder)
            self._encoder = encoder

    def level(self) -> None:
        """Takes in what changed since, in both."""
        self.lexical.level()
        self.dense.level()

    def rebuild(self) -> None:
        """Makes both anew."""
        self.lexical.rebuild()
        self.dense.rebuild()

    def faults(self) -> dict[str, str]:
        """What is wrong with each index, empty if nothing is."""
        return {"lexical": self.lexical.fault(), "dense": self.dense.fault()}

    def heal(self, probe: Probe) -> bool:
        """Whether an index could not answer this probe and has been made anew."""
        healed = False
        for leg in (self.lexical, self.dense):
            try:
                leg.index.search(probe, 1, None)
            except DAMAGE:
                leg.rebuild()
                healed = True
        return healed

    def close(self) -> None:
        """Lets go of the files."""
        self.lexical.close()
        self.dense.close()

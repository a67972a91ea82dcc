"""The two indexes of a library in use: opened, brought level, and made again when they are damaged."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from retrieval.indexes.sync import catch_up
from retrieval.ports import Index
from retrieval.store import Store


class IndexPair(NamedTuple):
    """The lexical and the dense leg of one library."""

    lexical: "Leg"
    dense: "Leg"

    def level(self) -> None:
        """Takes in what changed since, in both."""
        self.lexical.level()
        self.dense.level()

    def rebuild(self) -> None:
        """Makes both anew."""
        self.lexical.rebuild()
        self.dense.rebuild()


def open_pair(folder: Path, store: Store, encoder: str) -> IndexPair:
    """Both legs, level with the store."""
    from retrieval.indexes.exact import ExactIndex
    from retrieval.indexes.lexical import LexicalIndex

    lexical = Leg(folder / "lexical", store, LexicalIndex)
    dense = Leg(folder / "exact", store, lambda _: ExactIndex(store.matrix(encoder), store.latest_change()))
    pair = IndexPair(lexical, dense)
    pair.level()
    return pair


class Leg:
    """One index in its folder. Damaged or ahead of the library, it is thrown away and made again."""

    def __init__(self, folder: Path, store: Store, make: Callable[[Path], Index]) -> None:
        self.folder = folder
        self._store = store
        self._make = make
        self._level = threading.RLock()
        self.index = self._open()

    def level(self) -> None:
        """Takes in what changed since."""
        with self._level:
            catch_up(self.index, self._store)

    def rebuild(self) -> None:
        """Makes the index anew from what the store holds."""
        with self._level:
            self._wipe()
            self.index = self._make(self.folder)
            catch_up(self.index, self._store)

    def _open(self) -> Index:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            index = self._make(self.folder)
            if index.watermark <= self._store.latest_change():
                return index
        except (OSError, ValueError):
            pass
        self._wipe()
        return self._make(self.folder)

    def _wipe(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)

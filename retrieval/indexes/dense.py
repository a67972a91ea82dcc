"""The dense leg: exact search while the library is small, Chroma's graph when it is large."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import PreceptorError
from retrieval.indexes.exact import ExactIndex
from retrieval.indexes.legs import CountedIndex, Leg
from retrieval.store import Store

if TYPE_CHECKING:
    from retrieval.indexes.chroma import ChromaIndex

# Exact search takes 5 ms at 33,000 passages and nothing to build; at 330,000 it takes 55 ms.
EXACT_LIMIT = 50_000
# A graph that lags by no more than this is brought level at once, else while exact search serves.
SOON = 200


class DenseLeg:
    """One of the two indexes at a time; the graph is built in the background when the limit is passed."""

    def __init__(self, folder: Path, store: Store, encoder: str, *, url: str | None, limit: int) -> None:
        self._folder = folder
        self._store = store
        self._encoder = encoder
        self._url = url
        self._limit = limit
        self._swapping = threading.RLock()
        self._closing = threading.Event()
        self._trouble = ""
        self._builder: threading.Thread | None = None
        self._graph: Leg[ChromaIndex] | None = None
        self._used: Leg[ChromaIndex] | Leg[ExactIndex] | None = None
        self.level()

    @property
    def index(self) -> CountedIndex:
        """The index in use."""
        return self._in_use().index

    def level(self) -> None:
        """Takes in what changed since; passing the limit starts the building of the graph."""
        with self._swapping:
            if self._graph is None and self._is_large():
                self._graph = self._open_graph()
                if self._graph.lag <= SOON:
                    self._used = self._graph
                else:
                    self._start()
            self._in_use().level()

    def wait(self) -> None:
        """Returns when no graph is being built any more."""
        if self._builder is not None:
            self._builder.join()

    def rebuild(self) -> None:
        """Makes the index in use anew."""
        self.wait()
        with self._swapping:
            self._in_use().rebuild()

    def fault(self) -> str:
        """What is wrong with the index in use, empty if nothing is."""
        return self._trouble or self._in_use().fault()

    def close(self) -> None:
        """Stops building and lets go of the files; what was built is kept."""
        self._closing.set()
        self.wait()
        if self._graph is not None:
            self._graph.close()

    def _is_large(self) -> bool:
        return self._url is not None or self._store.count_passages() >= self._limit

    def _in_use(self) -> "Leg[ChromaIndex] | Leg[ExactIndex]":
        if self._used is None:
            self._used = Leg(self._store, self._open_exact, encoder=self._encoder)
        return self._used

    def _open_exact(self, _fresh: bool) -> ExactIndex:
        latest = self._store.latest_change()
        return ExactIndex(self._store.matrix(self._encoder), latest)

    def _open_graph(self) -> "Leg[ChromaIndex]":
        from retrieval.indexes.chroma import ChromaIndex

        def make(fresh: bool) -> ChromaIndex:
            return ChromaIndex(self._folder, encoder=self._encoder, url=self._url, fresh=fresh)

        return Leg(self._store, make, encoder=self._encoder, close=ChromaIndex.close)

    def _start(self) -> None:
        self._builder = threading.Thread(target=self._build, name="build-graph", daemon=True)
        self._builder.start()

    def _build(self) -> None:
        graph = self._graph
        try:
            if graph is not None and graph.level(self._closing.is_set):
                with self._swapping:
                    graph.level()
                    self._used = graph
        except PreceptorError as error:
            self._trouble = str(error)

"""Figures of documents from before figures were kept: read from the kept originals."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.figures.placing import placed
from retrieval.originals import Originals
from retrieval.readers.sandbox import Sandbox
from retrieval.setup import Look
from retrieval.store import Store
from retrieval.types import Figure


class Shelf(NamedTuple):
    """What is read, how it is looked over, and the time."""

    store: Store
    originals: Originals
    looks: Sequence[Look]
    now: Callable[[], datetime]


class OlderFigures:
    """Reads the waiting documents in a thread of its own, until none waits or the library is closed."""

    def __init__(self, shelf: Shelf, closing: threading.Event) -> None:
        self._shelf = shelf
        self._closing = closing
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self.trouble = ""

    def waiting(self) -> tuple[str, ...]:
        """The documents whose figures have not been read yet."""
        return self._shelf.store.without_figures_read()

    def start(self) -> None:
        """Begins, unless it is at work already or nothing waits."""
        with self._starting:
            if (self._thread is not None and self._thread.is_alive()) or not self.waiting():
                return
            self._thread = threading.Thread(target=self._run, name="older-figures", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Returns when it has ended: all is read, a fault keeps it from going on, or the library closes."""
        if self._thread is not None:
            self._thread.join()

    def told(self) -> str:
        """In words how many documents wait, empty if none does."""
        waiting = len(self.waiting())
        if not waiting:
            return ""
        sources = "1 source has" if waiting == 1 else f"{waiting} sources have"
        stopped = f" Reading them stopped: {self.trouble}" if self.trouble else ""
        return f"{sources} figures that are not read yet; they are not found until then.{stopped}"

    def _run(self) -> None:
        self.trouble = ""
        try:
            with Sandbox() as reader:
                for document_id in self.waiting():
                    if self._closing.is_set():
                        return
                    self._shelf.store.add_figures(
                        document_id, self._read(reader, document_id), self._shelf.now()
                    )
        except PreceptorError as fault:  # nobody waits here for words: the notes of a search tell
            self.trouble = str(fault)

    def _read(self, reader: Sandbox, document_id: str) -> tuple[Figure, ...]:
        """Its figures; none where the original is gone or cannot be read, which `library check` tells."""
        store = self._shelf.store
        document = store.document(document_id)
        path = self._shelf.originals.path(document_id, document.filename)
        try:
            read = reader.read(path)
        except (Refused, Skipped):
            return ()
        for look in self._shelf.looks:
            read = look(read)
        found = [figure for figure in read.pictures if figure.page < document.pages]
        return placed(document_id, found, store.passages_of(document_id))

"""An index on disk in use: opened, brought level, and made again when it is damaged."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from retrieval.errors import PreceptorError
from retrieval.indexes.sync import Ledger, catch_up, never
from retrieval.ports import Index

# What tantivy and Chroma raise when their files are not what they wrote.
DAMAGE = (OSError, ValueError)


class CountedIndex(Index, Protocol):
    """An index that can say how many passages it holds."""

    def __len__(self) -> int:
        """How many passages it holds."""


Held = TypeVar("Held", bound=CountedIndex)


def _nothing(_index: object) -> None:
    """Needs no closing."""


class Leg(Generic[Held]):
    """One index. Damaged or ahead of the library, it is thrown away and made again from the store.

    `make(fresh)` opens the index; if fresh, after throwing away what was there. With `encoder`, it holds
    only passages with vectors of this encoder.
    """

    def __init__(
        self,
        store: Ledger,
        make: Callable[[bool], Held],
        *,
        encoder: str | None = None,
        close: Callable[[Held], None] = _nothing,
    ) -> None:
        self._store = store
        self._make = make
        self._encoder = encoder
        self._close = close
        self._lock = threading.RLock()
        self.index = self._open()

    @property
    def lag(self) -> int:
        """How many changes the index has not read yet."""
        return self._store.latest_change() - self.index.watermark

    def level(self, stop: Callable[[], bool] = never) -> bool:
        """Whether all that was missing has been taken in: False only if it was stopped."""
        with self._lock:
            try:
                return catch_up(self.index, self._store, encoder=self._encoder, stop=stop)
            except DAMAGE:
                return self._renew(stop)

    def rebuild(self) -> None:
        """Makes the index anew from what the store holds; nothing is embedded again."""
        with self._lock:
            self._renew(never)

    def fault(self) -> str:
        """What is wrong with the index, empty if nothing is."""
        stored, latest = self._store.count_passages(self._encoder), self._store.latest_change()
        try:
            held, read = len(self.index), self.index.watermark
        except DAMAGE as error:
            return f"it cannot be read ({error})"
        if read != latest:
            return f"it has read up to change {read} of {latest}"
        return "" if held == stored else f"it holds {held} passages of {stored}"

    def close(self) -> None:
        """Lets go of the files."""
        self._close(self.index)

    def _open(self) -> Held:
        try:
            index = self._make(False)
            if index.watermark <= self._store.latest_change():
                return index
            self._close(index)
        except DAMAGE:
            pass
        return self._make(True)

    def _renew(self, stop: Callable[[], bool]) -> bool:
        try:
            self._close(self.index)
            self.index = self._make(True)
            return catch_up(self.index, self._store, encoder=self._encoder, stop=stop)
        except DAMAGE as error:
            raise PreceptorError(
                f"The search index cannot be written ({error}); no document is lost.",
                "Free some space or check the folder's permissions, then run: preceptor library rebuild.",
            ) from error

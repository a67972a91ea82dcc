"""The dense leg of a small library: every stored vector in memory, compared one by one."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.ports import IndexRow, Probe, Scope, Vectors


class _Table(NamedTuple):
    """One state of the index. It is replaced, never changed, so that a search in another thread is safe."""

    ns: NDArray[np.int64]
    codes: NDArray[np.int32]
    vectors: Vectors
    ids: tuple[str, ...]


class ExactIndex:
    """An `Index` that lives in memory. It starts from (ns, codes, vectors, ids) as the store keeps them."""

    def __init__(
        self, start: tuple[NDArray[np.int64], NDArray[np.int32], Vectors, tuple[str, ...]], watermark: int
    ) -> None:
        self._table = _Table(*start)
        self._watermark = watermark

    @property
    def watermark(self) -> int:
        """The last change of the library that this index holds."""
        return self._watermark

    def __len__(self) -> int:
        return len(self._table.ns)

    def add(self, rows: Iterable[IndexRow], watermark: int) -> None:
        """Take rows in; rows that are already here are replaced."""
        new = list(rows)
        if new:
            table = self._without_rows({row.n for row in new})
            ids = tuple(dict.fromkeys([*table.ids, *(row.document for row in new)]))
            code = {document: i for i, document in enumerate(ids)}
            vectors = np.stack([row.vector for row in new]).astype(np.float32)
            held = table.vectors if len(table.ns) else vectors[:0]
            self._table = _Table(
                np.concatenate([table.ns, np.array([row.n for row in new], np.int64)]),
                np.concatenate([table.codes, np.array([code[row.document] for row in new], np.int32)]),
                np.concatenate([held, vectors]),
                ids,
            )
        self._watermark = watermark

    def remove(self, document: str, watermark: int) -> None:
        """Forget a document's rows."""
        table = self._table
        if document in table.ids:
            self._table = _kept(table, table.codes != table.ids.index(document))
        self._watermark = watermark

    def search(self, probe: Probe, k: int, scope: Scope | None) -> list[tuple[int, float]]:
        """At most k (n, cosine), best first, within the scope (None: of all documents)."""
        table = self._table
        if probe.vector is None or not len(table.ns):
            return []
        scores = table.vectors @ probe.vector
        if scope is not None:
            allowed = np.array([scope.admits(document) for document in table.ids], bool)
            scores[~allowed[table.codes]] = -np.inf
        return list(_best(table.ns, scores, k))

    def _without_rows(self, ns: set[int]) -> _Table:
        known = np.isin(self._table.ns, list(ns))
        return _kept(self._table, ~known) if known.any() else self._table


def _kept(table: _Table, keep: NDArray[np.bool_]) -> _Table:
    return _Table(table.ns[keep], table.codes[keep], table.vectors[keep], table.ids)


def _best(ns: NDArray[np.int64], scores: Vectors, k: int) -> Iterator[tuple[int, float]]:
    k = min(k, len(scores))
    top = np.argpartition(-scores, k - 1)[:k]
    for i in top[np.lexsort((ns[top], -scores[top]))]:
        if np.isfinite(scores[i]):
            yield int(ns[i]), float(scores[i])

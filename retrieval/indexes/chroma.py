"""The dense leg of a large library: an HNSW graph in Chroma, embedded in the folder or on a server.

Vectors are always handed in: Chroma's own embedder is never loaded. The watermark is kept in the collection's
metadata, written after the data it speaks of, so that data and watermark cannot come from two moments.
"""

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from retrieval.errors import PreceptorError
from retrieval.ports import IndexRow, Probe, Scope

AT_ONCE = 2_000
NOTE = "collection"
NAME = re.compile(r"preceptor-[0-9a-f]{16}")
HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}
# Up to so many documents are looked for in the graph's own filter, which reads a list of their rows first.
FEW_DOCUMENTS = 50
WIDER = 4


class _OtherEncoder(ValueError):
    """The collection holds vectors that cannot be compared with ours."""


class ChromaIndex:
    """An `Index` in a collection of its own. A damaged one raises ValueError: make it `fresh`."""

    def __init__(self, folder: Path, *, encoder: str, url: str | None = None, fresh: bool = False) -> None:
        former = _named(folder)
        name = _new_name(folder) if fresh or former is None else former
        self._url = url
        self._encoder = encoder
        with _faults(url):
            self._client = _connect(folder / name, url)
            try:
                self._collection = self._open(name, former)
            except BaseException:
                self.close()
                raise

    @property
    def watermark(self) -> int:
        """The last change of the library that this index holds, 0 if none."""
        return int(self._collection.metadata["watermark"])

    def __len__(self) -> int:
        with _faults(self._url):
            return int(self._collection.count())

    def add(self, rows: Iterable[IndexRow], watermark: int) -> None:
        """Take rows in (again is harmless); durable up to `watermark` when it returns."""
        for batch in _batches(rows):
            with _faults(self._url):
                self._collection.upsert(
                    ids=[f"{row.n}:{row.document}" for row in batch],
                    embeddings=[row.vector for row in batch],
                    metadatas=[{"document": row.document} for row in batch],
                )
        self._mark(watermark)

    def remove(self, document: str, watermark: int) -> None:
        """Forget a document's rows; durable up to `watermark` when it returns."""
        with _faults(self._url):
            self._collection.delete(where={"document": document})
        self._mark(watermark)

    def search(self, probe: Probe, k: int, scope: Scope | None) -> list[tuple[int, float]]:
        """At most k (n, cosine), best first, within the scope (None: of all documents)."""
        if probe.vector is None or scope == Scope(frozenset()):
            return []
        if scope is None or len(scope.documents) <= FEW_DOCUMENTS:
            return [(n, score) for n, _, score in self._nearest(probe, k, scope)]
        found = [hit for hit in self._nearest(probe, WIDER * k, None) if scope.admits(hit[1])]
        if len(found) < k:
            found = self._nearest(probe, k, scope)
        return [(n, score) for n, _, score in found[:k]]

    def close(self) -> None:
        """Lets go of the files or the connection."""
        self._client.close()
        # Chroma 1.5 forgets its connections to a server, and those of its inner client, without closing them.
        for client in (self._client, self._client._admin_client):
            session = getattr(client._server, "_session", None)
            if session is not None:
                session.close()

    def _open(self, name: str, former: str | None) -> Any:
        if former not in (None, name) and former in {held.name for held in self._client.list_collections()}:
            self._client.delete_collection(former)
        collection = self._client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": HNSW},
            metadata={"encoder": self._encoder, "watermark": 0},
        )
        if collection.metadata["encoder"] != self._encoder:
            raise _OtherEncoder
        return collection

    def _nearest(self, probe: Probe, k: int, scope: Scope | None) -> list[tuple[int, str, float]]:
        where = None
        if scope is not None and scope.documents:
            where = {"document": {"$nin" if scope.excluded else "$in": sorted(scope.documents)}}
        with _faults(self._url):
            reply = self._collection.query(
                query_embeddings=[probe.vector], n_results=k, where=where, include=["distances"]
            )
        found = (
            (*_parsed(key), 1 - float(distance))
            for key, distance in zip(reply["ids"][0], reply["distances"][0], strict=True)
        )
        return sorted(found, key=lambda hit: (-hit[2], hit[0]))

    def _mark(self, watermark: int) -> None:
        with _faults(self._url):
            self._collection.modify(metadata={"encoder": self._encoder, "watermark": watermark})


def _named(folder: Path) -> str | None:
    """The name of this library's collection, None if it has none yet."""
    note = folder / NOTE
    said = note.read_bytes().decode("ascii", errors="replace") if note.exists() else ""
    return said if NAME.fullmatch(said) else None


def _new_name(folder: Path) -> str:
    """A name used nowhere else: a server may hold the collections of several libraries.

    It names the folder of the data too, for Chroma keeps one system a path for as long as the process
    lives, and a path on which opening has failed once fails ever after.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"preceptor-{secrets.token_hex(8)}"
    draft = folder / f"{NOTE}.new"
    draft.write_text(name, encoding="ascii")
    draft.replace(folder / NOTE)
    return name


def _connect(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PreceptorError(
            f"The Chroma address {url!r} cannot be read.", "It looks like http://127.0.0.1:8000."
        )
    is_https = parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    return chromadb.HttpClient(host=parts.hostname, port=port, ssl=is_https, settings=quiet)


@contextmanager
def _faults(url: str | None) -> Iterator[None]:
    """Without a server a fault means damage (ValueError); with one, that it does not answer."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (PreceptorError, _OtherEncoder):
        raise
    except (ChromaError, OSError, ValueError, RuntimeError, TypeError, AttributeError) as error:
        if url is None:
            raise ValueError(f"the Chroma index is damaged: {error}") from error
        raise PreceptorError(
            f"The Chroma server at {url} does not answer.", "Start it, or unset PRECEPTOR_CHROMA_URL."
        ) from error


def _parsed(key: str) -> tuple[int, str]:
    n, document = key.split(":", 1)
    return int(n), document


def _batches(rows: Iterable[IndexRow]) -> Iterator[Sequence[IndexRow]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch

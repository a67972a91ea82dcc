"""The one truth of a library: documents, passages and vectors in SQL."""

from retrieval.store.changes import Change
from retrieval.store.migrate import Migration
from retrieval.store.store import Entry, Store
from retrieval.store.vectors import Matrix

__all__ = ["Change", "Entry", "Matrix", "Migration", "Store"]

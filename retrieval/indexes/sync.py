"""Bringing a derived index level with the library's log of changes."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from retrieval.ports import Index, IndexRow
from retrieval.store import Change

DOCUMENTS_AT_ONCE = 500


class Ledger(Protocol):
    """What an index is made from: the store itself for passages, others for figures."""

    def changes(self, after: int) -> list[Change]:
        """What happened since change number `after`, oldest first."""

    def latest_change(self) -> int:
        """The number of the newest change, 0 if there is none."""

    def rows_of(self, document_id: str, encoder: str | None = None) -> Iterator[IndexRow]:
        """A document's rows, or those with vectors of this encoder; none if it is gone."""

    def count_passages(self, encoder: str | None = None) -> int:
        """How many rows there are, or how many with vectors of this encoder."""


class Step(NamedTuple):
    """Documents to take in, or one to forget; after it the index has read up to `seq`."""

    added: tuple[str, ...]
    removed: str | None
    seq: int


def never() -> bool:
    """Never stop."""
    return False


def catch_up(
    index: Index, store: Ledger, *, encoder: str | None = None, stop: Callable[[], bool] = never
) -> bool:
    """Whether the index now holds every change: False only if it was stopped between two steps.

    With `encoder`, only documents with vectors of this encoder are taken in.
    """
    for step in steps(store.changes(index.watermark)):
        if stop():
            return False
        if step.removed is not None:
            index.remove(step.removed, step.seq)
        else:
            rows = (store.rows_of(document, encoder) for document in step.added)
            index.add(chain.from_iterable(rows), step.seq)
    return True


def steps(changes: Sequence[Change]) -> Iterator[Step]:
    """The changes in as few steps as keep every watermark true; what was removed later is never taken in."""
    removed = {change.document: change.seq for change in changes if change.op == "remove"}
    added: list[str] = []
    seq = 0
    for change in changes:
        if change.op == "remove":
            if added:
                yield Step(tuple(added), None, seq)
                added = []
            yield Step((), change.document, change.seq)
        # A document's figures are embedded some at a time, each time an entry.
        elif (
            change.op == "add"
            and removed.get(change.document, 0) < change.seq
            and change.document not in added
        ):
            added.append(change.document)
        seq = change.seq
        if len(added) >= DOCUMENTS_AT_ONCE:
            yield Step(tuple(added), None, seq)
            added = []
    if changes and (added or changes[-1].op != "remove"):
        yield Step(tuple(added), None, seq)

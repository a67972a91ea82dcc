"""Bringing a derived index level with the library's log of changes."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from retrieval.ports import Index
from retrieval.store import Change, Store

DOCUMENTS_AT_ONCE = 500


class Step(NamedTuple):
    """Documents to take in, or one to forget; after it the index has read up to `seq`."""

    added: tuple[str, ...]
    removed: str | None
    seq: int


def never() -> bool:
    """Never stop."""
    return False


def catch_up(
    index: Index, store: Store, *, encoder: str | None = None, stop: Callable[[], bool] = never
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
        elif change.op == "add" and removed.get(change.document, 0) < change.seq:
            added.append(change.document)
        seq = change.seq
        if len(added) >= DOCUMENTS_AT_ONCE:
            yield Step(tuple(added), None, seq)
            added = []
    if changes and (added or changes[-1].op != "remove"):
        yield Step(tuple(added), None, seq)

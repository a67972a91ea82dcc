"""Chains of editions: who supersedes whom. The newest of a chain is current.

A link is kept once, in the newer document's `supersedes`; that a document is superseded follows from it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from retrieval.errors import PreceptorError
from retrieval.store import Store
from retrieval.types import Document

SHORTEST_ID = 8
# What may differ between the titles of two editions of one work.
EDITION_WORDS = re.compile(
    r"\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)?\s+(?:edition|ed|update|revision)|v(?:ersion)?\s?\d[\d.]*|"
    r"edition|updated?|revised|revision)\b",
    re.IGNORECASE,
)


def resolve(said: str, newer: Document, documents: Sequence[Document]) -> Document | None:
    """The document that is meant by an id, the beginning of one, or a title with or without its edition.

    None if there is no such document, or if several are meant and none is the newest of a chain.
    """
    others = [document for document in documents if document.id != newer.id]
    if len(said) >= SHORTEST_ID:
        by_id = [document for document in others if document.id.startswith(said.casefold())]
        if by_id:
            return by_id[0] if len(by_id) == 1 else None
    meant = [document for document in others if _plain(said) in _names(document)]
    if len(meant) > 1:
        meant = [document for document in meant if document.superseded_by is None]
    return meant[0] if len(meant) == 1 else None


def links(newer: Document, older: Document, documents: Sequence[Document]) -> dict[str, str | None]:
    """What each document is to supersede, so that `newer` takes its place after `older` in its chain.

    An edition dated before one that already follows `older` goes between them. A circle is refused.
    """
    by_id = {document.id: document for document in documents}
    successors = {document.supersedes: document for document in documents if document.supersedes}
    if newer.id == older.id or any(one.id == older.id for one in _following(newer, successors)):
        raise PreceptorError(
            f"“{newer.title}” cannot supersede “{older.title}”: that would make a circle of editions.",
            "Check which of the two is newer.",
        )
    changed: dict[str, str | None] = {}
    place = older
    while (following := successors.get(place.id)) is not None and following.id != newer.id:
        if newer.id not in successors and _is_before(newer, following):
            changed[following.id] = newer.id
            break
        place = following
    changed[newer.id] = place.id
    return {key: value for key, value in changed.items() if by_id[key].supersedes != value}


def link(store: Store, newer_id: str, older_id: str, at: datetime) -> None:
    """Makes the one document the successor of the other in its chain."""
    changed = links(store.document(newer_id), store.document(older_id), store.documents())
    store.set_supersedes(changed, at)


def link_waiting(store: Store, at: datetime) -> Mapping[str, str]:
    """Links the documents that named a predecessor before it was here: which are now linked to which."""
    linked: dict[str, str] = {}
    for newer_id, said in store.waiting_editions():
        newer = store.document(newer_id)
        older = resolve(said, newer, store.documents())
        if older is not None and not _would_circle(newer, older, store.documents()):
            link(store, newer_id, older.id, at)
            linked[newer_id] = older.id
    return linked


def suggestion(document: Document, documents: Sequence[Document]) -> str:
    """A sentence where another edition of the same work seems to be here and is not linked, else empty."""
    for other in documents:
        if other.id == document.id or other.superseded_by is not None or document.supersedes is not None:
            continue
        if _is_same_work(document, other) and not _is_before(document, other):
            named = ", ".join(part for part in (other.edition, _year(other)) if part)
            shown = f"“{other.title}” ({named})" if named else f"“{other.title}”"
            return f"This looks like a newer edition of {shown}: add it with --supersedes {other.id[:12]}."
    return ""


def _following(document: Document, successors: Mapping[str, Document]) -> Iterator[Document]:
    following = successors.get(document.id)
    while following is not None:
        yield following
        following = successors.get(following.id)


def _would_circle(newer: Document, older: Document, documents: Sequence[Document]) -> bool:
    try:
        links(newer, older, documents)
    except PreceptorError:
        return True
    return False


def _is_before(document: Document, other: Document) -> bool:
    return (
        document.published is not None
        and other.published is not None
        and document.published < other.published
    )


def _is_same_work(document: Document, other: Document) -> bool:
    if not document.publisher or not other.publisher:
        return False
    same_publisher = _plain(document.publisher) == _plain(other.publisher)
    return same_publisher and _work(document.title) == _work(other.title) != ""


def _names(document: Document) -> set[str]:
    endings = ("", document.edition or "", _year(document))
    return {_plain(f"{document.title} {ending}") for ending in endings}


def _year(document: Document) -> str:
    return str(document.published.year) if document.published else ""


def _work(title: str) -> str:
    return _plain(EDITION_WORDS.sub(" ", title))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))

"""Finds the words that a case or an item cites in the library as it is now."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, Protocol

from assistant.answer.cite import Once, Sources, cite
from assistant.types import Citation
from curricula.coverage import Why
from curricula.types import Reference
from retrieval.text import plain
from retrieval.types import Document, Passage

_SPACE = re.compile(r"\s+")
SHORTEST = 12
"""Fewer letters of a quote prove nothing about where it stands."""


class Books(Sources, Protocol):
    """What a reference is looked up in: the store of a library."""

    def documents(self) -> list[Document]:
        """Every document, by title."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of a document, in their order."""


class Resolved(NamedTuple):
    """Where the words stand now; None where they do not, with the reason in a few words."""

    citation: Citation | None
    reason: str = ""


Resolve = Callable[[Reference], Resolved]


def resolve(books: Books, reference: Reference) -> Resolved:
    """The citation of the reference: to the letter but for white space, the current edition first."""
    titled = [one for one in books.documents() if _same(one.title, reference.document)]
    if not titled:
        return Resolved(None, "no source of this title is in the library")
    if len(reference.quote.strip()) < SHORTEST:
        return Resolved(None, "too few words to say where they stand")
    for document in sorted(titled, key=lambda one: (one.superseded_by is not None, one.id)):
        for passage, start, end in _places(books.passages_of(document.id), reference.quote):
            return Resolved(cite(books, passage, start, end))
    return Resolved(None, "these words stand in no passage of that source now")


def resolver(books: Books) -> Resolve:
    """A function that resolves references in these books."""
    return lambda reference: resolve(books, reference)


class Remembered(Once):
    """Books in which everything is looked up once, for many references at a time."""

    def __init__(self, books: Books) -> None:
        super().__init__(books)
        self.documents = cache(books.documents)
        self.passages_of = cache(books.passages_of)


def reason_against(books: Books) -> Callable[[Reference], str | None]:
    """For many references at a time: why one cannot be found in these books, None where it can."""
    remembered = Remembered(books)
    return lambda reference: resolve(remembered, reference).reason or None


def standing_in(books: Books) -> Callable[[Reference], Why | None]:
    """For many references at a time: whether each stands in a current edition, and if not, why."""
    editions: dict[str, list[Document]] = {}
    for one in books.documents():
        editions.setdefault(_plain(one.title), []).append(one)

    @cache
    def text(document_id: str) -> str:
        # A zero between passages, so that no quote reaches over two of them.
        return "\0".join(_SPACE.sub(" ", one.text) for one in books.passages_of(document_id))

    def standing(reference: Reference) -> Why | None:
        titled = editions.get(_plain(reference.document), [])
        if not titled:
            return "gone"
        quote = _SPACE.sub(" ", reference.quote.strip())
        holds = [one.superseded_by is not None for one in titled if quote in text(one.id)]
        if not holds:
            return "lost"
        return "superseded" if all(holds) else None

    return standing


def _places(passages: list[Passage], quote: str) -> Iterator[tuple[Passage, int, int]]:
    words = [re.escape(word) for word in _SPACE.split(quote.strip())]
    pattern = re.compile(r"\s+".join(words))
    for passage in passages:
        found = pattern.search(passage.text)
        if found:
            yield passage, found.start(), found.end()


def _same(title: str, other: str) -> bool:
    return _plain(title) == _plain(other)


def _plain(title: str) -> str:
    return _SPACE.sub(" ", plain(title)).strip()

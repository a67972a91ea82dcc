"""What a library offers to learn from: its passages, as the encoder sees them, by document."""

from collections.abc import Sequence
from typing import NamedTuple

from retrieval.library import Library
from retrieval.passages import indexed_text
from retrieval.text import content_words
from retrieval.types import Passage

NEARLY_THE_SAME = 0.6


class Shelved(NamedTuple):
    """A passage with the title of its document and the name the document came under."""

    passage: Passage
    title: str
    name: str

    @property
    def indexed(self) -> str:
        """The text that is embedded and ranked."""
        return indexed_text(self.title, self.passage.headings, self.passage.text)


Shelf = Sequence[Shelved]


def shelf_of(library: Library) -> Shelf:
    """Every passage of the library, document by document."""
    return [
        Shelved(passage, document.title, document.filename)
        for document in library.documents()
        for passage in library.store.passages_of(document.id)
    ]


def by_name(shelf: Shelf) -> dict[str, list[Shelved]]:
    """The passages of each document, under the name it came under."""
    documents: dict[str, list[Shelved]] = {}
    for one in shelf:
        documents.setdefault(one.name, []).append(one)
    return documents


def by_title(shelf: Shelf) -> dict[str, list[Shelved]]:
    """The passages of all documents of one title."""
    titles: dict[str, list[Shelved]] = {}
    for one in shelf:
        titles.setdefault(one.title, []).append(one)
    return titles


def overlap(one: str, other: str) -> float:
    """The share (0..1) of the shorter text's words that the other has too."""
    words, others = set(content_words(one)), set(content_words(other))
    return len(words & others) / (min(len(words), len(others)) or 1)


def nearly_the_same(one: str, other: str) -> bool:
    """Whether one text answers whatever the other does, so that it can be no counterexample."""
    words, others = set(content_words(one)), set(content_words(other))
    return len(words & others) >= NEARLY_THE_SAME * (len(words | others) or 1)

"""Texts that say nearly the same, found without comparing each with each."""

from collections.abc import Iterable, Iterator
from zlib import crc32

from retrieval.text import content_words
from retrieval.train.shelf import nearly_the_same

SKETCH = 6
"""Words a text is filed under; two that share most of their words share one of these nearly always."""


class Twins:
    """Texts that can be asked whether another is nearly one of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._filed: dict[int, list[str]] = {}
        for text in texts:
            for mark in _sketch(text):
                self._filed.setdefault(mark, []).append(text)

    def __contains__(self, text: str) -> bool:
        near = {other for mark in _sketch(text) for other in self._filed.get(mark, ())}
        return any(nearly_the_same(text, other) for other in near)


def _sketch(text: str) -> Iterator[int]:
    """The lowest digests of the text's words: a sample that is the same for the same words (MinHash)."""
    yield from sorted({crc32(word.encode()) for word in content_words(text)})[:SKETCH]

"""Whether quoted words stand in another edition of a source: to the letter, reworded, or no longer.

The nearest sentences of the other edition are those that share most of the telling words of the quote; their
numbers are left out of that, so that a sentence in which only a dose was changed is found.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from retrieval.indexes.lexical import meaningful_stems
from retrieval.rarity import rarity
from retrieval.text import sentences
from retrieval.types import Passage, Value

NEAR = 0.5
"""Below this, another sentence says something else. Of the sentences of the two chapters that come in two
editions 9 in 10 that are about their subject have one above it in the newer edition; against chapters on
other subjects fewer than 1 in 20 have, and nearly all of these stand in every chapter."""
LONGEST = 4
"""Of quotes of more sentences, only so many are looked for together."""
FOR_RECALL = 4.0
"""How much more it counts that words of the quote stand there than that there are no others (F2 measure)."""
_SPACE = re.compile(r"\s+")
_TOKEN = re.compile(r"\s+|[^\W_]+(?:[.,'’/-][^\W_]+)*|.", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Place(Value):
    """Characters [start, end) of a passage of a document, and what stands there."""

    document: str
    passage: str
    start: int
    end: int
    text: str


class Part(Value):
    """Some words of one of two texts, and whether the other has others there."""

    text: str
    changed: bool = False


class Compared(Value):
    """Two texts by their words, and the numbers that only the one or only the other has."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]
    numbers_gone: tuple[str, ...] = ()
    numbers_new: tuple[str, ...] = ()


class Near(NamedTuple):
    """The words of an edition that are nearest to a quote, and how near, from 0 to 1."""

    place: Place
    score: float


class _Window(NamedTuple):
    passage: Passage
    start: int
    end: int
    weight: float


class EditionText:
    """The text of one edition, in which quotes are looked up."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._windows: dict[int, tuple[list[_Window], Mapping[str, list[int]]]] = {}

    def place(self, quote: str) -> Place | None:
        """Where it stands to the letter but for white space; None where it does not."""
        words = _SPACE.sub(" ", quote.strip())
        # A zero between passages, so that no quote reaches over two of them.
        if not words or words not in self._whole:
            return None
        pattern = re.compile(r"\s+".join(map(re.escape, words.split(" "))))
        for passage in self._passages:
            if found := pattern.search(passage.text):
                return _place(passage, *found.span())
        return None

    def nearest(self, quote: str) -> Near | None:
        """The nearest sentence, or as many together as the quote has; None where none is near."""
        said = _weights(quote)
        size = min(LONGEST, max(1, len(sentences(quote))))
        windows, by_stem = self._of(size)
        shared: dict[int, float] = defaultdict(float)
        for stem, weight in said.items():
            for at in by_stem.get(stem, ()):
                shared[at] += weight
        if not shared:
            return None
        whole = sum(said.values())
        scores = {at: _nearness(both, whole, windows[at].weight) for at, both in shared.items()}
        best = max(scores, key=lambda at: (scores[at], -at))
        if scores[best] < NEAR:
            return None
        window = windows[best]
        return Near(_place(window.passage, window.start, window.end), scores[best])

    @cached_property
    def _whole(self) -> str:
        return "\0".join(_SPACE.sub(" ", one.text) for one in self._passages)

    def _of(self, size: int) -> tuple[list[_Window], Mapping[str, list[int]]]:
        """Every so many sentences in a row, and in which of them each stem stands."""
        if size not in self._windows:
            windows: list[_Window] = []
            by_stem: dict[str, list[int]] = defaultdict(list)
            for passage in self._passages:
                spans = sentences(passage.text)
                for first in range(max(1, len(spans) - size + 1) if spans else 0):
                    start, end = spans[first][0], spans[min(first + size, len(spans)) - 1][1]
                    weights = _weights(passage.text[start:end])
                    for stem in weights:
                        by_stem[stem].append(len(windows))
                    windows.append(_Window(passage, start, end, sum(weights.values())))
            self._windows[size] = windows, by_stem
        return self._windows[size]


def compared(old: str, new: str) -> Compared:
    """The two texts with the words marked that differ; white space and line breaks are no difference."""
    one, other = _tokens(old), _tokens(new)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    gone, come = (Counter(_NUMBER.findall(text)) for text in (old, new))
    return Compared(
        old=_parts((one[a:b], how != "equal") for how, a, b, _, _ in blocks),
        new=_parts((other[c:d], how != "equal") for how, _, _, c, d in blocks),
        numbers_gone=tuple((gone - come).elements()),
        numbers_new=tuple((come - gone).elements()),
    )


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_SPACE.sub(" ", text.strip()))


def _parts(runs: Iterable[tuple[Sequence[str], bool]]) -> tuple[Part, ...]:
    return tuple(Part(text="".join(tokens), changed=changed) for tokens, changed in runs if tokens)


def _weights(text: str) -> dict[str, float]:
    """The telling stems of a text, numbers left out unless there is nothing else."""
    stems = meaningful_stems(text)
    words = [stem for stem in stems if not any(c.isdigit() for c in stem)] or stems
    return {stem: rarity(stem, 0, 0) for stem in words}


def _nearness(shared: float, said: float, there: float) -> float:
    """The F measure of the weights of stems (van Rijsbergen, 1979), recall counting more."""
    precision, recall = shared / there, shared / said
    return (1 + FOR_RECALL) * precision * recall / (FOR_RECALL * precision + recall)


def _place(passage: Passage, start: int, end: int) -> Place:
    text = passage.text[start:end]
    return Place(document=passage.document, passage=passage.id, start=start, end=end, text=text)

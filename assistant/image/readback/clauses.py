"""A read in clauses, and the items of lists in them: how far a word like "no" reaches."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.image.readback.spelling import mender
from assistant.image.readback.words import (
    Token,
    listed,
    phrases,
    places_of,
    stem,
    tokens,
    valued,
)
from retrieval.text import sentences

JOINERS = frozenset(("and", "or", "nor", "&", "plus", "with"))
LONGEST = 100
"""No clause has so many words: what goes on without end is cut, so that comparing it takes no longer."""
_DASH = re.compile(r" [-–—] ")


@dataclass(frozen=True, eq=False)
class Clause:
    """A part of a sentence in which nothing is contrasted.

    `is_asked`: its sentence ends with a question mark; `excepts`: its sentence makes an exception, so that
    what it calls normal is the rest.
    """

    words: tuple[Token, ...]
    text: str
    is_asked: bool
    excepts: bool

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of its words."""
        return tuple(token.stem for token in self.words)

    @cached_property
    def items(self) -> "tuple[Item, ...]":
        """The items of its list, in order."""
        return tuple(_items(self.words))

    def said(self, start: int, end: int) -> str:
        """What was written from the word `start` up to the word `end`."""
        return self.text[self.words[start].start : self.words[end - 1].end].strip(" ,;:-")


class Item(NamedTuple):
    """An item of a list: its words from `start` up to `end`, and what joins it to the one before."""

    start: int
    end: int
    joiner: str


def clauses(text: str, known: Iterable[str] = ()) -> list[Clause]:
    """The clauses of a read in order, slips of spelling mended where they can only mean one known word."""
    mend = mender(known)
    found: list[Clause] = []
    for start, end in sentences(text):
        found += _parted(text[start:end], mend)
    return found


def _items(words: Sequence[Token]) -> list[Item]:
    """What commas, "and", "or", "with" and "without" part."""
    found: list[Item] = []
    start, joiner = 0, ""
    for at, token in enumerate(words):
        if token.stem == stem("without") and start < at:
            found.append(Item(start, at, joiner))
            start, joiner = at, "without"
        elif token.stem in JOINERS or token.stem == ",":
            if start < at:
                found.append(Item(start, at, joiner))
                joiner = ""
            start = at + 1
            joiner = joiner if token.stem == "," and joiner else token.stem
    if start < len(words):
        found.append(Item(start, len(words), joiner))
    return found


def is_bare(clause: Clause, item: Item, beside: frozenset[int] = frozenset()) -> bool:
    """Whether the item names things only: nothing in it says where, how much, or that something is there."""
    return not any(
        _qualifies(token.stem) or token.stem in _breaks() or token.stem in ("a", "an")
        for at, token in enumerate(clause.words[item.start : item.end], item.start)
        if at not in beside
    )


def only_qualifies(clause: Clause, item: Item) -> bool:
    """Whether the item says only where or how much, as in "on the right"."""
    stemmed = [token.stem for token in clause.words[item.start : item.end]]
    rest = [one for one in stemmed if not _qualifies(one) and one not in listed("fillers")]
    return not rest and any(_qualifies(one) for one in stemmed)


def _qualifies(stemmed: str) -> bool:
    return stemmed in valued("sides") or stemmed in valued("severities") or stemmed in listed("places")


def _breaks() -> frozenset[str]:
    return frozenset(one for phrase in phrases("cues", "breaks") for one in phrase)


def _parted(sentence: str, mend: Callable[[Token], Token]) -> Iterator[Clause]:
    words = [mend(token) for token in tokens(_DASH.sub(" , ", sentence)) if token.stem != ":"]
    stemmed = [token.stem for token in words]
    excepts = any(next(places_of(stemmed, phrase), None) is not None for phrase in phrases("excepting"))
    is_asked = sentence.rstrip().endswith("?")
    start = 0
    for at, length in [*_ends(stemmed), (len(words), 0)]:
        while at - start > LONGEST:
            yield Clause(tuple(words[start : start + LONGEST]), sentence, is_asked, excepts)
            start += LONGEST
        if at > start:
            yield Clause(tuple(words[start:at]), sentence, is_asked, excepts)
        start = max(start, at + length)


def _ends(stemmed: Sequence[str]) -> list[tuple[int, int]]:
    found = {at: 1 for at, one in enumerate(stemmed) if one == ";"}
    for phrase in phrases("terminators"):
        for at in places_of(stemmed, phrase):
            found.setdefault(at, len(phrase))
    return sorted(found.items())

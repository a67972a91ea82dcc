"""A statement beside the sentences of its passages that speak of the same thing."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from assistant.verify.contrasts import Met, negated, sides
from assistant.verify.counted import Counted, counted
from assistant.verify.quantities import Quantities, read
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import stems
from retrieval.nearest import nearest
from retrieval.text import STOP_WORDS, plain, sentences

_BACK = ("This ", "These ", "It ", "They ", "Such ", "He ", "She ", "However, it ", "However, they ")
_QUIET = frozenset(stems(" ".join(STOP_WORDS)))
_WORD = re.compile(r"[^\W_]+")


class Unit:
    """A sentence as the checks look at it; each view is made once, when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def stems(self) -> list[str]:
        """All stems in order."""
        return stems(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words as they are written, one for each stem."""
        written = _WORD.findall(self.text)
        return written if len(written) == len(self.stems) else self.stems

    @cached_property
    def meaning(self) -> frozenset[str]:
        """The stems that are no stop words."""
        return frozenset(self.stems) - _QUIET

    @cached_property
    def met(self) -> list[Met]:
        """The sides of contrasts it holds."""
        return sides(self.stems, self.words)

    @cached_property
    def negated(self) -> frozenset[str]:
        """The meaningful stems that stand shortly after a negation."""
        return negated(self.stems) & self.meaning

    @cached_property
    def quantities(self) -> Quantities:
        """The quantities, in base units."""
        return read(self.text)

    @cached_property
    def counted(self) -> list[Counted]:
        """What it counts or numbers."""
        return counted(self.quantities.rest)


class Reading:
    """Passages as statements are held against them; what is read of them once serves every statement."""

    def __init__(self, passages: Sequence[str]) -> None:
        self.passages = tuple(passages)

    @cached_property
    def sentences(self) -> tuple[Unit, ...]:
        """All their sentences in order."""
        return tuple(Unit(text[a:b]) for text in self.passages for a, b in sentences(text))

    @cached_property
    def held(self) -> frozenset[str]:
        """The stems of all passages, and of what their abbreviations stand for."""
        shortened = {word for unit in self.sentences for word in unit.words if word[:2].isupper()}
        meant = [stem for word in shortened for sense in senses_of(word) for stem in stems(sense)]
        return frozenset(stem for unit in self.sentences for stem in unit.stems).union(meant)


class Evidence(NamedTuple):
    """A statement, what it is held against, and the sentences of that which speak of the same thing."""

    statement: Unit
    reading: Reading
    near: tuple[Unit, ...]


def align(statement: str, reading: Reading) -> Evidence:
    """The statement with the sentences that together hold most of its words, best first."""
    said = Unit(statement)
    places = nearest(said.meaning, [unit.meaning for unit in reading.sentences])
    follows = [place + 1 for place in places if _goes_on(reading.sentences[place + 1 : place + 2])]
    kept = dict.fromkeys([*places, *follows])
    return Evidence(said, reading, tuple(reading.sentences[place] for place in kept))


def _goes_on(following: Sequence[Unit]) -> bool:
    """Whether the sentence that follows speaks of the one before it: "This takes minutes." """
    return bool(following) and following[0].text.startswith(_BACK)


def is_verbatim(statement: str, passages: Sequence[str]) -> bool:
    """Whether the statement stands in one of the passages as whole sentences, but for case and white space.

    A part of a sentence does not count: what it leaves out may have turned its sense.
    """
    lines = [line for text in passages for line in text.splitlines()]
    # Most quotes stand there to the letter; bringing a passage into plain form costs twenty times as much.
    return any(
        bool(said) and any(_stands(said, form(line)) for line in lines)
        for form in (str, plain)
        for said in [" ".join(form(statement).split()).rstrip(".")]
    )


def _stands(said: str, line: str) -> bool:
    text = " ".join(line.split())
    at = text.find(said)
    while at >= 0:
        before, after = text[:at].rstrip(" -•*\"'“‘(["), text[at + len(said) :].lstrip(" )]\"'”’")
        closed = said[-1] in ".!?:;)]\"'”’" or not after or after[0] in ".!?"
        if (
            not before or (before[-1] in ".!?:;|)]\"'”’0123456789" and text[at - 1] in " -•*\"'“‘([")
        ) and closed:
            return True
        at = text.find(said, at + 1)
    return False

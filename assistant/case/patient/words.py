"""Which intents a text shares its words with: the match that needs no vectors."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from assistant.case.patient.phrases import Phrase
from retrieval.abbreviations import expand
from retrieval.indexes.lexical import stems
from retrieval.text import STOP_WORDS

Scores = NDArray[np.float32]
_QUIET = frozenset(stems(" ".join(STOP_WORDS))) | {"pleas", "ani", "know", "like", "want", "need", "let"}
_QUIET_WEIGHT = 0.15


class WordIndex:
    """The table's phrases by their word stems, rarer ones weighing more."""

    def __init__(self, phrases: Sequence[Phrase], intents: int) -> None:
        self._intents = intents
        self._of = np.array([phrase.intent for phrase in phrases])
        bags = [_bag(phrase.text) for phrase in phrases]
        held = Counter(stem for bag in bags for stem in bag)
        self._rarity = {stem: log(1 + len(bags) / count) for stem, count in held.items()}
        self._unknown = log(1 + len(bags))
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, bag in enumerate(bags):
            length = self._length(bag)
            for stem in bag:
                postings[stem].append((number, self._weight(stem) / length))
        self._postings = {
            stem: (np.array([n for n, _ in rows]), np.array([w for _, w in rows], np.float32))
            for stem, rows in postings.items()
        }

    @property
    def vocabulary(self) -> Iterable[str]:
        """The stems of the table."""
        return self._postings.keys()

    def scores(self, text: str) -> Scores:
        """For each intent 0..1: how much of its words the text shares with the phrase most like it."""
        bag = _bag(text)
        length = self._length(bag) or 1.0
        likeness = np.zeros(len(self._of), np.float32)
        for stem in bag:
            if stem in self._postings:
                numbers, weights = self._postings[stem]
                likeness[numbers] += self._weight(stem) / length * weights
        best = np.zeros(self._intents, np.float32)
        np.maximum.at(best, self._of, likeness)
        return best

    def _weight(self, stem: str) -> float:
        return self._rarity.get(stem, self._unknown) * (_QUIET_WEIGHT if stem in _QUIET else 1.0)

    def _length(self, bag: frozenset[str]) -> float:
        return sqrt(sum(self._weight(stem) ** 2 for stem in bag))


def _bag(text: str) -> frozenset[str]:
    return frozenset(stems(expand(text)))

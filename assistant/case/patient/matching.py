"""Which facts, findings and tests of a case an utterance asks for, each with how surely."""

from collections.abc import Sequence
from functools import cached_property
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.case.patient.cued import fit, of_relatives, orders
from assistant.case.patient.script import Entry
from assistant.case.patient.understanding import Shares, Understanding
from curricula.cases.intents import Intent, Kind

Floats = NDArray[np.float32]
BY_INTENT, BY_READING, BY_LIKENESS, CLASH, OFFSET = 6.5, 4.9, 11.0, 8.0, -6.7
"""Weights of the log odds that an entry is asked for: a logistic fit on phrases held out of the shared table.

The first, and from which odds on an entry is told, were then set on 120 questions to twelve cases;
docs/evaluation.md has what comes of leaving one case out of that in turn.
"""
BY_WORDS, WORDS_OFFSET = 6.0, -4.0
KIND_WEIGHT = 0.8
CLASH_SHOWN = 14.0
"""A test of the head is never given for one of the chest, however alike they are."""
BY_DETAIL, BY_FIELD = 0.6, 0.5
"""How far a detail of what an entry reports stands for it, and a field in which it lies."""
FIT_WEIGHT = 14.0


class Reading(NamedTuple):
    """What one part of an utterance means: a share for each intent, and log odds for each entry."""

    text: str
    shares: Floats
    odds: Floats

    @property
    def best_intent(self) -> int:
        """The place of the likeliest intent."""
        return int(self.shares.argmax())


class Matcher:
    """The entries of one case, ready to be asked for; made when an encounter opens."""

    def __init__(self, entries: Sequence[Entry], understanding: Understanding) -> None:
        self.entries = tuple(entries)
        self._understanding = understanding
        place = understanding.place
        self._parent = np.array([place.get(one.within or "", -1) for one in understanding.intents])
        self.hard = np.zeros((len(entries), len(understanding.intents)), np.float32)
        for row, entry in enumerate(entries):
            self.hard[row, [place[name] for name in entry.part.intents if name in place]] = 1
        self._is_shown = np.array([entry.source != "fact" for entry in entries], np.bool_)
        self._owner = np.array([row for row, entry in enumerate(entries) for _ in entry.texts], np.int64)

    def readings(self, texts: Sequence[str], sentences: Sequence[str]) -> list[Reading]:
        """What each text means, and how surely it asks for each entry; the first is the whole utterance.

        `sentences` are those in which the texts stand: whose illness is meant is said once in each.
        """
        vectors = self._understanding.vectors(texts)
        shares = self._understanding.shares(texts, vectors)
        likeness = self._likeness(vectors, len(texts))
        return [
            Reading(
                text, row, self._odds(text, row, like=like, of_whole=shares[0]) + self._fits(text, within)
            )
            for text, within, row, like in zip(texts, sentences, shares, likeness, strict=True)
        ]

    def kind_shares(self, shares: Floats) -> dict[str, float]:
        """How much of an utterance's meaning falls on each kind of intent."""
        kinds = {"history": 0.0, "examination": 0.0, "test": 0.0, "act": 0.0}
        for kind in kinds:
            kinds[kind] = float(shares[self._of_kind[kind]].sum())
        return kinds

    def likeness_between(self, one: int, other: int) -> float:
        """How alike what two entries say is, 0 while there are no vectors."""
        vectors = self._vectors
        if vectors is None:
            return 0.0
        first = [int(np.argmax(self._owner == row)) for row in (one, other)]
        return float(vectors[first[0]] @ vectors[first[1]])

    def within(self, intent: int) -> NDArray[np.int64]:
        """The places of the intents that stand within this one, however deep."""
        inside = {intent}
        grown = True
        while grown:
            more = {int(n) for n in np.flatnonzero(np.isin(self._parent, list(inside)))} - inside
            grown = bool(more)
            inside |= more
        return np.array(sorted(inside - {intent}), np.int64)

    def rows_of(self, places: Sequence[int]) -> list[int]:
        """The rows of the entries that answer any of these intents or of those within them."""
        wanted = [one for place in places for one in (place, *self.within(place))]
        return [int(row) for row in np.flatnonzero(self.hard[:, wanted].any(axis=1))]

    def place(self, name: str) -> int:
        """The place of the intent of this id."""
        return self._understanding.place[name]

    def intent(self, place: int) -> Intent:
        """The intent at this place of the table."""
        return self._understanding.intents[place]

    def _fits(self, text: str, sentence: str) -> Floats:
        """Log odds for each entry by what the words name outright."""
        asked = sentence if of_relatives(sentence) else text
        return np.array([FIT_WEIGHT * fit(asked, entry.texts) for entry in self.entries], np.float32)

    def _odds(self, text: str, shares: Floats, *, like: Floats, of_whole: Floats) -> Floats:
        """The log odds for each entry; a part of which little is sure leans on the whole utterance."""
        shares = shares + (1 - shares.max()) * of_whole if shares is not of_whole else shares
        shares = shares / shares.sum()
        direct = self._direct(shares)
        kinds, whole = self.kind_shares(shares), self.kind_shares(of_whole)
        told = sum(0.5 * (one["history"] + 0.5 * one["act"]) for one in (kinds, whole))
        shown = sum(0.5 * (one["examination"] + one["test"]) for one in (kinds, whole))
        if orders(text):
            told, shown = 0.1 * told, max(shown, 0.7)
        by_kind = np.where(self._is_shown, KIND_WEIGHT * log(0.02 + shown), KIND_WEIGHT * log(0.02 + told))
        if self._vectors is None:
            return np.asarray(BY_WORDS * direct + WORDS_OFFSET + by_kind, np.float32)
        odds = (
            BY_INTENT * direct
            + BY_READING * (self._soft @ shares)
            + BY_LIKENESS * like
            - np.where(self._is_shown, CLASH_SHOWN, CLASH) * self._clash(shares)
            + OFFSET
            + by_kind
        )
        return np.asarray(odds, np.float32)

    def _direct(self, shares: Floats) -> Floats:
        """How much of the meaning falls on the intents of each entry, on wider ones and on details of it."""
        has_parent = self._parent >= 0
        inside = np.zeros_like(shares)
        np.add.at(inside, self._parent[has_parent], shares[has_parent])
        around = np.where(has_parent, shares[self._parent], 0)
        details = np.where(self._is_shown, BY_DETAIL, 0) * (self.hard @ inside)
        direct: Floats = self.hard @ shares + np.maximum(details, BY_FIELD * (self.hard @ around))
        return np.minimum(direct, 1.0)

    def _clash(self, shares: Floats) -> Floats:
        """How surely something else is asked for than each entry: an intent that it does not bear."""
        best = int(shares.argmax())
        related = [best, *self.within(best)]
        if self._parent[best] >= 0:
            related.append(int(self._parent[best]))
        bears = self.hard[:, related].any(axis=1)
        return np.asarray(np.where(bears, 0.0, max(0.0, float(shares[best]) - 0.3)), np.float32)

    def _likeness(self, vectors: Floats | None, texts: int) -> Floats:
        best = np.zeros((texts, len(self.entries)), np.float32)
        own = self._vectors
        if vectors is None or own is None:
            return best
        for row, sims in enumerate(vectors @ own.T):
            np.maximum.at(best[row], self._owner, sims)
        return best

    @cached_property
    def _of_kind(self) -> dict[str, NDArray[np.bool_]]:
        kinds = [intent.kind for intent in self._understanding.intents]
        return {
            kind: np.array([one == kind for one in kinds])
            for kind in ("history", "examination", "test", "act")
        }

    @cached_property
    def _vectors(self) -> Floats | None:
        texts = [text for entry in self.entries for text in entry.texts]
        return self._understanding.vectors(texts) if texts else None

    @cached_property
    def _soft(self) -> Shares:
        """The shares of intents by what each entry says, whatever intents its author gave it."""
        found = np.zeros_like(self.hard)
        vectors = self._vectors
        if vectors is None:
            return found
        for row, entry in enumerate(self.entries):
            first = int(np.argmax(self._owner == row))
            kinds: tuple[Kind, ...] = ("history",) if entry.source == "fact" else ("examination", "test")
            found[row] = self._understanding.shares([entry.texts[0]], vectors[first : first + 1], kinds)[0]
        return found

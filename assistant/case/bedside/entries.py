"""What can be examined and ordered, from the table that serves every case: it tells nothing of one case."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Literal

from curricula.cases.intents import Intent, shipped_intents
from retrieval.errors import WrongUse
from retrieval.types import Value

EntryOf = Literal["examination", "test"]
MOST_SUGGESTED = 12


class Entry(Value):
    """An entry of the table: the id by which it is ordered, and what it is."""

    id: str
    of: EntryOf
    name: str


class Entries:
    """The entries that can be ordered; the table is read when it is first needed."""

    def __init__(self, table: Callable[[], Iterable[Intent]] = shipped_intents) -> None:
        self._table = table

    def suggested(self, of: EntryOf, typed: str) -> list[Entry]:
        """The entries that fit what has been typed, best first; with nothing typed the first of the table."""
        words = typed.casefold().split()
        ranked = [
            (rank, one) for one, texts in self._searched[of] if (rank := _rank(words, texts)) is not None
        ]
        return [one for _, one in sorted(ranked, key=lambda pair: pair[0])[:MOST_SUGGESTED]]

    def named(self, ids: Iterable[str]) -> str:
        """The names of these entries in one line; WrongUse where the table has no such entry."""
        return ", ".join(self._named(one) for one in ids)

    def _named(self, entry_id: str) -> str:
        if entry_id not in self._names:
            raise WrongUse(
                f"There is no entry {entry_id[:80]!r}.", "Choose one that is offered, or write it."
            )
        return self._names[entry_id]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.id: one.name for of in self._searched.values() for one, _ in of}

    @cached_property
    def _searched(self) -> dict[EntryOf, list[tuple[Entry, tuple[str, ...]]]]:
        made: dict[EntryOf, list[tuple[Entry, tuple[str, ...]]]] = {"examination": [], "test": []}
        for one in self._table():
            if one.kind in ("examination", "test"):
                texts = tuple(text.casefold() for text in (one.about, *one.ask))
                made[one.kind].append((Entry(id=one.id, of=one.kind, name=one.about), texts))
        return made


def _rank(words: list[str], texts: tuple[str, ...]) -> tuple[int, int, int] | None:
    """Smaller is better: words that begin the name, words in the name, words in how students ask for it."""
    best = None
    for place, text in enumerate(texts):
        if all(_holds(text, word) for word in words):
            begins = 0 if text.startswith(" ".join(words)) else 1
            found = (min(place, 1) if begins else 0, begins, len(text))
            best = found if best is None else min(best, found)
    return best


def _holds(text: str, word: str) -> bool:
    """Whether a word of the text begins with it."""
    return text.startswith(word) or f" {word}" in text or f"({word}" in text

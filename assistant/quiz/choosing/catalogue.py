"""How many items the bank offers, by objective and topic."""

from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple

from assistant.quiz.choosing.choose import MARKED
from curricula.items.bank import Bank
from curricula.items.wanted import Wanted
from curricula.types import Status


class Counted(NamedTuple):
    """Published items that are marked: all, and those on each objective and topic."""

    items: int
    objectives: Mapping[str, int]
    topics: Mapping[str, int]


class Catalogue:
    """The numbers of a bank: with 50,000 items they take half a second to count, so they are kept."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._lock = Lock()
        self._kept: tuple[dict[Status, int], Counted] | None = None

    def counted(self) -> Counted:
        """The numbers; counted anew after something was added, published or retired."""
        with self._lock:
            states = self._bank.states()
            if self._kept is None or self._kept[0] != states:
                self._kept = states, self._count()
            return self._kept[1]

    def _count(self) -> Counted:
        wanted = Wanted(types=MARKED)
        return Counted(
            self._bank.count(wanted),
            self._bank.tallies("objective", wanted),
            self._bank.tallies("topic", wanted),
        )

"""Which item comes next: new ones before those met before, none whose stem was met in the same sitting."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from assistant.quiz.events import Drawn, Why
from assistant.quiz.order import shown_order
from assistant.quiz.sittings import Sitting
from assistant.quiz.stems import is_repeated, stem
from curricula.items.bank import Bank
from curricula.items.types import Item, ItemType
from curricula.items.wanted import Wanted

MARKED: frozenset[ItemType] = frozenset(
    ("single_best_answer", "multiple_response", "short_answer", "image_hotspot")
)
"""The kinds of items that are marked by rule; cards are rated by their learner, in a review."""
ASKED: Why = "asked for"
NEW: Why = "new"
FROM = 24
"""So many items at least are looked at for each that is drawn."""


class Past(NamedTuple):
    """What of the bank somebody has met before: the ids of items they answered."""

    answered: frozenset[str] = frozenset()


class Met:
    """The items that a sitting has shown, by id and by stem."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.ids: set[str] = set()
        self._stems: list[str] = []
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        """Counts the item as shown."""
        self.ids.add(item.id)
        self._stems.append(stem(item))

    def has(self, item: Item) -> bool:
        """Whether the item, or one that asks nearly the same, was shown."""
        return item.id in self.ids or is_repeated(stem(item), self._stems)


def drawn(item: Item, sitting_id: str, place: int, *, why: Why, at: datetime, event_id: str = "") -> Drawn:
    """The event that puts the item at that place of the sitting, its options mixed by both."""
    return Drawn(
        id=event_id or f"drawn:{place}",
        at=at,
        item_id=item.id,
        version=item.version,
        order=shown_order(item, f"{sitting_id}:{place}"),
        why=why,
    )


def fresh(bank: Bank, wanted: Wanted, met: Met, past: Past, *, seed: str) -> Iterator[Item]:
    """Wanted items in an order mixed by the seed, those never answered first; each is counted as met."""
    start = random.Random(seed).random()
    for is_new in (True, False):
        yield from _sampled(bank, wanted, met, past, start=start, is_new=is_new)


def _sampled(
    bank: Bank, wanted: Wanted, met: Met, past: Past, *, start: float, is_new: bool
) -> Iterator[Item]:
    passed: set[str] = set()
    while True:
        without = met.ids | passed | (past.answered if is_new else frozenset())
        rows = bank.sample(wanted.model_copy(update={"without": frozenset(without)}), FROM, start=start)
        if not rows:
            return
        for row in rows:
            passed.add(row.id)
            item = bank.item(row.id, row.version)
            if not met.has(item):
                met.add(item)
                yield item


def asked_for(bank: Bank, ids: Sequence[str]) -> tuple[list[Item], list[str]]:
    """The published items of those ids, and which could not be had."""
    items, notes = list[Item](), list[str]()
    met = Met()
    for item_id in dict.fromkeys(ids):
        item = _published(bank, item_id)
        if item is None:
            notes.append(f"The item {item_id} is not published.")
        elif met.has(item):
            notes.append(f"The item {item_id} asks what another one asks.")
        else:
            met.add(item)
            items.append(item)
    return items, notes


def next_item(
    bank: Bank, sitting: Sitting, met: Met, past: Past, *, at: datetime, event_id: str
) -> Drawn | None:
    """The event that puts another item before the learner; None where none is left that fits."""
    place = len(met.ids)
    if sitting.items:
        left = (
            item for item_id in sitting.items if (item := _published(bank, item_id)) and not met.has(item)
        )
        item, why = next(left, None), ASKED
    else:
        seed = f"{sitting.id}:{place}"
        wanted = Wanted(types=MARKED, objectives=sitting.objectives, topics=sitting.topics)
        item, why = next(fresh(bank, wanted, met, past, seed=seed), None), NEW
    if item is None:
        return None
    return drawn(item, sitting.id, place, why=why, at=at, event_id=event_id)


def _published(bank: Bank, item_id: str) -> Item | None:
    """The newest published version of the item; None where there is none, or a newer one was retired."""
    for one in bank.versions(item_id):
        if one.status == "retired":
            return None
        if one.status == "published":
            return bank.item(item_id, one.version) if one.type in MARKED else None
    return None

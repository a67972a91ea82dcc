"""Items of the bank to be put before a learner: new ones before those met before, no question twice."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from assistant.quiz.choosing.order import shown_order
from assistant.quiz.events import Drawn, Why
from curricula.items.bank import Bank
from curricula.items.similar import Stems
from curricula.items.types import Item, ItemType
from curricula.items.wanted import Shelved, Wanted

MARKED: frozenset[ItemType] = frozenset(
    ("single_best_answer", "multiple_response", "short_answer", "image_hotspot", "image_read")
)
"""The kinds of items that are marked by rule; cards are rated by their learner, in a review."""
AT_ONCE = 24
"""So many items of the bank are looked at to choose one from."""


class Met:
    """The items that a sitting has shown, by id and by what they ask."""

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self.ids: set[str] = set()
        self._stems = Stems()
        for item in items:
            self.add(item)

    def add(self, item: Item) -> None:
        """Counts the item as shown."""
        self.ids.add(item.id)
        self._stems.add(item)

    def has(self, item: Item) -> bool:
        """Whether the item, or one that asks nearly the same, was shown."""
        return item.id in self.ids or bool(self._stems.like(item))


def drawn(
    item: Item, sitting: str, place: int, *, why: Why, at: datetime, event_id: str | None = None
) -> Drawn:
    """The event that puts the item at that place of the sitting, its options mixed by both."""
    return Drawn(
        id=event_id or f"drawn:{place}",
        at=at,
        item_id=item.id,
        version=item.version,
        order=shown_order(item, f"{sitting}:{place}"),
        why=why,
    )


def mixed(bank: Bank, wanted: Wanted, *, seed: str) -> Iterator[Shelved]:
    """The wanted items in an order mixed by the seed, each once."""
    start = random.Random(seed).random()
    passed = set(wanted.without)
    while True:
        without = {"without": frozenset(passed)}
        rows = bank.sample(wanted.model_copy(update=without), AT_ONCE, start=start)
        yield from rows
        passed.update(row.id for row in rows)
        if len(rows) < AT_ONCE:
            return


def fresh(bank: Bank, wanted: Wanted, met: Met, answered: frozenset[str], *, seed: str) -> Iterator[Item]:
    """Wanted items, those never answered first, but those that ask what was met; each is counted as met."""
    for hidden in (answered, frozenset[str]()):
        left = wanted.model_copy(update={"without": wanted.without | hidden | met.ids})
        for row in mixed(bank, left, seed=seed):
            item = bank.item(row.id, row.version)
            if not met.has(item):
                met.add(item)
                yield item


def published(bank: Bank, item_id: str) -> Item | None:
    """The newest published version of the item; None where there is none, or a newer one was retired."""
    for one in bank.versions(item_id):
        if one.status == "retired":
            return None
        if one.status == "published":
            return bank.item(item_id, one.version)
    return None


def asked_for(bank: Bank, ids: Sequence[str]) -> tuple[list[Item], list[str]]:
    """The published items of those ids, and which could not be had."""
    items, notes, met = list[Item](), list[str](), Met()
    for item_id in dict.fromkeys(ids):
        item = published(bank, item_id)
        if item is None or item.type not in MARKED:
            notes.append(f"The item {item_id} cannot be answered: it is not published, or a card.")
        elif met.has(item):
            notes.append(f"The item {item_id} asks what another one asks.")
        else:
            met.add(item)
            items.append(item)
    return items, notes

"""The next item of a sitting, by its mode: as asked for, as planned, or as the learner needs it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from assistant.learner.cards import OwnCards
from assistant.learner.ratings import CardKey
from assistant.quiz.choosing.adapt import Study, chosen
from assistant.quiz.choosing.choose import Met, drawn, published
from assistant.quiz.events import Drawn, Why
from assistant.quiz.sitting.history import Past
from assistant.quiz.sitting.sittings import Sitting
from assistant.quiz.state import Place
from assistant.recent import Recent
from curricula.items.bank import Bank
from curricula.items.types import ClozeCard, Item
from retrieval.errors import WrongUse

MOST_KEPT = 2000
MOST_SITTINGS = 64


class Shelves:
    """The items of the bank and the learners' own cards, the last ones of them at hand."""

    def __init__(self, bank: Bank, cards: OwnCards) -> None:
        self.bank = bank
        self._cards = cards
        # A version never changes, so what was read once can be kept.
        self._recent: Recent[tuple[str, int], Item] = Recent(MOST_KEPT)
        self._met: Recent[str, Met] = Recent(MOST_SITTINGS)

    def item(self, user_id: str, place: Place) -> Item:
        """The item at a place as it was drawn; a card of one's own that was removed says so."""
        if place.own:
            return self._own(user_id, place.item_id, place.version)
        key = place.item_id, place.version
        known = self._recent.get(key)
        if known is None:
            known = self.bank.item(*key)
            self._recent.put(key, known)
        return known

    @contextmanager
    def met(self, sitting: Sitting, places: tuple[Place, ...]) -> Iterator[Met]:
        """What the sitting has met at those places; places are only ever added."""
        known = self._met.take(sitting.id)
        met = known if known is not None and len(known.ids) <= len(places) else Met()
        for place in places:
            if place.item_id not in met.ids:
                met.add(self.item(sitting.user_id, place))
        yield met
        self._met.put(sitting.id, met)

    def card(self, user_id: str, key: CardKey) -> Item | None:
        """What a card of a review shows now; None where it was retired or removed."""
        if key.kind == "item":
            return published(self.bank, key.id)
        try:
            return self._cards.card(user_id, key.id).card
        except WrongUse:
            return None

    def _own(self, user_id: str, card_id: str, version: int) -> Item:
        try:
            return self._cards.card(user_id, card_id, version).card
        except WrongUse:
            removed = "{{This card was removed.}}"
            fields = {"id": card_id, "version": version, "text": removed, "status": "retired"}
            return ClozeCard(title="A card that was removed", author="Preceptor", type="cloze_card", **fields)


class Draws(NamedTuple):
    """What the next item of a sitting is drawn from."""

    shelves: Shelves
    sitting: Sitting
    places: tuple[Place, ...]
    past: Callable[[], Past]

    def draw(self, event_id: str, at: datetime) -> Drawn | None:
        """The event that puts the next item before the learner; None where none is left."""
        if self.sitting.mode == "review":
            return self._card(event_id, at)
        with self.shelves.met(self.sitting, self.places) as met:
            if self.sitting.items:
                return self._asked(met, event_id, at)
            found = chosen(Study(self.shelves.bank, self.sitting, met, *self.past(), now=at))
        if found is None:
            return None
        return drawn(found.item, self.sitting.id, len(self.places), why=found.why, at=at, event_id=event_id)

    def _asked(self, met: Met, event_id: str, at: datetime) -> Drawn | None:
        items = (published(self.shelves.bank, one) for one in self.sitting.items if one not in met.ids)
        item = next((item for item in items if item is not None and not met.has(item)), None)
        if item is None:
            return None
        place = len(self.places)
        return drawn(item, self.sitting.id, place, why="asked for", at=at, event_id=event_id)

    def _card(self, event_id: str, at: datetime) -> Drawn | None:
        seen = {str(CardKey("own" if place.own else "item", place.item_id)) for place in self.places}
        for number, name in enumerate(self.sitting.items):
            key = CardKey.of(name)
            card = None if name in seen else self.shelves.card(self.sitting.user_id, key)
            if card is not None:
                why: Why = "due" if number < self.sitting.due else "new"
                place = len(self.places)
                event = drawn(card, self.sitting.id, place, why=why, at=at, event_id=event_id)
                return event.model_copy(update={"own": key.kind == "own"})
        return None

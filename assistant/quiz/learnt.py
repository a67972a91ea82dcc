"""The learning of a library's people, with the items and sources that stand behind it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from threading import Lock

from sqlalchemy import Connection, delete, select

from assistant.home import items_of
from assistant.learner.cards import Offered
from assistant.learner.difficulty import FEWEST_LEARNERS, relocated
from assistant.learner.learning import House, Learning
from assistant.learner.log import Log
from assistant.learner.types import Attempt
from assistant.quiz.misses import offered
from assistant.quiz.sitting.tables import sitting_events, sittings
from assistant.references import resolver
from curricula.items.bank import Bank
from curricula.items.types import ClozeCard, Item, MultipleResponse, SingleBestAnswer
from retrieval.errors import WrongUse
from retrieval.library import Library

MOST_ITEMS = 50_000
WORKED_OUT_EVERY = timedelta(days=1)
MOST_ATTEMPTS = 100_000
"""Of so many of the newest; reading and weighing them takes some three seconds."""


def open_learning(library: Library) -> Learning:
    """What the people of the library learn."""
    bank = items_of(library)

    def now() -> datetime:
        return datetime.now(UTC)

    def offer(attempt: Attempt) -> Offered:
        item = bank.item(attempt.item_id, attempt.item_version)
        return offered(item, attempt.id, resolver(library.store))

    return Learning(
        House(
            engine=library.store.engine,
            offer=offer,
            words=lru_cache(MOST_ITEMS)(lambda item_id: _words_in_bank(bank, item_id)),
            locations=Places(Log(library.store.engine), now),
            forget_sittings=forget_sittings,
            now=now,
        )
    )


class Places:
    """Where items lie by the answers of everybody, worked out once a day."""

    def __init__(self, log: Log, now: Callable[[], datetime]) -> None:
        self._log = log
        self._now = now
        self._lock = Lock()
        self._known: tuple[datetime, Mapping[str, float]] | None = None

    def __call__(self) -> Mapping[str, float]:
        """The re-estimated locations in logits, by item; none where too few people answer items."""
        with self._lock:
            now = self._now()
            if self._known is None or now - self._known[0] >= WORKED_OUT_EVERY:
                self._known = now, relocated(self._log.crowd(FEWEST_LEARNERS, MOST_ATTEMPTS))
            return self._known[1]


def forget_sittings(connection: Connection, user_id: str) -> int:
    """How many sittings of that person were removed with all that happened in them, in this transaction."""
    mine = select(sittings.c.sitting_id).where(sittings.c.user_id == user_id)
    connection.execute(delete(sitting_events).where(sitting_events.c.sitting_id.in_(mine)))
    return connection.execute(delete(sittings).where(sittings.c.user_id == user_id)).rowcount


def words_of(item: Item) -> int:
    """How many words are to be read before the item can be answered."""
    if isinstance(item, ClozeCard):
        return len(item.text.split())
    options = item.options if isinstance(item, SingleBestAnswer | MultipleResponse) else ()
    return sum(len(text.split()) for text in (item.vignette, item.lead_in, *(one.text for one in options)))


def _words_in_bank(bank: Bank, item_id: str) -> int | None:
    try:
        return words_of(bank.item(item_id))
    except WrongUse:
        return None

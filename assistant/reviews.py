"""The reviews of a library, with its sources to look up what is cited."""

from datetime import datetime

from assistant.accounts import Account
from assistant.references import reason_against
from curricula.review.reviews import Reviews
from curricula.review.types import Act
from retrieval.store import Store


def reviews_of(store: Store) -> Reviews:
    """The reviews of what is taught from these sources."""
    return Reviews(store.engine, lambda: reason_against(store))


def act_of(who: Account, event_id: str, at: datetime, note: str = "") -> Act:
    """What that person does, to be noted under this id."""
    return Act(event_id=event_id, user_id=who.user_id, name=who.name, at=at, note=note.strip())

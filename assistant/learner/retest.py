"""Which items are asked again without help after an answer with help, so that nobody relies on help."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from assistant.learner.types import Evidence
from retrieval.types import Value

AFTER = timedelta(days=1)
AFTER_ITEMS = 10


class Retest(Value):
    """An item whose last answer had help: it is asked again from `from_at` on, or once `items_left` is 0."""

    item_id: str
    attempt: str
    from_at: datetime
    items_left: int

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be asked again now."""
        return now >= self.from_at or not self.items_left


def retests(given: Iterable[Evidence]) -> tuple[Retest, ...]:
    """The items that wait for an answer without help, those that have waited longest first.

    Any later answer to the item without help ends the wait, right or wrong: a wrong one comes back as a card.
    """
    ordered = sorted(given, key=lambda one: (one.at, one.attempt))
    last: dict[str, tuple[int, Evidence]] = {one.item_id: (place, one) for place, one in enumerate(ordered)}
    waiting = sorted((place, one) for place, one in last.values() if one.assisted)
    return tuple(_retest(one, {later.item_id for later in ordered[place + 1 :]}) for place, one in waiting)


def _retest(one: Evidence, later: set[str]) -> Retest:
    return Retest(
        item_id=one.item_id,
        attempt=one.attempt,
        from_at=one.at + AFTER,
        items_left=max(0, AFTER_ITEMS - len(later)),
    )

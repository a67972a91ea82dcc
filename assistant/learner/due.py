"""What is due of a learner's cards, now and on the days to come."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from assistant.learner.cards import OwnCard
from assistant.learner.deck import deck
from assistant.learner.preferences import Preference
from assistant.learner.ratings import CardRating
from assistant.learner.schedule import DueDay, Queue, Scheduled, forecast, plan, queue
from assistant.learner.types import Evidence


class Dues(NamedTuple):
    """A learner's cards, rated or not, and those that were rated as they are planned."""

    cards: list[str]
    planned: dict[str, Scheduled]
    preference: Preference

    def queue(self, now: datetime) -> Queue:
        """What to review now; a day is one of the time zone of `now`."""
        return queue(self.planned, self.cards, now, new_a_day=self.preference.new_cards_a_day)

    def forecast(self, now: datetime) -> tuple[DueDay, ...]:
        """How many cards fall due on each of the next thirty days."""
        return forecast(self.planned, self.cards, now, new_a_day=self.preference.new_cards_a_day)


def dues(
    own: Iterable[OwnCard],
    given: Iterable[Evidence],
    ratings: Iterable[CardRating],
    preference: Preference,
) -> Dues:
    """What is due by the cards that were made, the answers given and the ratings that stand."""
    return Dues(deck(own, given), plan(ratings, preference.retention), preference)

"""What a learner has done, as sittings need it: read once for each thing they do, and added to with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from assistant.learner import log as attempts
from assistant.learner import ratings
from assistant.learner.cards import OwnCards
from assistant.learner.due import dues
from assistant.learner.log import Log
from assistant.learner.preferences import Preferences
from assistant.learner.ratings import CardKey, CardRating, Ratings
from assistant.learner.schedule import Queue, intervals, plan
from assistant.learner.types import Evidence
from assistant.quiz.events import Answered, Recalled, SittingEvent, Undone
from assistant.quiz.sitting.counted import attempt_id, attempts_of, counted
from assistant.quiz.sitting.seen import FindItem
from assistant.quiz.sitting.sittings import Sitting
from assistant.quiz.state import Place, State
from assistant.quiz.types import Rated, Rating
from assistant.recent import Recent

MOST_LEARNERS = 64
LATEST = 1000
"""So many of the last answers say what a learner needs next: it takes no longer after years."""


class Past(NamedTuple):
    """A learner's last answers, and the ids of all items they answered at any time."""

    evidence: Sequence[Evidence]
    answered: frozenset[str]


class _Read(NamedTuple):
    """The evidence up to a time, and how much was kept then; where less or more is, something was changed."""

    until: datetime | None
    size: tuple[int, int]
    evidence: list[Evidence]
    answered: frozenset[str]


class Histories:
    """The learners of one library: what they answered, and which cards they have."""

    def __init__(self, engine: Engine) -> None:
        self.log = Log(engine)
        self.cards = OwnCards(engine)
        self._ratings = Ratings(engine)
        self._preferences = Preferences(engine)
        self._evidence: Recent[str, _Read] = Recent(MOST_LEARNERS)

    def evidence(self, user_id: str) -> list[Evidence]:
        """That person's attempts that count, oldest first."""
        return self._read(user_id).evidence

    def past(self, user_id: str) -> Past:
        """What the next item is chosen by."""
        known = self._read(user_id)
        return Past(known.evidence[-LATEST:], known.answered)

    def _read(self, user_id: str) -> _Read:
        """What is known, with what came since the last time; all anew where anything was changed."""
        known = self._evidence.get(user_id)
        if known is None or self.log.size(user_id, until=known.until) != known.size:
            known = _Read(None, (0, 0), [], frozenset())
        new = self.log.evidence(user_id, after=known.until)
        if new or known.until is None:
            until = new[-1].at if new else None
            found = [*known.evidence, *new]
            answered = known.answered.union(one.item_id for one in new)
            known = _Read(until, self.log.size(user_id, until=until), found, answered)
            if until is not None:
                self._evidence.put(user_id, known)
        return known

    def queue(self, user_id: str, now: datetime) -> Queue:
        """What that person is to review now."""
        found = dues(
            self.cards.of(user_id),
            self.evidence(user_id),
            self._ratings.of(user_id),
            self._preferences.of(user_id),
        )
        return found.queue(now)

    def intervals(self, user_id: str, place: Place, now: datetime) -> Mapping[Rating, timedelta]:
        """After how long the card at a place would come again, by the rating it is given now."""
        wishes, key = self._preferences.of(user_id), key_of(place)
        planned = plan(self._ratings.of(user_id, key), wishes.retention)
        return intervals(planned.get(str(key)), now, wishes.retention)


class Events(NamedTuple):
    """The events of a sitting, those it had and those that are new."""

    known: Sequence[SittingEvent]
    new: Sequence[SittingEvent]


def key_of(place: Place) -> CardKey:
    """The card that stands at a place."""
    return CardKey("own" if place.own else "item", place.item_id)


def keep(
    connection: Connection,
    *,
    sitting: Sitting,
    before: State,
    after: State,
    events: Events,
    item: FindItem,
) -> None:
    """Keeps what the new events mean for the learner: attempts that count from now on, and ratings.

    An attempt whose rating was taken back never was; the rating stays with a row that says so.
    """
    counted_before, counted_now = counted(sitting, before), counted(sitting, after)
    gone = [attempt_id(sitting, one) for one in counted_before.keys() - counted_now.keys()]
    if gone:
        attempts.forget(connection, sitting.user_id, gone)
    if counted_now.keys() - counted_before.keys():
        found = attempts_of(sitting, after, item)
        attempts.append(connection, [one for place, one in found.items() if place not in counted_before])
    for row in ratings_of(sitting, after, *events):
        ratings.append(connection, sitting.user_id, row)


def ratings_of(
    sitting: Sitting, state: State, known: Sequence[SittingEvent], new: Sequence[SittingEvent]
) -> list[CardRating]:
    """The rows that the new events add to the log of ratings."""
    given: dict[int, CardRating] = {}
    rows = []
    for number, event in enumerate((*known, *new)):
        row = _row(sitting, state, event, given)
        if row is not None and number >= len(known):
            rows.append(row)
    return rows


def _row(
    sitting: Sitting, state: State, event: SittingEvent, given: dict[int, CardRating]
) -> CardRating | None:
    name = f"{sitting.id}:{event.id}"
    match event:
        case Undone():
            return ratings.taken_back(name, given[event.place], event.at)
        case Recalled():
            rating = event.rating
        case Answered(response=Rated() as response):
            rating = response.rating
        case _:
            return None
    given[event.place] = ratings.rated(name, key_of(state.places[event.place]), rating, event.at)
    return given[event.place]

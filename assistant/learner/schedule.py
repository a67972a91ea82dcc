"""When cards are due, by the free spaced repetition scheduler (FSRS) of the package `fsrs`.

A schedule is always replayed from the ratings, without chance, so that the same ratings give the same dates
and another wished retention plans everything anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from assistant.learner.ratings import CardRating, standing
from assistant.quiz.types import Rating
from retrieval.types import Value

FORECAST_DAYS = 30
RATINGS: dict[Rating, FsrsRating] = {
    "again": FsrsRating.Again,
    "hard": FsrsRating.Hard,
    "good": FsrsRating.Good,
    "easy": FsrsRating.Easy,
}
STATES: dict[State, Literal["learning", "review", "relearning"]] = {
    State.Learning: "learning",
    State.Review: "review",
    State.Relearning: "relearning",
}


class Scheduled(Value):
    """A card that was rated: when it is due, and how it stands.

    `stability` is the days until the chance of recall falls to 90%; `ratings` are those that stand, oldest
    first, and `lapses` how often "again" was among those given in the state "review".
    """

    card: str
    state: Literal["learning", "review", "relearning"]
    due: datetime
    step: int | None
    stability: float
    difficulty: float
    last: datetime
    ratings: tuple[str, ...]
    first: datetime
    lapses: int


class Queue(Value):
    """What to review now: cards that are due, the longest overdue first, then new ones up to the limit.

    `waiting` counts the new cards beyond the limit of the day; `next_due` is when the next card that is not
    due yet will be, None where there is none.
    """

    due: tuple[str, ...]
    new: tuple[str, ...]
    waiting: int
    next_due: datetime | None


class DueDay(Value):
    """How many cards fall due on a day: rated ones, and new ones by the limit of a day.

    What is reviewed until then will add some: that is not foretold.
    """

    day: date
    reviews: int
    new: int


def scheduler(retention: float) -> Scheduler:
    """The library's scheduler with its own parameters and steps, and without chance."""
    return Scheduler(desired_retention=retention, enable_fuzzing=False)


def plan(given: Iterable[CardRating], retention: float) -> dict[str, Scheduled]:
    """How every card stands that has ratings which stand, by its key."""
    by = scheduler(retention)
    of_card: dict[str, list[CardRating]] = {}
    for one in standing(given):
        of_card.setdefault(one.card, []).append(one)
    return {card: _replayed(by, card, ratings) for card, ratings in of_card.items()}


def queue(
    planned: Mapping[str, Scheduled], unrated: Sequence[str], now: datetime, *, new_a_day: int
) -> Queue:
    """What to review now, of planned cards and of those never rated, the first of which come first.

    A day is one of the time zone of `now`.
    """
    due = sorted((one for one in planned.values() if one.due <= now), key=lambda one: (one.due, one.card))
    fresh = [card for card in dict.fromkeys(unrated) if card not in planned]
    begun = sum(one.first.astimezone(now.tzinfo).date() == now.date() for one in planned.values())
    room = max(0, new_a_day - begun)
    return Queue(
        due=tuple(one.card for one in due),
        new=tuple(fresh[:room]),
        waiting=len(fresh[room:]),
        next_due=min((one.due for one in planned.values() if one.due > now), default=None),
    )


def forecast(
    planned: Mapping[str, Scheduled],
    unrated: Sequence[str],
    now: datetime,
    *,
    new_a_day: int,
    days: int = FORECAST_DAYS,
) -> tuple[DueDay, ...]:
    """How many cards fall due on each of the next days; today has all that are overdue."""
    today = now.date()
    due = Counter(max(today, one.due.astimezone(now.tzinfo).date()) for one in planned.values())
    first = queue(planned, unrated, now, new_a_day=new_a_day)
    new, left = len(first.new), first.waiting
    found = []
    for day in (today + timedelta(days=number) for number in range(days)):
        found.append(DueDay(day=day, reviews=due[day], new=new))
        new = min(new_a_day, left)
        left -= new
    return tuple(found)


def intervals(known: Scheduled | None, now: datetime, retention: float) -> dict[Rating, timedelta]:
    """After how long the card would be due again, by the rating it is given now; None: it is new."""
    by = scheduler(retention)
    card = _card(known) if known is not None else _new(now)
    at = now.astimezone(UTC)
    return {word: by.review_card(card, rating, at)[0].due - at for word, rating in RATINGS.items()}


def recall(known: Scheduled, now: datetime, retention: float) -> float:
    """The chance that the card is recalled now."""
    return float(scheduler(retention).get_card_retrievability(_card(known), now.astimezone(UTC)))


def _replayed(by: Scheduler, key: str, given: Sequence[CardRating]) -> Scheduled:
    card, lapses = _new(given[0].at), 0
    for one in given:
        if one.rating is None:
            raise ValueError("a rating that stands has a rating")
        lapses += one.rating == "again" and card.state is State.Review
        card, _ = by.review_card(card, RATINGS[one.rating], one.at.astimezone(UTC))
    if card.stability is None or card.difficulty is None:
        raise ValueError("a card that was rated has a stability")
    return Scheduled(
        card=key,
        state=STATES[card.state],
        due=card.due,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        last=given[-1].at,
        ratings=tuple(one.id for one in given),
        first=given[0].at,
        lapses=lapses,
    )


def _new(at: datetime) -> Card:
    # Without an id the library waits a millisecond to make one.
    return Card(card_id=0, due=at.astimezone(UTC))


def _card(known: Scheduled) -> Card:
    return Card(
        card_id=0,
        state=next(state for state, word in STATES.items() if word == known.state),
        step=known.step,
        stability=known.stability,
        difficulty=known.difficulty,
        due=known.due.astimezone(UTC),
        last_review=known.last.astimezone(UTC),
    )

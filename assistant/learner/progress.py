"""What the page Progress shows: numbers about one learner, each with the attempts behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from assistant.learner.calibration import Calibration, Pace, Words, calibration, guesses, paces
from assistant.learner.due import Dues
from assistant.learner.mastery import NOWHERE, Kind, Mastery, mastery
from assistant.learner.preferences import Preference
from assistant.learner.retest import Retest, retests
from assistant.learner.schedule import DueDay
from assistant.learner.types import Evidence
from retrieval.types import Value

WEAK_BELOW = 0.6
"""The chance that a learner in the middle answers a middling item right: below it there is most to gain."""
STREAK_DAYS = 30
LOOKED_AT = 200
"""Of so many of the newest answers it is said whether they look like guesses."""


class Day(Value):
    """How many items were answered on a day."""

    day: date
    attempts: int


class Due(Value):
    """How many cards are due now, how many new ones today has room for, and how many wait beyond that."""

    now: int
    new: int
    waiting: int
    next_due: datetime | None


class Progress(Value):
    """Everything about a learner, computed from their attempts that count.

    Mastery is by objective and by topic; `weak` names the objectives with the least of it, those with too
    few answers left out. `active` of the days were days with at least one answer.
    """

    attempts: int
    assisted: int
    objectives: tuple[Mastery, ...]
    topics: tuple[Mastery, ...]
    weak: tuple[str, ...]
    calibration: Calibration
    paces: tuple[Pace, ...]
    guesses: tuple[str, ...]
    days: tuple[Day, ...]
    active: int
    due: Due
    forecast: tuple[DueDay, ...]
    retests: tuple[Retest, ...]
    preference: Preference


def progress(
    evidence: Sequence[Evidence],
    dues: Dues,
    now: datetime,
    *,
    words: Words,
    locations: Mapping[str, float] = NOWHERE,
) -> Progress:
    """The progress that the evidence shows by now; a day is one of the time zone of `now`."""
    objectives, topics = (_masteries(evidence, now, kind, locations) for kind in ("objective", "topic"))
    days = _days(evidence, now)
    return Progress(
        attempts=len(evidence),
        assisted=sum(one.assisted for one in evidence),
        objectives=objectives,
        topics=topics,
        weak=weak(objectives),
        calibration=calibration(evidence),
        paces=paces(evidence),
        guesses=guesses(evidence[-LOOKED_AT:], words),
        days=days,
        active=sum(one.attempts > 0 for one in days),
        due=_due(dues, now),
        forecast=dues.forecast(now),
        retests=retests(evidence),
        preference=dues.preference,
    )


def weak(objectives: Sequence[Mastery]) -> tuple[str, ...]:
    """The names of those with enough answers to say that they are weak, the weakest first."""
    known = [(one.probability, one.name) for one in objectives if one.probability is not None]
    return tuple(name for probability, name in sorted(known) if probability < WEAK_BELOW)


def _masteries(
    evidence: Sequence[Evidence], now: datetime, kind: Kind, locations: Mapping[str, float]
) -> tuple[Mastery, ...]:
    return tuple(mastery(evidence, now=now, kind=kind, locations=locations).values())


def _days(evidence: Sequence[Evidence], now: datetime) -> tuple[Day, ...]:
    made = Counter(one.at.astimezone(now.tzinfo).date() for one in evidence)
    today = now.date()
    days = (today - timedelta(days=back) for back in reversed(range(STREAK_DAYS)))
    return tuple(Day(day=day, attempts=made[day]) for day in days)


def _due(dues: Dues, now: datetime) -> Due:
    found = dues.queue(now)
    return Due(now=len(found.due), new=len(found.new), waiting=found.waiting, next_due=found.next_due)

"""What can be practised, and the sittings that somebody began."""

from collections.abc import Mapping
from datetime import datetime

from assistant.accounts import Account
from assistant.learner.mastery import Kind, mastery
from assistant.quiz.choosing.adapt import DUE, WEAK
from assistant.quiz.choosing.exams import Offered
from assistant.quiz.sitting.seen import phase
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.sitting.sittings import Log
from assistant.quiz.state import fold, out_of_time, step
from assistant.quiz.types import Mode
from assistant.quiz.view import Phase
from retrieval.types import Value

MOST_LISTED = 100


class Subject(Value):
    """An objective or topic of the bank, how many published items are on it, and how the learner stands.

    `probability`, with its 90% interval from `low` to `high`, is the chance of a right answer to an item of
    middle difficulty; None with too few of the `attempts`. `due`: not practised for long.
    """

    name: str
    items: int
    attempts: int = 0
    probability: float | None = None
    low: float | None = None
    high: float | None = None
    weak: bool = False
    due: bool = False


class Offers(Value):
    """What can be practised: how many published items there are that are marked, by objective and topic.

    Weak ones come first, then those that are due. `exams` follow a blueprint. `to_review` counts the
    cards that can be reviewed now; where there are none `next_due` is when one will be, None for never.
    """

    items: int
    objectives: tuple[Subject, ...]
    topics: tuple[Subject, ...]
    exams: tuple[Offered, ...] = ()
    to_review: int
    next_due: datetime | None


class Standing(Value):
    """One of somebody's sittings; `right` of `graded` once that may be told, else None."""

    sitting: str
    mode: Mode
    title: str
    phase: Phase
    started_at: datetime
    last_at: datetime
    items: int
    total: int | None
    answered: int
    right: int | None
    graded: int | None


def offers(quizzes: Quizzes, who: Account) -> Offers:
    """What this person can practise."""
    now, counted = quizzes.house.now(), quizzes.catalogue.counted()
    queue = quizzes.house.learning.queue(who.user_id, now)
    return Offers(
        items=counted.items,
        objectives=_subjects(quizzes, who, "objective", counted.objectives, now),
        topics=_subjects(quizzes, who, "topic", counted.topics, now),
        exams=quizzes.house.exams.listed(),
        to_review=len(queue.due) + len(queue.new),
        next_due=queue.next_due,
    )


def standings(quizzes: Quizzes, who: Account) -> list[Standing]:
    """This person's last sittings, newest first."""
    now = quizzes.house.now()
    return [_standing(log, now) for log in quizzes.house.sittings.of(who.user_id, most=MOST_LISTED)]


def _subjects(
    quizzes: Quizzes, who: Account, kind: Kind, counted: Mapping[str, int], now: datetime
) -> tuple[Subject, ...]:
    evidence = quizzes.house.learning.evidence(who.user_id)
    known = mastery(evidence, now=now, kind=kind)
    last = {
        name: one.at for one in evidence for name in (one.objectives if kind == "objective" else one.topics)
    }
    found = []
    for name, items in counted.items():
        one = known.get(name)
        if one is None:
            found.append(Subject(name=name, items=items))
            continue
        found.append(
            Subject(
                name=name,
                items=items,
                attempts=len(one.attempts),
                probability=one.probability,
                low=one.low,
                high=one.high,
                weak=one.probability is not None and one.probability < WEAK,
                due=now - last[name] >= DUE,
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.weak, not one.due, one.name.casefold())))


def _standing(log: Log, now: datetime) -> Standing:
    sitting, state = log.sitting, fold(log.sitting, log.events)
    due = out_of_time(sitting, state, now)
    state = step(state, due) if due else state
    answered = [place.graded for place in state.places if place.graded is not None]
    may_tell = sitting.mode != "exam" or state.finished is not None
    graded = [one.correct for one in answered if one.correct is not None]
    return Standing(
        sitting=sitting.id,
        mode=sitting.mode,
        title=sitting.title,
        phase=phase(state),
        started_at=sitting.started_at,
        last_at=state.last_at,
        items=len(state.places),
        total=sitting.count,
        answered=len(answered),
        right=sum(graded) if may_tell else None,
        graded=len(graded) if may_tell else None,
    )

"""What can be practised, and the sittings that somebody began."""

from datetime import datetime

from assistant.accounts import Account
from assistant.quiz.choose import MARKED
from assistant.quiz.seen import phase
from assistant.quiz.sit import Quizzes
from assistant.quiz.sittings import Log
from assistant.quiz.state import fold, out_of_time, step
from assistant.quiz.types import Mode
from assistant.quiz.view import Phase
from curricula.items.wanted import Mark, Wanted
from retrieval.types import Value

MOST_LISTED = 100


class Subject(Value):
    """An objective or topic of the bank, and how many published items are on it."""

    name: str
    items: int


class Offers(Value):
    """What can be practised: how many published items there are that are marked, by objective and topic."""

    items: int
    objectives: tuple[Subject, ...]
    topics: tuple[Subject, ...]


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
    bank, wanted = quizzes.house.bank, Wanted(types=MARKED)
    return Offers(
        items=bank.count(wanted),
        objectives=_subjects(quizzes, "objective", wanted),
        topics=_subjects(quizzes, "topic", wanted),
    )


def standings(quizzes: Quizzes, who: Account) -> list[Standing]:
    """This person's last sittings, newest first."""
    now = quizzes.house.now()
    return [_standing(log, now) for log in quizzes.house.sittings.of(who.user_id, most=MOST_LISTED)]


def _subjects(quizzes: Quizzes, kind: Mark, wanted: Wanted) -> tuple[Subject, ...]:
    found = quizzes.house.bank.tallies(kind, wanted)
    return tuple(Subject(name=name, items=items) for name, items in found.items())


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

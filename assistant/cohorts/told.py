"""What educators are told of a class: of many together, and by name only what its members were told.

Three ways in which a figure about many would tell of one are closed. Few: nothing is shown of fewer people
than the class asks for. Before and after: people come into a figure in groups of that size, each with their
first answers, so that it never changes by one. All alike: a share near nought or one is told as such only.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, select

from assistant.cohorts.classes import Classes
from assistant.cohorts.doing import Duties, work_id
from assistant.cohorts.types import Assignment, Class, Member
from assistant.learner.log import utc
from assistant.learner.tables import attempts
from assistant.quiz.sitting.tables import sitting_events
from assistant.statistics.counted import struck
from retrieval.store.engine import reading
from retrieval.types import Value

FIRST_ANSWERS = 3
"""So many first answers on an objective, since joining, make a member's share; later ones change nothing."""
ROUNDED = 0.05
LOWEST, HIGHEST = 0.1, 0.9


class Progress(Value):
    """How a class stands on an objective: the mean share right of `people`, rounded; None with the reason.

    `share` of 0.1 means at most that, of 0.9 at least that.
    """

    objective: str
    people: int
    share: float | None
    reason: str = ""


class Done(Value):
    """How many members have done an assignment, in words that tell of nobody alone."""

    assignment: Assignment
    words: str


class Result(Value):
    """What a member reached in an assigned exam, who was told on joining that this is seen."""

    assignment: str
    title: str
    user_id: str
    name: str
    right: int
    items: int
    finished_at: datetime


class _Share(NamedTuple):
    """A member's share of right first answers on an objective, and since when it stands."""

    since: str
    user_id: str
    share: float


class Overview:
    """What there is to be told of the classes of a library."""

    def __init__(self, engine: Engine, classes: Classes, duties: Duties) -> None:
        self._engine = engine
        self._classes = classes
        self._duties = duties

    def progress(self, of: Class) -> list[Progress]:
        """A row for each objective on which a member answered anything, by its id."""
        members = self._classes.members(of.id)
        with reading(self._engine) as connection:
            shares = _shares(connection, members)
        return [_progress(objective, shares[objective], of.plan.fewest) for objective in sorted(shares)]

    def done(self, of: Class) -> list[Done]:
        """How many have done each assignment."""
        people = [member.user_id for member in self._classes.members(of.id)]
        found = []
        for one in self._classes.assigned([of.id]):
            done = sum(state == "done" for state in self._duties.states(one, people).values())
            found.append(Done(assignment=one, words=done_words(done, len(people), of.plan.fewest)))
        return found

    def results(self, of: Class) -> list[Result]:
        """The results of assigned exams of those who were told; none where the class does not say so."""
        if not of.plan.individual:
            return []
        told = [member for member in self._classes.members(of.id) if member.told]
        exams = [one for one in self._classes.assigned([of.id]) if one.task.kind == "exam"]
        with reading(self._engine) as connection:
            found = [_result(connection, exam, member) for exam in exams for member in told]
        return [one for one in found if one is not None]


def done_words(done: int, people: int, fewest: int) -> str:
    """How many of a class have done something: exactly only where many have and many have not."""
    if people < fewest:
        return f"not shown: fewer than {fewest} members"
    if done < fewest:
        return f"fewer than {fewest} of {people}"
    return f"{done} of {people}" if people - done >= fewest else f"more than {people - fewest} of {people}"


def _progress(objective: str, shares: Sequence[_Share], fewest: int) -> Progress:
    people = len(shares) // fewest * fewest
    if not people:
        return Progress(objective=objective, people=0, share=None, reason=f"Fewer than {fewest} people.")
    counted = sorted(shares)[:people]
    mean = sum(one.share for one in counted) / people
    share = min(HIGHEST, max(LOWEST, round(round(mean / ROUNDED) * ROUNDED, 2)))
    return Progress(objective=objective, people=people, share=share)


def _shares(connection: Connection, members: Sequence[Member]) -> Mapping[str, list[_Share]]:
    """By objective the shares of members with answers enough; the objective is there also where none has."""
    gone = struck(connection)
    found: defaultdict[str, list[_Share]] = defaultdict(list)
    for member in members:
        answers: defaultdict[str, list[Any]] = defaultdict(list)
        for row in _firsts(connection, member, gone):
            for objective in json.loads(row.objectives):
                answers[objective].append(row)
        for objective, rows in answers.items():
            found[objective] += []
            if len(rows) >= FIRST_ANSWERS:
                some = rows[:FIRST_ANSWERS]
                share = sum(bool(row.correct) for row in some) / FIRST_ANSWERS
                found[objective].append(_Share(some[-1].at, member.user_id, share))
    return found


def _firsts(connection: Connection, member: Member, gone: frozenset[str]) -> list[Any]:
    made = attempts.c
    columns = (made.attempt_id, made.item_id, made.objectives, made.correct, made.assisted, made.at)
    mine = (made.user_id == member.user_id, made.type != "cloze_card", made.at >= utc(member.joined_at))
    rows = connection.execute(select(*columns).where(*mine).order_by(made.at, made.attempt_id)).all()
    first: dict[str, Any] = {}
    for row in rows:
        if row.attempt_id not in gone:
            first.setdefault(row.item_id, row)
    return [row for row in first.values() if row.correct is not None and not row.assisted]


def _result(connection: Connection, exam: Assignment, member: Member) -> Result | None:
    """None where the member has not handed it in."""
    work = work_id(exam.id, member.user_id)
    mine = sitting_events.c.sitting_id == work
    ended = connection.execute(select(sitting_events.c.at).where(mine, sitting_events.c.kind == "finished"))
    at = ended.scalars().first()
    if at is None:
        return None
    drawn = select(func.count()).where(mine, sitting_events.c.kind == "drawn")
    right = select(func.count()).where(attempts.c.sitting == work, attempts.c.correct)
    return Result(
        assignment=exam.id,
        title=exam.task.title,
        user_id=member.user_id,
        name=member.name,
        right=connection.execute(right).scalar_one(),
        items=connection.execute(drawn).scalar_one(),
        finished_at=datetime.fromisoformat(at),
    )

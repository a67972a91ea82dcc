"""What a learner has to do for their classes, whether it is done, and what they may do meanwhile.

Whether something is done is read from the sitting or encounter of the assignment, whose id follows from the
assignment and the learner: nothing is kept twice, and beginning again leads to the same one.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, Engine, func, select

from assistant.accounts import LOCAL, TEACHERS, Account, accounts
from assistant.case.bedside.play import Beginning as CaseBeginning
from assistant.case.bedside.tables import case_events, encounters
from assistant.cohorts.allowed import FREE, Allowed, allowed
from assistant.cohorts.classes import Classes
from assistant.cohorts.types import Assignment, Class, NoSuchClass
from assistant.learner.tables import attempts
from assistant.quiz.sitting.actions import Beginning
from assistant.quiz.sitting.tables import sitting_events, sittings
from retrieval.errors import WrongUse
from retrieval.store.engine import reading
from retrieval.types import Value

State = Literal["to do", "begun", "done"]


class Due(Value):
    """An assignment as its learner has it."""

    assignment: Assignment
    class_name: str
    state: State
    work: str
    """The id of its sitting or encounter."""


class Duties:
    """What learners have to do for their classes."""

    def __init__(self, engine: Engine, classes: Classes) -> None:
        self._engine = engine
        self._classes = classes

    def of(self, user_id: str) -> list[Due]:
        """Everything that somebody has to do or did, what is due first first."""
        mine = {found.id: found for found, _ in self._classes.of(user_id)}
        given = self._classes.assigned(list(mine))
        with reading(self._engine) as connection:
            return [_due(connection, one, mine[one.class_id], user_id) for one in given]

    def beginning(self, who: Account, assignment_id: str, now: datetime) -> Beginning | CaseBeginning:
        """What the learner begins or goes on with. WrongUse before an exam opens and after it was due."""
        due = next((one for one in self.of(who.user_id) if one.assignment.id == assignment_id), None)
        if due is None:
            raise NoSuchClass
        task = due.assignment.task
        if task.opens is not None and now < task.opens:
            raise WrongUse("This exam is not open yet.", "Come back when it opens.")
        if task.kind == "case":
            return CaseBeginning(id=due.work, case=task.case)
        if task.kind == "exam" and due.state == "to do" and now >= task.due:
            raise WrongUse("This exam is over.", "Ask your educator.")
        return Beginning(
            id=due.work,
            mode="exam" if task.kind == "exam" else "study",
            items=task.items,
            objectives=task.objectives,
            plan=task.blueprint or None,
            count=task.count,
            minutes=task.minutes,
        )

    def allowed(self, user_id: str, now: datetime) -> Allowed:
        """What somebody may do now, by the rules of all their classes; who teaches may do everything."""
        mine = {found.id: found for found, _ in self._classes.of(user_id)}
        if not mine or self._teaches(user_id):
            return FREE
        locking = [one.id for one in mine.values() if one.plan.rules.exam_lock]
        running = [one for one in self._classes.assigned(locking) if runs(one, now)] if locking else []
        with reading(self._engine) as connection:
            dues = [_due(connection, one, mine[one.class_id], user_id) for one in running]
        waiting = [one for one in dues if one.state != "done"]
        exam = waiting[0].assignment.task.title if waiting else None
        return allowed((one.plan.rules for one in mine.values()), exam, (one.work for one in waiting))

    def _teaches(self, user_id: str) -> bool:
        if user_id == LOCAL.user_id:
            return LOCAL.may_edit_library
        role = select(accounts.c.role).where(accounts.c.user_id == user_id)
        with reading(self._engine) as connection:
            return connection.execute(role).scalar() in TEACHERS

    def states(self, given: Assignment, user_ids: Sequence[str]) -> dict[str, State]:
        """How the assignment stands with each of these people."""
        with reading(self._engine) as connection:
            return {one: _state(connection, given, one) for one in user_ids}


def runs(one: Assignment, now: datetime) -> bool:
    """Whether it is an exam that is open now."""
    task = one.task
    return task.kind == "exam" and task.opens is not None and task.opens <= now < task.due


def work_id(assignment_id: str, user_id: str) -> str:
    """The id of the sitting or encounter in which somebody does an assignment."""
    return "class-" + sha256(f"{assignment_id} {user_id}".encode()).hexdigest()[:40]


def _due(connection: Connection, one: Assignment, of: Class, user_id: str) -> Due:
    state = _state(connection, one, user_id)
    return Due(assignment=one, class_name=of.plan.name, state=state, work=work_id(one.id, user_id))


def _state(connection: Connection, one: Assignment, user_id: str) -> State:
    work = work_id(one.id, user_id)
    if one.task.kind == "case":
        begun = select(encounters.c.encounter_id).where(encounters.c.encounter_id == work)
        mine = case_events.c.encounter_id == work
        ends = select(func.count()).where(mine, case_events.c.kind.in_(("committed", "ended")))
    else:
        begun = select(sittings.c.sitting_id).where(sittings.c.sitting_id == work)
        mine = sitting_events.c.sitting_id == work
        ends = select(func.count()).where(mine, sitting_events.c.kind == "finished")
    if connection.execute(begun).first() is None:
        return "to do"
    if connection.execute(ends).scalar_one():
        return "done"
    return "done" if _answered_all(connection, one, work) else "begun"


def _answered_all(connection: Connection, one: Assignment, sitting: str) -> bool:
    """Whether as many items of a study sitting were answered as were asked for."""
    wanted = one.task.count or len(one.task.items)
    if one.task.kind != "study" or not wanted:
        return False
    made = select(func.count()).select_from(attempts).where(attempts.c.sitting == sitting)
    return int(connection.execute(made).scalar_one()) >= wanted

"""The classes of a library with everything that stands behind them."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Engine

from assistant.accounts import Account
from assistant.case.bedside.play import Beginning as CaseBeginning
from assistant.cohorts.allowed import Allowed, check_open
from assistant.cohorts.classes import Classes
from assistant.cohorts.doing import Due, Duties
from assistant.cohorts.told import Overview
from assistant.cohorts.types import Assignment, Class, Plan, Task
from assistant.quiz.sitting.actions import Beginning
from curricula.objectives.types import Course
from curricula.plans import plans_of
from curricula.versions import values_of

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that look alike: a code is read out and typed."""
CODE_LENGTH = 8


class Cohorts:
    """Classes, what their members have to do, and what educators are told, at this moment."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.classes = Classes(engine)
        self.duties = Duties(engine, self.classes)
        self.overview = Overview(engine, self.classes, self.duties)
        self.now = now
        self._plans = plans_of(engine)

    def courses(self) -> list[Course]:
        """The courses that a class can be of: those of every curriculum that was not retired."""
        return [course for one in values_of(self._plans.curricula.listed()) for course in one.courses]

    def allowed(self, user_id: str) -> Allowed:
        """What somebody may do now."""
        return self.duties.allowed(user_id, self.now())

    def make(self, who: Account, plan: Plan) -> Class:
        """A new class with a code that cannot be guessed."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        salt = secrets.token_hex(16)
        return self.classes.make(who, plan, new_id=uuid4().hex, code=code, salt=salt, at=self.now())

    def assign(self, who: Account, class_id: str, task: Task) -> Assignment:
        """A new task of the class."""
        return self.classes.assign(who, class_id, task, new_id=uuid4().hex, at=self.now())

    def join(self, who: Account, code: str, *, told: bool) -> Class:
        """The class that this person is in from now on."""
        return self.classes.join(who, code, told=told, at=self.now())

    def leave(self, who: Account, class_id: str) -> None:
        """Leaves a class. ExamRuns while an exam of one's own runs, which leaving would open."""
        check_open(self.allowed(who.user_id), "Leaving classes is")
        self.classes.leave(who.user_id, class_id)

    def duties_of(self, who: Account) -> list[Due]:
        """What this person has to do."""
        return self.duties.of(who.user_id)

    def beginning(self, who: Account, assignment_id: str) -> Beginning | CaseBeginning:
        """What this person begins for an assignment."""
        return self.duties.beginning(who, assignment_id, self.now())

"""A class, its members, and what they are to do."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from retrieval.errors import WrongUse
from retrieval.types import Value

FEWEST_SHOWN = 5
"""The least number of people behind a figure about a class; a class may ask for more, never for less."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Kind = Literal["study", "exam", "case"]


class Rules(Value):
    """How far hints in cases go, whether Ask gives answers, and whether an exam closes both."""

    hint_depth: int = Field(default=3, ge=0, le=3)
    answers: bool = True
    exam_lock: bool = True


class Plan(Value):
    """What an educator says about a class. `individual`: educators see the results of assigned exams by name.

    A learner is told of `individual` when joining, and it holds only for who was told.
    """

    name: Name
    course: str = Field(default="", max_length=100)
    fewest: int = Field(default=FEWEST_SHOWN, ge=FEWEST_SHOWN, le=1000)
    individual: bool = False
    rules: Rules = Rules()


class Class(Value):
    """A class as it is kept. Whoever has the `code` may join; pseudonyms of exports come from the `salt`."""

    id: str
    plan: Plan
    code: str
    salt: str
    owner: str
    made_at: datetime


class Member(Value):
    """Somebody in a class; `told` is whether they were told on joining that exam results are seen by name."""

    user_id: str
    name: str
    told: bool
    joined_at: datetime


class Task(Value):
    """What is to be done: items by id or on objectives, an exam to a blueprint or of items, or a case.

    An exam opens at a time and is due at one; while it runs, everything else is closed to who has not handed
    it in, where the class says so.
    """

    title: Name
    kind: Kind
    items: tuple[Name, ...] = Field(default=(), max_length=300)
    objectives: tuple[Name, ...] = Field(default=(), max_length=100)
    blueprint: str = Field(default="", max_length=100)
    case: str = Field(default="", max_length=100)
    count: int | None = Field(default=None, ge=1, le=300)
    minutes: float | None = Field(default=None, gt=0, le=24 * 60)
    opens: datetime | None = None
    due: datetime

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> "Task":
        named = [bool(one) for one in (self.items, self.objectives, self.blueprint, self.case)]
        if sum(named) != 1:
            raise ValueError("it names items, objectives, a blueprint or a case, and only one of these")
        if bool(self.case) != (self.kind == "case"):
            raise ValueError("a case is to be played, everything else studied or sat")
        if self.blueprint and self.kind != "exam":
            raise ValueError("a blueprint is that of an exam")
        if self.minutes is not None and self.kind != "exam":
            raise ValueError("only an exam has minutes")
        if self.kind == "exam" and self.opens is None:
            raise ValueError("an exam opens at a time")
        times = [one for one in (self.opens, self.due) if one is not None]
        if any(one.tzinfo is None for one in times) or (self.opens and self.opens >= self.due):
            raise ValueError("it opens before it is due, both with their time zone")
        return self


class Assignment(Value):
    """A task of a class as it is kept."""

    id: str
    class_id: str
    task: Task
    made_at: datetime


class NoSuchClass(WrongUse):
    """There is no such class, or this person is not in it: the words are the same."""

    def __init__(self) -> None:
        super().__init__("There is no such class of yours.", "Join it with its code, or see /classes.")

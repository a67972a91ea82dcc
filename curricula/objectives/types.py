"""An objective: what a learner can do afterwards; and a curriculum: objectives in modules, in courses.

Curricula name objectives by their ids, so that each objective is written once, in a file of its own or
beside others, and changes to one do not touch the rest.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from curricula.types import Taught
from retrieval.types import Value

Depth = Literal["recall", "understand", "apply", "analyse", "evaluate", "create"]
"""How deep an objective goes, after the revised taxonomy of Bloom (Anderson and Krathwohl, 2001)."""
DEPTHS: tuple[Depth, ...] = ("recall", "understand", "apply", "analyse", "evaluate", "create")
ObjectiveId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)]


class Objective(Taught):
    """What a learner can do afterwards: a verb that can be watched, and what it is done to.

    `title` is its short name. `competencies` are tags such as "EPA 10" or "CanMEDS Communicator": a
    framework, a space, its code. `prerequisites` are ids of objectives that come before; `references` are the
    words of sources that teach it.
    """

    verb: str = Field(min_length=1, max_length=40)
    content: str = Field(min_length=1)
    level: Depth
    competencies: tuple[str, ...] = ()
    prerequisites: tuple[ObjectiveId, ...] = ()

    @property
    def sentence(self) -> str:
        """The whole objective, such as “Calculate the anion gap of a metabolic acidosis.”"""
        whole = f"{self.verb} {self.content}"
        return whole if whole.endswith(".") else f"{whole}."


class Module(Value):
    """Objectives that are taught together, by their ids, in their order."""

    id: ObjectiveId
    title: str = Field(min_length=1)
    about: str = ""
    objectives: tuple[ObjectiveId, ...] = ()


class Course(Value):
    """Modules in their order."""

    id: ObjectiveId
    title: str = Field(min_length=1)
    about: str = ""
    modules: tuple[Module, ...] = ()


class Place(NamedTuple):
    """Where an objective stands in a curriculum."""

    course: Course
    module: Module
    objective: str


class Curriculum(Taught):
    """Courses in their order; every objective stands in one module only.

    A draft may have parts that are still empty; lint refuses to publish it so.
    """

    about: str = ""
    courses: tuple[Course, ...] = ()

    def places(self) -> Iterator[Place]:
        """Every objective with its module and course, in order."""
        for course in self.courses:
            for module in course.modules:
                yield from (Place(course, module, one) for one in module.objectives)

    def module(self, module_id: str) -> Module | None:
        """The module of that id; None where there is none."""
        modules = (module for course in self.courses for module in course.modules)
        return next((module for module in modules if module.id == module_id), None)

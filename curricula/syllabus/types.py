"""What is made of a syllabus: proposed objectives in modules, each with the place where it stands."""

from collections.abc import Callable
from typing import Literal, Self

from pydantic import Field

from curricula.objectives.types import Depth, ObjectiveId
from curricula.types import Reference
from retrieval.types import Value

Reason = Literal[
    "assessment",
    "people and addresses",
    "timetable",
    "reading",
    "rules and organisation",
    "other table",
    "said before",
    "no verb",
    "looks like an instruction to a model",
    "other text",
]


class Place(Value):
    """Where it stands in the syllabus: the page or section (0 first), how that is called, the words there."""

    page: int
    called: str
    words: str


class Proposed(Value):
    """An objective as it was read. `level_guessed`: neither the text nor the table of verbs gave its level.

    `code` is the number that the syllabus gives it. `searched` is False where nobody has looked for passages
    that teach it; `references` are those found. `former` is what the library's objective of this id says now.
    """

    id: ObjectiveId
    title: str = Field(min_length=1)
    verb: str = Field(min_length=1, max_length=40)
    content: str = Field(min_length=1)
    level: Depth
    level_guessed: bool = False
    competencies: tuple[str, ...] = ()
    code: str | None = None
    place: Place
    references: tuple[Reference, ...] = ()
    searched: bool = False
    former: str | None = None

    @property
    def sentence(self) -> str:
        """The whole objective."""
        return f"{self.verb} {self.content}"


class ProposedModule(Value):
    """Proposed objectives under one heading, in the order of the syllabus."""

    id: ObjectiveId
    title: str = Field(min_length=1)
    objectives: tuple[Proposed, ...]


class ProposedCourse(Value):
    """Modules under one heading."""

    id: ObjectiveId
    title: str = Field(min_length=1)
    modules: tuple[ProposedModule, ...]


class Draft(Value):
    """What a syllabus says is to be learned, and how much of it was left out for which reason.

    `digest` is that of the file, which is also the id of its document if it is in the library. `notes` are
    what its reader had to say.
    """

    id: ObjectiveId
    title: str = Field(min_length=1)
    file: str
    digest: str
    pages: int
    courses: tuple[ProposedCourse, ...]
    left_out: dict[Reason, int]
    notes: tuple[str, ...] = ()

    @property
    def objectives(self) -> tuple[Proposed, ...]:
        """All of them, in order."""
        return tuple(one for course in self.courses for module in course.modules for one in module.objectives)

    def with_objectives(self, change: Callable[[Proposed], Proposed | None]) -> Self:
        """The draft with each objective as the function gives it back, without those for which it gives None.

        Modules and courses in which nothing is left go with them.
        """
        courses = []
        for course in self.courses:
            modules = []
            for module in course.modules:
                kept = tuple(new for one in module.objectives if (new := change(one)) is not None)
                modules += [module.model_copy(update={"objectives": kept})] if kept else []
            courses += [course.model_copy(update={"modules": tuple(modules)})] if modules else []
        return self.model_copy(update={"courses": tuple(courses)})

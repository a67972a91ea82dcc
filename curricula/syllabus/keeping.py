"""Keeps what a person chose of a draft: all of it in one transaction, or nothing, with every reason."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curricula.objectives.lint import Resolve, circle_of, lint_curriculum, lint_objective
from curricula.objectives.types import Course, Curriculum, Module, Objective
from curricula.plans import Plans, put_together
from curricula.syllabus.drafting import Known
from curricula.syllabus.types import Draft, Proposed, ProposedCourse, ProposedModule
from curricula.tree import Remark
from curricula.types import Status
from curricula.versions import Source, values_of
from retrieval.errors import WrongUse

ALL: frozenset[Status] = frozenset(("draft", "in_review", "published", "retired"))
NOTHING_CHOSEN = WrongUse("No objective is chosen.", "Choose at least one, and keep them again.")


class Unkept(Exception):
    """Nothing was kept; carries everything that is wrong, each at the id of its objective."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("Nothing was kept.")
        self.remarks = remarks


class KeptDraft(NamedTuple):
    """The curriculum that holds what was kept, and the ids of objectives that are new, changed, as before."""

    curriculum: Curriculum
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def known_in(plans: Plans) -> Known:
    """What the library has, retired things too, for ids that keep their meaning."""
    return Known(
        {one.id: one for one in values_of(plans.curricula.listed(ALL))},
        {one.id: one for one in values_of(plans.objectives.listed(ALL))},
    )


def keep(
    plans: Plans, draft: Draft, source: Source, *, author: str, resolve: Resolve | None = None
) -> KeptDraft:
    """What came of keeping this draft. Unkept with every fault; WrongUse where it holds no objective.

    Objectives that the library has in the same words stay as they are, others get a next version. The
    curriculum of the same id gets what is new and loses nothing.
    """
    if not draft.objectives:
        raise NOTHING_CHOSEN
    known = known_in(plans)
    wanted = [
        objective_of(one, author=author, former=known.objectives.get(one.id)) for one in draft.objectives
    ]
    fresh = [one for one in wanted if one != known.objectives.get(one.id)]
    curriculum = merged(known.curricula.get(draft.id), draft, author=author)
    remarks = [*_wrong(wanted, resolve), *lint_curriculum(curriculum, _ids(wanted) | known.objectives.keys())]
    if faults := [remark for remark in remarks if not remark.warning]:
        raise Unkept(faults)
    changed = [curriculum] if curriculum != known.curricula.get(draft.id) else []
    put_together(plans, fresh, changed, source)
    return KeptDraft(
        curriculum,
        tuple(one.id for one in fresh if one.id not in known.objectives),
        tuple(one.id for one in fresh if one.id in known.objectives),
        tuple(one.id for one in wanted if one not in fresh),
    )


def objective_of(proposed: Proposed, *, author: str, former: Objective | None = None) -> Objective:
    """The proposed objective as a draft: the former one where it says the same, else its next version."""
    said = {
        "title": proposed.title,
        "verb": proposed.verb,
        "content": proposed.content,
        "level": proposed.level,
        "competencies": proposed.competencies,
        "references": proposed.references,
    }
    if former is None:
        return Objective.model_validate({"id": proposed.id, "author": author, "status": "draft", **said})
    if all(getattr(former, name) == value for name, value in said.items()):
        return former
    new = {
        "version": former.version + 1,
        "status": "draft",
        "author": author,
        "reviewer": None,
        "review": None,
    }
    return former.model_copy(update=said | new)


def merged(former: Curriculum | None, draft: Draft, *, author: str) -> Curriculum:
    """The curriculum with what the draft adds to it: the former one where that is nothing."""
    placed = {place.objective for place in former.places()} if former else set()
    courses = list(former.courses) if former else []
    for proposed in draft.courses:
        _add_course(courses, proposed, placed)
    if former is None:
        return Curriculum(id=draft.id, title=draft.title, author=author, courses=tuple(courses))
    if tuple(courses) == former.courses:
        return former
    new = {
        "version": former.version + 1,
        "status": "draft",
        "author": author,
        "reviewer": None,
        "review": None,
    }
    return former.model_copy(update={"courses": tuple(courses)} | new)


def _add_course(courses: list[Course], proposed: ProposedCourse, placed: set[str]) -> None:
    at = next((at for at, course in enumerate(courses) if course.id == proposed.id), None)
    modules = list(courses[at].modules) if at is not None else []
    for part in proposed.modules:
        _add_module(modules, part, placed)
    if at is not None:
        courses[at] = courses[at].model_copy(update={"modules": tuple(modules)})
    elif modules:
        courses.append(Course(id=proposed.id, title=proposed.title, modules=tuple(modules)))


def _add_module(modules: list[Module], proposed: ProposedModule, placed: set[str]) -> None:
    new = tuple(one.id for one in proposed.objectives if one.id not in placed)
    placed.update(new)
    at = next((at for at, module in enumerate(modules) if module.id == proposed.id), None)
    if at is not None:
        modules[at] = modules[at].model_copy(update={"objectives": (*modules[at].objectives, *new)})
    elif new:
        modules.append(Module(id=proposed.id, title=proposed.title, objectives=new))


def _wrong(objectives: Iterable[Objective], resolve: Resolve | None) -> list[Remark]:
    found: list[Remark] = []
    listed = list(objectives)
    for one in listed:
        for remark in lint_objective(one, resolve=resolve):
            found.append(remark._replace(spot=(one.id, *remark.spot)))
    for name in sorted({one.id for one in listed if sum(other.id == one.id for other in listed) > 1}):
        found.append(Remark((name, "id"), "is there twice", "an id of its own"))
    if circle := circle_of({one.id: one.prerequisites for one in listed}):
        what = f"go in a circle: {' after '.join(circle)}"
        found.append(Remark((circle[0], "prerequisites"), what, "an order in which they can be learnt"))
    return found


def _ids(objectives: Iterable[Objective]) -> frozenset[str]:
    return frozenset(one.id for one in objectives)

"""What is wrong with objectives and curricula that fit their schemas, each alone and all together."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from curricula.objectives.types import Curriculum, Objective
from curricula.objectives.verbs import VERBS, is_vague, levels_of
from curricula.tree import Remark
from curricula.types import Reference

Resolve = Callable[[Reference], str | None]
TAG = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,30} \S(?:.{0,58}\S)?")
CANMEDS = (
    *("Medical Expert", "Communicator", "Collaborator", "Leader", "Health Advocate", "Scholar"),
    "Professional",
)
MOST_EPA = 13
"""The Core Entrustable Professional Activities for Entering Residency (AAMC, 2014) are numbered 1 to 13."""
MOST_WORDS = 35


def lint_objective(objective: Objective, *, resolve: Resolve | None = None) -> list[Remark]:
    """What is wrong with one objective; citations are looked up only with `resolve`."""
    found = [*_verb(objective), *_content(objective), *_tags(objective)]
    if objective.id in objective.prerequisites:
        place = objective.prerequisites.index(objective.id)
        found.append(Remark(("prerequisites", place), "is the objective itself", "one that comes before it"))
    if not objective.references:
        found.append(Remark(("references",), "are none", "words of a source that teaches it", warning=True))
    for place, reference in enumerate(objective.references if resolve else ()):
        if resolve and (reason := resolve(reference)):
            what = f"cites “{reference.document[:60]}”, {reason}"
            found.append(Remark(("references", place), what, "words that stand in a source of the library"))
    return found


def lint_objectives(objectives: Sequence[Objective]) -> Iterator[tuple[int, Remark]]:
    """What is wrong with them together, by their place: prerequisites that nobody wrote, and circles."""
    known = {one.id for one in objectives}
    for place, one in enumerate(objectives):
        for at, name in enumerate(one.prerequisites):
            if name not in known:
                yield place, unknown(("prerequisites", at), name, known)
    circle = circle_of({one.id: one.prerequisites for one in objectives})
    if circle:
        first = next(place for place, one in enumerate(objectives) if one.id == circle[0])
        what = f"go in a circle: {' after '.join(circle)}"
        yield first, Remark(("prerequisites",), what, "an order in which they can be learnt")


def lint_curriculum(curriculum: Curriculum, objectives: frozenset[str]) -> list[Remark]:
    """What is wrong with a curriculum of these objectives: empty parts, unknown ones, what is there twice."""
    found = [*_empty(curriculum)]
    seen: dict[str, str] = {}
    for at, course in enumerate(curriculum.courses):
        found += _twice(seen, course.id, ("courses", at, "id"))
        for part, module in enumerate(course.modules):
            spot = ("courses", at, "modules", part)
            found += _twice(seen, module.id, (*spot, "id"))
            for place, name in enumerate(module.objectives):
                here = (*spot, "objectives", place)
                found += _twice(seen, f"objective {name}", here)
                if name not in objectives:
                    found.append(unknown(here, name, objectives))
    return found


def circle_of(before: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids that come before each other in a circle, the first again at the end; none where all is in order."""
    try:
        TopologicalSorter(before).prepare()
    except CycleError as fault:
        return list(reversed(fault.args[1]))
    return []


def unknown(spot: tuple[str | int, ...], name: str, known: frozenset[str] | set[str]) -> Remark:
    """What to say of an objective that nobody wrote."""
    near = get_close_matches(name, sorted(known), n=1)
    expected = f"an objective that is there, such as {near[0]}" if near else "an objective that is there"
    return Remark(spot, f"names {name}, which is no objective here", expected)


def _verb(objective: Objective) -> Iterator[Remark]:
    levels = levels_of(objective.verb)
    if is_vague(objective.verb):
        expected = f"something that can be seen, such as {_some(objective)}"
        yield Remark(("verb",), f"is “{objective.verb}”, which nobody can watch", expected, warning=True)
    elif not levels:
        what = f"is “{objective.verb}”, which is not in the table of verbs"
        yield Remark(("verb",), what, f"a verb of this level, such as {_some(objective)}", warning=True)
    elif objective.level not in levels:
        what = f"is {objective.level}, but “{objective.verb}” is used for {' or '.join(levels)}"
        yield Remark(("level",), what, "the level that the verb asks for, or another verb", warning=True)


def _content(objective: Objective) -> Iterator[Remark]:
    words = len(objective.content.split())
    if words > MOST_WORDS:
        yield Remark(("content",), f"has {words} words", f"at most {MOST_WORDS}, one thing", warning=True)


def _tags(objective: Objective) -> Iterator[Remark]:
    for place, tag in enumerate(objective.competencies):
        spot = ("competencies", place)
        framework, _, code = tag.partition(" ")
        if not TAG.fullmatch(tag):
            yield Remark(spot, f"is “{tag[:60]}”", "a framework, a space and its code, such as EPA 10")
        elif framework == "EPA" and not (code.isdigit() and 1 <= int(code) <= MOST_EPA):
            yield Remark(spot, f"is “{tag}”", f"EPA and a number from 1 to {MOST_EPA}", warning=True)
        elif framework == "CanMEDS" and code not in CANMEDS:
            yield Remark(spot, f"is “{tag}”", f"CanMEDS and one of {', '.join(CANMEDS)}", warning=True)


def _empty(curriculum: Curriculum) -> Iterator[Remark]:
    if not curriculum.courses:
        yield Remark(("courses",), "are none", "a course with a module")
    for at, course in enumerate(curriculum.courses):
        if not course.modules:
            yield Remark(("courses", at, "modules"), f"of {course.title} are none", "a module")
        for part, module in enumerate(course.modules):
            if not module.objectives:
                spot = ("courses", at, "modules", part, "objectives")
                yield Remark(spot, f"of {module.title} are none", "an objective")


def _twice(seen: dict[str, str], name: str, spot: tuple[str | int, ...]) -> Iterator[Remark]:
    where = ".".join(map(str, spot))
    if name in seen:
        yield Remark(spot, f"is {name} again, as in {seen[name]}", "each once")
    seen.setdefault(name, where)


def _some(objective: Objective) -> str:
    return ", ".join(VERBS[objective.level][:4])

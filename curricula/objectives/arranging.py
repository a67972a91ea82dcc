"""Changes to the order of a curriculum, each a new value; a part in which nothing is left goes."""

from collections.abc import Callable

from curricula.objectives.types import Course, Curriculum, Module
from retrieval.errors import WrongUse


def shift(curriculum: Curriculum, objective: str, by: int) -> Curriculum:
    """The objective one place up (-1) or down (1) in its module; at an end of it, it stays."""

    def moved(module: Module) -> Module:
        order = list(module.objectives)
        if objective not in order:
            return module
        at = order.index(objective)
        to = min(max(at + by, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        return module.model_copy(update={"objectives": tuple(order)})

    return _each(curriculum, moved)


def place(curriculum: Curriculum, objective: str, module_id: str) -> Curriculum:
    """The objective at the end of that module, taken out of the one where it was. WrongUse for no module."""
    if curriculum.module(module_id) is None:
        raise WrongUse(f"There is no module {module_id}.", "Choose another.")

    def moved(module: Module) -> Module:
        if module.id == module_id:
            there = objective in module.objectives
            return (
                module if there else module.model_copy(update={"objectives": (*module.objectives, objective)})
            )
        return _without(module, objective)

    return _pruned(_each(curriculum, moved), curriculum)


def take_out(curriculum: Curriculum, objective: str) -> Curriculum:
    """Without the objective; a module or course in which nothing is left goes with it."""
    return _pruned(_each(curriculum, lambda module: _without(module, objective)), curriculum)


def add_course(curriculum: Curriculum, course: Course) -> Curriculum:
    """The course at the end, empty until a module is added to it."""
    return curriculum.model_copy(update={"courses": (*curriculum.courses, course)})


def add_module(curriculum: Curriculum, course_id: str, module: Module) -> Curriculum:
    """The module at the end of that course; its objectives leave the modules where they were."""
    emptied = _each(curriculum, lambda one: _without(one, *module.objectives))
    courses = tuple(
        course.model_copy(update={"modules": (*course.modules, module)}) if course.id == course_id else course
        for course in emptied.courses
    )
    return _pruned(curriculum.model_copy(update={"courses": courses}), curriculum, keep=module.id)


def rename(curriculum: Curriculum, part_id: str, title: str) -> Curriculum:
    """The course or module of that id under another title."""
    if not title.strip():
        raise WrongUse("A module or course needs a title.", "Write one.")

    def renamed(course: Course) -> Course:
        modules = tuple(
            one.model_copy(update={"title": title}) if one.id == part_id else one for one in course.modules
        )
        changed = {"title": title} if course.id == part_id else {}
        return course.model_copy(update={"modules": modules, **changed})

    return curriculum.model_copy(update={"courses": tuple(map(renamed, curriculum.courses))})


def shift_module(curriculum: Curriculum, module_id: str, by: int) -> Curriculum:
    """The module one place up (-1) or down (1) in its course; at an end of it, it stays."""

    def moved(course: Course) -> Course:
        order = list(course.modules)
        at = next((at for at, one in enumerate(order) if one.id == module_id), None)
        if at is None:
            return course
        order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
        return course.model_copy(update={"modules": tuple(order)})

    return curriculum.model_copy(update={"courses": tuple(map(moved, curriculum.courses))})


def remove_module(curriculum: Curriculum, module_id: str) -> Curriculum:
    """Without the module; its objectives stay in the library, in no module."""

    courses = []
    for course in curriculum.courses:
        left = tuple(module for module in course.modules if module.id != module_id)
        if left or not course.modules:
            courses.append(course.model_copy(update={"modules": left}))
    return curriculum.model_copy(update={"courses": tuple(courses)})


def _without(module: Module, *objectives: str) -> Module:
    left = tuple(one for one in module.objectives if one not in objectives)
    return module.model_copy(update={"objectives": left})


def _each(curriculum: Curriculum, change: Callable[[Module], Module]) -> Curriculum:
    courses = tuple(
        course.model_copy(update={"modules": tuple(map(change, course.modules))})
        for course in curriculum.courses
    )
    return curriculum.model_copy(update={"courses": courses})


def _pruned(curriculum: Curriculum, before: Curriculum, *, keep: str = "") -> Curriculum:
    """Without modules and courses in which nothing is left; what was empty before is still to be filled."""
    new = {keep} | {one.id for course in before.courses for one in course.modules if not one.objectives}
    courses = []
    for course in curriculum.courses:
        modules = tuple(module for module in course.modules if module.objectives or module.id in new)
        if modules or not course.modules:
            courses.append(course.model_copy(update={"modules": modules}))
    return curriculum.model_copy(update={"courses": tuple(courses)})

"""The addresses of the curriculum on the page Author, for educators only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Body, Depends, Form, HTTPException, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.curriculum import chosen_of, covered
from assistant.references import reason_against
from curricula.errors import Outdated
from curricula.load import to_yaml
from curricula.objectives.arranging import (
    add_course,
    add_module,
    place,
    remove_module,
    rename,
    shift,
    shift_module,
    take_out,
)
from curricula.objectives.types import Course, Curriculum, Module, Objective
from curricula.syllabus.ids import apart, slug
from curricula.versions import Source, values_of
from retrieval.errors import PreceptorError, WrongUse
from ui.api.syllabus import as_file
from ui.desk import LocalDesk
from ui.web.author.curriculum.bringing import brought
from ui.web.author.curriculum.objective_form import (
    ObjectiveForm,
    checked,
    objective_page,
    paper_at,
    saved,
    sides_for,
)
from ui.web.author.curriculum.tree_page import AT, Tree, tree_page
from ui.web.author.merge import put_in_form, told_of, told_or_wrong
from ui.web.author.saving import Unfinished, shown
from ui.web.markup import path
from ui.web.people import account_of

NOT_ALLOWED = "Only educators and owners may write the curriculum. Ask one of them."
FORBIDDEN, NOT_HERE, OUTDATED, UNFINISHED = 403, 404, 409, 422
LONGEST_NAME = 100


def _educator(who: Annotated[Account, Depends(account_of)]) -> Account:
    if not who.may_edit_library:
        raise HTTPException(FORBIDDEN, NOT_ALLOWED)
    return who


Educator = Annotated[Account, Depends(_educator)]
Name = Annotated[str, Form(max_length=LONGEST_NAME)]
Title = Annotated[str, Form(max_length=200)]
Deed = Callable[[Curriculum], Curriculum]


class Asked(NamedTuple):
    """One change to the order: the deed, what it is done to, its version, and what else it needs."""

    deed: str
    part: str
    based_on: int
    title: str = ""
    to: str = ""
    objective: str = ""


def _asked(
    deed: Name,
    part: Name,
    *,
    based_on: Annotated[int, Form()],
    title: Title = "",
    to: Name = "",
    objective: Name = "",
) -> Asked:
    return Asked(deed, part, based_on, title, to, objective)


def curriculum_routes(desk: LocalDesk, now: Callable[[], datetime]) -> APIRouter:
    """The tree, arranging it, one objective in a form, and YAML files."""
    router = APIRouter(include_in_schema=False)
    _add_tree(router, desk, now)
    _add_files(router, desk, now)
    _add_forms(router, desk)
    _add_saving(router, desk, now, f"{AT}/objective")
    _add_saving(router, desk, now, f"{AT}/in/{{curriculum}}/{{module}}")
    return router


def tree_of(desk: LocalDesk, curriculum: str | None) -> Tree:
    """The tree of that curriculum, the first where none is named, with what covers each objective."""
    # Opening the rooms puts what comes with the product into the bank and on the shelf.
    _ = desk.quizzes, desk.bedside
    chosen = chosen_of(desk.plans, curriculum)
    rows = covered(desk.library.store, desk.plans, chosen.id if chosen else None).rows
    objectives = values_of(desk.plans.objectives.listed())
    every = values_of(desk.plans.curricula.listed())
    return Tree(chosen, every, {one.id: one for one in objectives}, {row.id: row for row in rows})


def _add_tree(router: APIRouter, desk: LocalDesk, now: Callable[[], datetime]) -> None:
    def page(who: Account, curriculum: str | None, told: str = "", status: int = 200) -> Response:
        try:
            return HTMLResponse(tree_page(tree_of(desk, curriculum), who, told=told), status)
        except WrongUse as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault

    @router.get(AT)
    def tree(who: Educator, curriculum: str | None = None, kept: int | None = None) -> Response:
        told = "" if kept is None else f"{kept} kept as drafts. Somebody else reviews them before they count."
        return page(who, curriculum or None, told)

    @router.post(AT)
    def new(who: Educator, title: Title = "") -> Response:
        known = {one.value.id for one in desk.plans.curricula.listed()}
        try:
            if not title.strip():
                raise WrongUse("A curriculum needs a title.", "Write one.")
            name = apart(slug(title, otherwise="curriculum"), known)
            empty = Curriculum(id=name, title=title.strip(), author=who.name)
            source = Source(origin="author", at=now(), by=who.user_id)
            desk.plans.curricula.revise(empty, source, based_on=None)
        except WrongUse as fault:
            return page(who, None, str(fault), UNFINISHED)
        return RedirectResponse(path("author", "curriculum", curriculum=name), 303)

    @router.post(f"{AT}/arrange/{{curriculum}}")
    def arrange(who: Educator, curriculum: str, asked: Annotated[Asked, Depends(_asked)]) -> Response:
        deed, part, based_on = asked.deed, asked.part, asked.based_on
        try:
            before = desk.plans.curricula.get(curriculum, based_on)
            changed = _done(before, asked, desk)
            if changed != before:
                new = {"status": "draft", "reviewer": None, "review": None}
                source = Source(origin="author", at=now(), by=who.user_id)
                desk.plans.curricula.revise(changed.model_copy(update=new), source, based_on=based_on)
        except Outdated as fault:
            words = (
                f"{fault} Your change ({deed.replace('-', ' ')}) was not made; this is the newest version."
            )
            return page(who, curriculum, words, OUTDATED)
        except WrongUse as fault:
            return page(who, curriculum, str(fault), UNFINISHED)
        spot = f"#at-{part}" if deed in ("up", "down", "place") else f"#module-{part}"
        return RedirectResponse(path("author", "curriculum", curriculum=curriculum) + spot, 303)


def _done(curriculum: Curriculum, asked: Asked, desk: LocalDesk) -> Curriculum:
    """The curriculum after one deed; WrongUse for one that nobody knows."""
    deed, part, title = asked.deed, asked.part, asked.title.strip()
    deeds: dict[str, Deed] = {
        "up": lambda one: shift(one, part, -1),
        "down": lambda one: shift(one, part, 1),
        "place": lambda one: place(one, part, asked.to),
        "take-out": lambda one: take_out(one, part),
        "module-up": lambda one: shift_module(one, part, -1),
        "module-down": lambda one: shift_module(one, part, 1),
        "rename": lambda one: rename(one, part, title),
        "remove-module": lambda one: remove_module(one, part),
        "add-module": lambda one: add_module(one, part, _module(one, title, asked.objective, desk)),
        "add-course": lambda one: add_course(one, Course(id=_free(one, title, "course"), title=title)),
    }
    if deed not in deeds:
        raise WrongUse("This is no change that is known.", "Use the buttons of the page.")
    return deeds[deed](curriculum)


def _module(curriculum: Curriculum, title: str, objective: str, desk: LocalDesk) -> Module:
    name = _free(curriculum, title, "module")
    first = (desk.plans.objectives.get(objective).id,) if objective else ()
    return Module(id=name, title=title, objectives=first)


def _free(curriculum: Curriculum, title: str, otherwise: str) -> str:
    """An id for a new part of that title."""
    if not title:
        raise WrongUse("A module or course needs a title.", "Write one.")
    taken = {course.id for course in curriculum.courses}
    taken |= {module.id for course in curriculum.courses for module in course.modules}
    return apart(slug(title, otherwise=otherwise), taken)


def _add_files(router: APIRouter, desk: LocalDesk, now: Callable[[], datetime]) -> None:
    @router.get(f"{AT}/yaml/{{curriculum}}")
    def fetch(_: Educator, curriculum: str) -> Response:
        try:
            one = desk.plans.curricula.get(curriculum)
        except WrongUse as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault
        known = {each.id: each for each in values_of(desk.plans.objectives.listed())}
        mine = [known[each.objective] for each in one.places() if each.objective in known]
        headers = {"content-disposition": f'attachment; filename="{one.id}.yaml"'}
        return Response(to_yaml(one, *mine), media_type="application/yaml", headers=headers)

    @router.post(f"{AT}/yaml")
    def bring(who: Educator, file: UploadFile) -> Response:
        try:
            with as_file(file.file, file.filename or "") as at:
                taken = brought(desk.plans, at, Source(origin="yaml", at=now(), by=who.user_id))
        except PreceptorError as fault:
            return HTMLResponse(tree_page(tree_of(desk, None), who, told=str(fault)), UNFINISHED)
        if taken.faults:
            told = "Nothing was kept. This is wrong with the file:"
            return HTMLResponse(
                tree_page(tree_of(desk, None), who, told=told, faults=taken.faults), UNFINISHED
            )
        told = f"{len(taken.added)} kept as drafts, {len(taken.unchanged)} were here already."
        return HTMLResponse(tree_page(tree_of(desk, taken.curriculum), who, told=told))


def _add_forms(router: APIRouter, desk: LocalDesk) -> None:
    def known() -> Sequence[Objective]:
        return values_of(desk.plans.objectives.listed())

    @router.get(f"{AT}/objective/{{objective}}")
    def change(who: Educator, objective: str) -> Response:
        try:
            one = desk.plans.objectives.get(objective)
        except WrongUse as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault
        values = one.model_dump(mode="json")
        return HTMLResponse(objective_page(values, one.version, who, known(), base=f"{AT}/objective"))

    @router.get(f"{AT}/new/{{curriculum}}/{{module}}")
    def new(who: Educator, curriculum: str, module: str) -> Response:
        there = known()
        made = apart(module, {one.id for one in there} | {module})
        blank = {"id": made, "author": who.name, "level": "apply"}
        base = path("author", "curriculum", "in", curriculum, module)
        return HTMLResponse(objective_page(blank, None, who, there, base=base))


def _add_saving(router: APIRouter, desk: LocalDesk, now: Callable[[], datetime], base: str) -> None:
    @router.post(f"{base}/check")
    def check(_: Educator, form: Annotated[ObjectiveForm, Body()]) -> dict[str, Any]:
        _one, remarks = checked(form, desk.plans, reason_against(desk.library.store))
        return {"remarks": shown(remarks)}

    @router.post(f"{base}/save")
    def save(
        who: Educator, form: Annotated[ObjectiveForm, Body()], curriculum: str = "", module: str = ""
    ) -> JSONResponse:
        try:
            if module and desk.plans.curricula.get(curriculum).module(module) is None:
                raise WrongUse(f"The module {module} is no longer there.", "Begin in another module.")
            one = saved(form, desk.plans, at=now(), by=who.user_id)
            if module:
                _put(desk, one.id, curriculum, module, Source(origin="author", at=now(), by=who.user_id))
        except Unfinished as fault:
            error = "The objective cannot be saved as it is."
            return JSONResponse({"error": error, "remarks": shown(fault.remarks)}, UNFINISHED)
        except Outdated:
            return told_or_wrong(lambda: told_of(sides_for(form, desk.plans, who.user_id)), OUTDATED)
        except WrongUse as fault:
            return JSONResponse({"error": str(fault)}, UNFINISHED)
        return JSONResponse({"id": one.id, "version": one.version, "status": one.status})

    @router.post(f"{base}/merge")
    def put_together(who: Educator, form: Annotated[ObjectiveForm, Body()]) -> JSONResponse:
        sides = partial(sides_for, form, desk.plans, who.user_id)
        return told_or_wrong(lambda: put_in_form(paper_at(f"{AT}/objective"), sides(), form.chosen))


def _put(desk: LocalDesk, objective: str, curriculum: str, module: str, source: Source) -> None:
    """Puts it at the end of the module of the newest version, unless it stands in that curriculum already."""
    newest = desk.plans.curricula.get(curriculum)
    if objective in {one.objective for one in newest.places()}:
        return
    changed = place(newest, objective, module).model_copy(
        update={"status": "draft", "reviewer": None, "review": None}
    )
    desk.plans.curricula.revise(changed, source, based_on=newest.version)

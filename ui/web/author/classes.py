"""The addresses of an educator's classes. Roles are checked at each of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from assistant.accounts import Account, Accounts
from assistant.cohorts.export import csv_of, xapi
from assistant.cohorts.house import Cohorts
from assistant.cohorts.types import FEWEST_SHOWN, Class, Plan, Rules, Task
from retrieval.errors import PreceptorError, WrongUse
from retrieval.types import Value
from ui.web.author.classes_page import Told, class_page, classes_list
from ui.web.author.drafts import REFUSED, Educator
from ui.web.markup import path


class PlanForm(Value):
    """What is said about a class, as a form sends it."""

    name: str = ""
    course: str = ""
    fewest: int = FEWEST_SHOWN
    hint_depth: int = 3
    answers: str = ""
    exam_lock: str = ""
    individual: str = ""

    def plan(self) -> Plan:
        """The same as it is kept; ValidationError where it cannot be."""
        answers, lock = bool(self.answers), bool(self.exam_lock)
        rules = Rules(hint_depth=self.hint_depth, answers=answers, exam_lock=lock)
        told = {"name": self.name, "course": self.course, "fewest": self.fewest}
        return Plan(**told, individual=bool(self.individual), rules=rules)


class TaskForm(Value):
    """An assignment as a form sends it: every field as text, times in UTC."""

    title: str = ""
    kind: str = "study"
    objectives: str = ""
    items: str = ""
    blueprint: str = ""
    case: str = ""
    count: str = ""
    minutes: str = ""
    opens: str = ""
    due: str = ""

    def task(self) -> Task:
        """The same as it is kept; ValidationError where it cannot be."""
        given: dict[str, Any] = {name: value for name, value in self.model_dump().items() if value}
        for name in ("objectives", "items"):
            if name in given:
                given[name] = tuple(one.strip() for one in given[name].split(",") if one.strip())
        for name in ("opens", "due"):
            if name in given:
                given[name] = datetime.fromisoformat(given[name]).replace(tzinfo=UTC)
        return Task.model_validate(given)


def cohort_routes(get: Callable[[], Cohorts], accounts: Accounts) -> APIRouter:
    """Classes, their assignments, and what is told of them."""
    router = APIRouter(include_in_schema=False)
    _add_pages(router, get)
    _add_changing(router, get, accounts)
    _add_exports(router, get)
    return router


def _add_pages(router: APIRouter, get: Callable[[], Cohorts]) -> None:
    @router.get("/author/classes")
    def listed(who: Educator) -> Response:
        return _list(get(), who)

    @router.post("/author/classes")
    def make(who: Educator, form: Annotated[PlanForm, Form()]) -> Response:
        try:
            return RedirectResponse(path("author", "classes", get().make(who, form.plan()).id), 303)
        except (PreceptorError, ValidationError) as fault:
            return _list(get(), who, _words(fault))

    @router.get("/author/classes/{class_id}")
    def one(who: Educator, class_id: str) -> Response:
        return _done(get, who, class_id, lambda _: None, shown=True)


def _add_changing(router: APIRouter, get: Callable[[], Cohorts], accounts: Accounts) -> None:
    @router.post("/author/classes/{class_id}")
    def change(who: Educator, class_id: str, form: Annotated[PlanForm, Form()]) -> Response:
        return _done(get, who, class_id, lambda of: get().classes.change(who, of.id, form.plan()))

    @router.post("/author/classes/{class_id}/assign")
    def assign(who: Educator, class_id: str, form: Annotated[TaskForm, Form()]) -> Response:
        return _done(get, who, class_id, lambda of: get().assign(who, of.id, form.task()))

    @router.post("/author/classes/{class_id}/withdraw/{assignment}")
    def withdraw(who: Educator, class_id: str, assignment: str) -> Response:
        return _done(get, who, class_id, lambda _: get().classes.withdraw(who, assignment))

    @router.post("/author/classes/{class_id}/add")
    def add(who: Educator, class_id: str, name: Annotated[str, Form(max_length=64)]) -> Response:
        def added(of: Class) -> None:
            get().classes.add(who, of.id, accounts.named(name), at=get().now())

        return _done(get, who, class_id, added)

    @router.post("/author/classes/{class_id}/take-out/{user}")
    def take_out(who: Educator, class_id: str, user: str) -> Response:
        return _done(get, who, class_id, lambda of: get().classes.leave(user, of.id))


def _add_exports(router: APIRouter, get: Callable[[], Cohorts]) -> None:
    @router.get("/author/classes/{class_id}/csv")
    def table(who: Educator, class_id: str) -> Response:
        try:
            of, view = get().classes.taught(who, class_id), get().overview
        except WrongUse as fault:
            return _list(get(), who, str(fault))
        text = csv_of(view.progress(of), view.done(of), view.results(of))
        headers = {"content-disposition": 'attachment; filename="class.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/author/classes/{class_id}/xapi")
    def statements(who: Educator, class_id: str) -> Response:
        try:
            of = get().classes.taught(who, class_id)
        except WrongUse as fault:
            return JSONResponse({"error": str(fault)}, REFUSED)
        headers = {"content-disposition": 'attachment; filename="class.json"'}
        return JSONResponse(xapi(of, get().overview.results(of)), headers=headers)


def _done(
    get: Callable[[], Cohorts],
    who: Account,
    class_id: str,
    act: Callable[[Class], object],
    *,
    shown: bool = False,
) -> Response:
    """The class's page after what was done, or with what kept it from being done."""
    cohorts = get()
    try:
        of = cohorts.classes.taught(who, class_id)
    except WrongUse as fault:
        return _list(cohorts, who, str(fault))
    try:
        act(of)
    except (PreceptorError, ValidationError, ValueError) as fault:
        return HTMLResponse(class_page(of, _told(cohorts, of), who, _words(fault)), REFUSED)
    if not shown:
        return RedirectResponse(path("author", "classes", of.id), 303)
    return HTMLResponse(class_page(of, _told(cohorts, of), who))


def _list(cohorts: Cohorts, who: Account, told: str = "") -> Response:
    page = classes_list(cohorts.classes.listed(who), cohorts.courses(), who, told)
    return HTMLResponse(page, REFUSED if told else 200)


def _told(cohorts: Cohorts, of: Class) -> Told:
    view, members = cohorts.overview, cohorts.classes.members(of.id)
    return Told(members, view.progress(of), view.done(of), view.results(of), cohorts.courses())


def _words(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        told = "; ".join(str(one["msg"]).removeprefix("Value error, ") for one in fault.errors())
        return f"Not saved: {told}."
    return str(fault) if isinstance(fault, PreceptorError) else "Not saved: a time or number cannot be read."

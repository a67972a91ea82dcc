"""The addresses of a learner's classes."""

from collections.abc import Callable
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.play import Beginning as CaseBeginning
from assistant.cohorts.house import Cohorts
from assistant.quiz.sitting.sit import Quizzes
from retrieval.errors import PreceptorError
from ui.web.classes.page import classes_page, fault_page, joining_page
from ui.web.markup import path
from ui.web.people import account_of

REFUSED = 400
Who = Annotated[Account, Depends(account_of)]
Code = Annotated[str, Query(max_length=40)]


class ClassDesk(Protocol):
    """Where classes are, and where what they ask for is done."""

    @property
    def cohorts(self) -> Cohorts:
        """The classes of the library."""

    @property
    def quizzes(self) -> Quizzes:
        """Where items are answered."""

    @property
    def bedside(self) -> Bedside:
        """Where cases are played."""


def class_routes(desk: ClassDesk) -> APIRouter:
    """Joining, leaving, and beginning what is due."""
    router = APIRouter(include_in_schema=False)

    @router.get("/classes")
    def listed(who: Who) -> Response:
        cohorts = desk.cohorts
        mine = cohorts.classes.of(who.user_id)
        return HTMLResponse(classes_page(mine, cohorts.duties_of(who), who, cohorts.now()))

    @router.get("/classes/join")
    def look(who: Who, code: Code) -> Response:
        return _shown(who, lambda: joining_page(desk.cohorts.classes.by_code(code), who))

    @router.post("/classes/join")
    def join(
        who: Who,
        code: Annotated[str, Form(max_length=40)],
        told: Annotated[str, Form(max_length=3)] = "no",
    ) -> Response:
        return _led(who, lambda: _joined(desk, who, code, told=told == "yes"))

    @router.post("/classes/{class_id}/leave")
    def leave(who: Who, class_id: str) -> Response:
        def left() -> str:
            desk.cohorts.leave(who, class_id)
            return "/classes"

        return _led(who, left)

    @router.post("/classes/assignment/{assignment}")
    def begin(who: Who, assignment: str) -> Response:
        return _led(who, lambda: begun(desk, who, assignment))

    return router


def begun(desk: ClassDesk, who: Account, assignment: str) -> str:
    """Where the learner does the assignment, begun where it was not."""
    beginning = desk.cohorts.beginning(who, assignment)
    if isinstance(beginning, CaseBeginning):
        return path("encounter", desk.bedside.start(who, beginning).encounter)
    return path("sitting", desk.quizzes.start(who, beginning).sitting)


def _joined(desk: ClassDesk, who: Account, code: str, *, told: bool) -> str:
    desk.cohorts.join(who, code, told=told)
    return "/classes"


def _shown(who: Account, page: Callable[[], str]) -> Response:
    try:
        return HTMLResponse(page())
    except PreceptorError as fault:
        return HTMLResponse(fault_page(str(fault), who), REFUSED)


def _led(who: Account, to: Callable[[], str]) -> Response:
    try:
        return RedirectResponse(to(), 303)
    except PreceptorError as fault:
        return HTMLResponse(fault_page(str(fault), who), REFUSED)

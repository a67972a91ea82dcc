"""The addresses of the quiz: choosing, what happens in a sitting, and its pictures."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Annotated, Protocol

from fastapi import APIRouter, Form, Header
from fastapi.responses import JSONResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.faults import NotYours
from assistant.quiz.sitting.actions import Answer, Next
from assistant.quiz.sitting.second import ask_second
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.view import View
from curricula.pictures import MEDIA_TYPES
from retrieval.errors import PreceptorError
from ui.api.faults import described
from ui.web.cases.routes import NOT_HERE, PICTURE, UNCHANGED, Who
from ui.web.faults import led, shown
from ui.web.markup import path
from ui.web.quiz.forms import Begun, Done
from ui.web.quiz.parts import message
from ui.web.quiz.practising import hall_of, quiz_page
from ui.web.quiz.result import result_page
from ui.web.quiz.sitting import sitting_page

REFUSED = 400
JSON = "application/json"
Json = Annotated[str, Header(alias="accept")]
_shown = partial(shown, of="Quiz")
_led = partial(led, of="Quiz")


class QuizDesk(Protocol):
    """Where items are answered."""

    @property
    def quizzes(self) -> Quizzes:
        """The sittings of the library."""


def quiz_routes(desk: QuizDesk, due: Callable[[Account], str] = lambda _: "") -> APIRouter:
    """Everything about sittings that is a page, or that a page's script asks for.

    `due` is the part of the page Quiz that tells what somebody has to do for their classes.
    """
    router = APIRouter(include_in_schema=False)
    _add_choosing(router, desk, due)
    _add_sitting(router, desk)
    _add_acting(router, desk)
    _add_opinions(router, desk)
    return router


def _add_choosing(router: APIRouter, desk: QuizDesk, due: Callable[[Account], str]) -> None:
    @router.get("/quiz")
    def choosing(who: Who) -> Response:
        return _shown(who, lambda: quiz_page(hall_of(desk.quizzes, who), who, due(who)))

    @router.post("/quiz/start")
    def start(who: Who, given: Annotated[Begun, Form()]) -> Response:
        return _led(who, lambda: path("sitting", desk.quizzes.start(who, given.beginning()).sitting))

    @router.post("/sitting/{sitting}/forget")
    def forget(who: Who, sitting: str) -> Response:
        def forgotten() -> str:
            desk.quizzes.forget(who, sitting)
            return path("quiz")

        return _led(who, forgotten)


def _add_sitting(router: APIRouter, desk: QuizDesk) -> None:
    @router.get("/sitting/{sitting}")
    def page(who: Who, sitting: str) -> Response:
        def drawn() -> str:
            view = desk.quizzes.view(who, sitting)
            if view.phase == "finished":
                return result_page(view, desk.quizzes.answers(who, sitting), who)
            return sitting_page(view, who)

        return _shown(who, drawn)

    @router.get("/sitting/{sitting}/picture/{place}/{file}")
    def picture(who: Who, sitting: str, place: int, file: str) -> Response:
        found = desk.quizzes.picture(who, sitting, place, file)
        media_type = MEDIA_TYPES.get(PurePath(file).suffix.lower())
        if found is None or media_type is None:
            return Response(status_code=NOT_HERE)
        return Response(found, media_type=media_type, headers=PICTURE)


def _add_acting(router: APIRouter, desk: QuizDesk) -> None:
    @router.get("/sitting/{sitting}/state")
    def state(who: Who, sitting: str, seen: int) -> Response:
        try:
            view = desk.quizzes.view(who, sitting)
        except NotYours as fault:
            return JSONResponse({"error": described(fault)}, NOT_HERE)
        return Response(status_code=UNCHANGED) if view.events == seen else JSONResponse(message(view))

    @router.post("/sitting/{sitting}/act")
    def act(who: Who, sitting: str, given: Annotated[Done, Form()], accept: Json = "") -> Response:
        if accept.startswith(JSON):
            return _told(lambda: _done(desk.quizzes, who, sitting, given))
        return _led(who, lambda: _way(_done(desk.quizzes, who, sitting, given), given))


def _add_opinions(router: APIRouter, desk: QuizDesk) -> None:
    @router.post("/sitting/{sitting}/opinion")
    def opinion(who: Who, sitting: str, place: Annotated[int, Form(ge=0)]) -> Response:
        def asked() -> str:
            ask_second(desk.quizzes, who, sitting, place)
            return path("sitting", sitting)

        return _led(who, asked)


def _done(quizzes: Quizzes, who: Account, sitting: str, given: Done) -> View:
    """How the sitting stands after what was done; an answer of an exam leads on unless told to stay."""
    action = given.action()
    view = quizzes.act(who, sitting, action)
    leads_on = isinstance(action, Answer) and view.mode == "exam" and not given.stay
    if leads_on and view.phase == "open" and view.at is not None:
        return quizzes.act(who, sitting, Next(id=f"{action.id[:40]}-on", place=view.at))
    return view


def _told(done: Callable[[], View]) -> JSONResponse:
    try:
        return JSONResponse(message(done()))
    except NotYours as fault:
        return JSONResponse({"error": described(fault)}, NOT_HERE)
    except PreceptorError as fault:
        return JSONResponse({"error": described(fault)}, REFUSED)


def _way(view: View, given: Done) -> str:
    """Where a browser without scripts is led: after asking for help to the sources, else back."""
    if given.kind == "help" and view.item is not None and view.item.ask:
        return path(ask=view.item.ask)
    return path("sitting", view.sitting)

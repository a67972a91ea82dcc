"""Handouts to be saved from the pages: one's own answers, and what educators teach."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from assistant.accounts import Account
from assistant.handouts.types import Audience, Format, Handout, Paper
from assistant.record import Asked
from retrieval.errors import PreceptorError
from ui.api.handouts import file_of
from ui.web.handout_links import FORMATS
from ui.web.markup import join, tag, text_tag, void
from ui.web.people import account_of
from ui.web.session import Room
from ui.web.shell import header, static_url, whole_page

PAPERS: Sequence[tuple[Paper, str]] = (("a4", "A4"), ("letter", "Letter"))
NOT_ALLOWED = "Only educators and owners may print what has a key. Ask one of them."
UNKNOWN = "There is no such answer in your history."
FORBIDDEN, NOT_HERE, REFUSED = 403, 404, 422
LEAD = "Choose the questions of this session that go on paper. What failed its check is left out and counted."
STYLE = void("link", rel="stylesheet", href=static_url("author.css"))
Who = Annotated[Account, Depends(account_of)]


def handout_routes(room: Room) -> APIRouter:
    """Choosing and saving handouts."""
    router = APIRouter(include_in_schema=False)
    _add_answers(router, room)

    @router.get("/handout/objective/{objective}")
    def objective(who: Who, objective: str, format: Format = "pdf", paper: Paper = "a4") -> Response:  # noqa: A002
        _educator(who)
        made = _or_missing(lambda: room.desk.handouts.objective(objective, room.now().date()))
        return file_of(made, objective, format, paper)

    @router.get("/handout/case/{case}")
    def case(
        who: Who,
        case: str,
        audience: Audience = "students",
        format: Format = "pdf",  # noqa: A002
        paper: Paper = "a4",
    ) -> Response:
        _educator(who)
        made = _or_missing(lambda: room.desk.handouts.case(case, audience, room.now().date()))
        return file_of(made, f"{case}-{audience}", format, paper)

    return router


def _add_answers(router: APIRouter, room: Room) -> None:
    @router.get("/handout/answers")
    def answers(
        who: Who,
        turn: Annotated[list[str], Query()],
        format: Format = "pdf",  # noqa: A002
        paper: Paper = "a4",
    ) -> Response:
        turns = [room.record.turn(who.user_id, one) for one in turn]
        kept = [one.answer for one in turns if one and one.answer]
        if len(kept) < len(turns):
            raise HTTPException(NOT_HERE, UNKNOWN)
        try:
            made = room.desk.handouts.answers(kept, room.now().date())
        except PreceptorError as fault:
            raise HTTPException(REFUSED, str(fault)) from fault
        return file_of(made, "answers", format, paper)

    @router.get("/handout/answers/{turn}")
    def choose(who: Who, turn: str) -> HTMLResponse:
        found = room.record.turn(who.user_id, turn)
        if found is None:
            raise HTTPException(NOT_HERE, UNKNOWN)
        return HTMLResponse(_choosing(room.record.asked(who.user_id, found.session_id), turn, who))


def _educator(who: Account) -> None:
    if not who.may_edit_library:
        raise HTTPException(FORBIDDEN, NOT_ALLOWED)


def _or_missing(make: Callable[[], Handout]) -> Handout:
    try:
        return make()
    except PreceptorError as fault:
        raise HTTPException(NOT_HERE, str(fault)) from fault


def _choosing(asked: Sequence[Asked], chosen: str, who: Account) -> str:
    boxes = join(
        tag("p", tag("label", _box(one, chosen) + " " + text_tag("span", one.question))) for one in asked
    )
    form = tag(
        "form",
        tag("fieldset", text_tag("legend", "Questions") + boxes)
        + tag("p", _select("format", "Format", FORMATS) + " " + _select("paper", "Paper", PAPERS))
        + text_tag("button", "Save the handout", type="submit", class_="primary"),
        action="/handout/answers",
    )
    body = text_tag("h1", "Handout", class_="page-title") + text_tag("p", LEAD, class_="lead") + form
    back = tag("p", text_tag("a", "Back to Ask", href="/"))
    bar = tag("div", header("Ask", who), id="top")
    return whole_page("Handout", bar + tag("main", body + back, class_="author-list"), extra=STYLE)


def _box(one: Asked, chosen: str) -> str:
    return void("input", type="checkbox", name="turn", value=one.turn_id, checked=one.turn_id == chosen)


def _select(name: str, words: str, values: Sequence[tuple[str, str]]) -> str:
    options = join(text_tag("option", label, value=value) for value, label in values)
    return tag("label", words + " " + tag("select", options, name=name))

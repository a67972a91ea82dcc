"""The addresses of audits: the hall, one answer, what it cites, and the marks."""

from typing import Annotated, Protocol
from uuid import uuid4

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.responses import Response

from assistant.accounts import Account
from assistant.audits.auditing import Auditing
from assistant.audits.types import Mark, Submission
from assistant.audits.view import Opened
from retrieval.errors import PreceptorError, WrongUse
from ui.web.audits.hall import hall_page
from ui.web.audits.page import audit_page
from ui.web.cases.routes import NOT_HERE, Who
from ui.web.evidence import citation_url
from ui.web.faults import led, shown
from ui.web.markup import path, tag, text_tag
from ui.web.shell import whole_page

NOT_THERE = "This citation leads to nothing in the library: {reason}."


class AuditDesk(Protocol):
    """Where answers are audited."""

    @property
    def audits(self) -> Auditing:
        """The audits of the library."""


def audit_routes(desk: AuditDesk) -> APIRouter:
    """Everything about audits that is a page."""
    router = APIRouter(include_in_schema=False)
    _add_pages(router, desk)
    _add_acting(router, desk)
    return router


def _add_pages(router: APIRouter, desk: AuditDesk) -> None:
    @router.get("/audit")
    def hall(who: Who) -> Response:
        return shown(
            who, lambda: hall_page(desk.audits.standings(who), desk.audits.rates(who), who), of="Audit"
        )

    @router.get("/audit/{turn}")
    def page(who: Who, turn: str) -> Response:
        return shown(who, lambda: audit_page(desk.audits.view(who, turn), who), of="Audit")

    @router.get("/audit/{turn}/cited/{number}")
    def cited(who: Who, turn: str, number: int, part: bool = False) -> Response:
        return _cited(desk.audits, who, turn, number=number, part=part)


def _add_acting(router: APIRouter, desk: AuditDesk) -> None:
    @router.post("/audit/start")
    def start(who: Who, id: Annotated[str, Form(max_length=64)] = "") -> Response:  # noqa: A002 - a field
        return led(who, lambda: path("audit", desk.audits.begin(who, id or uuid4().hex).turn), of="Audit")

    @router.post("/audit/{turn}/marks")
    def marks(
        who: Who,
        turn: str,
        id: Annotated[str, Form(max_length=64)] = "",  # noqa: A002 - the field's name
        mark: Annotated[list[str] | None, Form()] = None,
    ) -> Response:
        def handed_in() -> str:
            given = _submission(id or uuid4().hex, mark or [])
            return path("audit", desk.audits.submit(who, turn, given).turn)

        return led(who, handed_in, of="Audit")

    @router.post("/audit/{turn}/forget")
    def forget(who: Who, turn: str) -> Response:
        def forgotten() -> str:
            desk.audits.forget(who, turn)
            return path("audit")

        return led(who, forgotten, of="Audit")


def _submission(event: str, given: list[str]) -> Submission:
    """The marks of the form, each the number of a sentence (0: the whole) and a kind."""
    try:
        pairs = (one.split(":", 1) for one in given if one)
        marks = tuple(Mark.model_validate({"sentence": int(at) or None, "kind": kind}) for at, kind in pairs)
        return Submission(id=event, marks=marks)
    except (ValueError, ValidationError):
        raise WrongUse("These marks cannot be read.", "Load the page again, and mark there.") from None


def _cited(audits: Auditing, who: Account, turn: str, *, number: int, part: bool) -> Response:
    """The way to the cited words, or a word about why there are none; it tells nothing before it is asked."""
    try:
        opened = audits.opened(who, turn, number)
    except PreceptorError as fault:
        return _word(str(fault), part=part)
    if opened.citation is None:
        return _word(_nothing(opened), part=part)
    address = citation_url(opened.citation)
    return RedirectResponse(f"{address}&part=1" if part else address, 303)


def _nothing(opened: Opened) -> str:
    return NOT_THERE.format(reason=opened.reason)


def _word(words: str, *, part: bool) -> HTMLResponse:
    line = text_tag("p", words, class_="problem", role="alert")
    body = line if part else whole_page("Not found", tag("main", line, class_="source-page"))
    return HTMLResponse(body, NOT_HERE)

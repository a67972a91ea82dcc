"""The addresses of drafts on the page Author, for educators only."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.quiz.draft.drafting import Drafting
from assistant.quiz.draft.order import MOST, Order
from assistant.reviews import act_of
from curricula.items.load import read_one
from retrieval.errors import PreceptorError, WrongUse
from ui.web.author.drafts_page import Told, draft_page, drafts_page
from ui.web.author.making import Making
from ui.web.markup import path
from ui.web.people import account_of

NOT_ALLOWED = "Only educators and owners may draft items. Ask one of them."
FORBIDDEN, NOT_HERE, REFUSED = 403, 404, 422
LONGEST_TEXT = 100_000


def _educator(who: Annotated[Account, Depends(account_of)]) -> Account:
    if not who.may_edit_library:
        raise HTTPException(FORBIDDEN, NOT_ALLOWED)
    return who


Educator = Annotated[Account, Depends(_educator)]
Words = Annotated[str, Form(max_length=300)]


def draft_routes(get: Callable[[], Drafting], making: Making, now: Callable[[], datetime]) -> APIRouter:
    """Asking for drafts, reading them, and deciding on them."""
    router = APIRouter(include_in_schema=False)
    _add_asking(router, get, making)
    _add_deciding(router, get, now)
    return router


def _add_asking(router: APIRouter, get: Callable[[], Drafting], making: Making) -> None:
    def page(who: Account, status: int = 200, note: str = "") -> Response:
        progress = making.progress
        progress = progress._replace(notes=(note,)) if note else progress
        shown = drafts_page(get().drafts.listed(), progress, who, has_model=get().has_model)
        return HTMLResponse(shown, status)

    @router.get("/author/drafts")
    def listed(who: Educator) -> Response:
        return page(who)

    @router.post("/author/drafts")
    def begin(
        who: Educator,
        about: Words,
        count: Annotated[int, Form(ge=1, le=MOST)] = 10,
        with_model: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            making.start(Order(about=about, count=count, with_model=with_model == "yes"), who)
        except WrongUse as fault:
            return page(who, REFUSED, str(fault))
        return RedirectResponse("/author/drafts", 303)

    @router.post("/author/drafts/stop")
    def stop(_: Educator) -> Response:
        making.stop()
        return RedirectResponse("/author/drafts", 303)


def _add_deciding(router: APIRouter, get: Callable[[], Drafting], now: Callable[[], datetime]) -> None:
    def one(draft: str, who: Account, status: int = 200, told: str = "", text: str = "") -> Response:
        try:
            return HTMLResponse(
                draft_page(get().drafts.draft(draft), who, Told(told, text, uuid4().hex)), status
            )
        except PreceptorError as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault

    @router.get("/author/drafts/{draft}")
    def shown(who: Educator, draft: str) -> Response:
        return one(draft, who)

    @router.post("/author/drafts/{draft}")
    def save(who: Educator, draft: str, text: Annotated[str, Form(max_length=LONGEST_TEXT)]) -> Response:
        item, remarks = read_one(text)
        if item is None:
            wrong = "; ".join(f"{'.'.join(map(str, one.spot)) or 'the text'} {one.what}" for one in remarks)
            return one(draft, who, REFUSED, f"Not saved: {wrong}.", text)
        try:
            get().save(draft, item, who, now())
        except PreceptorError as fault:
            return one(draft, who, REFUSED, str(fault), text)
        return RedirectResponse(path("author", "drafts", draft), 303)

    @router.post("/author/drafts/{draft}/submit")
    def submit(
        who: Educator, draft: str, event: Annotated[str, Form(min_length=1, max_length=64)]
    ) -> Response:
        try:
            get().submit(draft, act_of(who, event, now()))
        except PreceptorError as fault:
            return one(draft, who, REFUSED, str(fault))
        return RedirectResponse(path("author", "review", "item", draft), 303)

    @router.post("/author/drafts/{draft}/withhold")
    def withhold(who: Educator, draft: str) -> Response:
        try:
            get().discard(draft, who, now())
        except PreceptorError as fault:
            return one(draft, who, REFUSED, str(fault))
        return RedirectResponse("/author/drafts", 303)

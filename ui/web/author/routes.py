"""The addresses of the page Author. Roles are checked at each of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, Depends, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.listing import unmatched
from assistant.references import Books, reason_against
from assistant.reviews import act_of
from curricula.cases.lint import Resolve
from curricula.cases.shelf import ALL, Shelf
from curricula.errors import Outdated
from curricula.review.reviews import Reviews
from curricula.review.types import Move
from retrieval.errors import PreceptorError, WrongUse
from ui.web.author.editor import PAPER, Opened, editor_page
from ui.web.author.merge import put_in_form, told_of, told_or_wrong
from ui.web.author.saving import Form, Unfinished, checked, saved, shown, sides_for
from ui.web.author.shelf_page import shelf_page
from ui.web.markup import tag, text_tag
from ui.web.people import account_of
from ui.web.shell import header, whole_page

NOT_ALLOWED = "Only educators and owners may write cases. Ask one of them."
FORBIDDEN, NOT_HERE, OUTDATED, UNFINISHED = 403, 404, 409, 422


def _author(who: Annotated[Account, Depends(account_of)]) -> Account:
    if not who.may_edit_library:
        raise HTTPException(FORBIDDEN, NOT_ALLOWED)
    return who


Author = Annotated[Account, Depends(_author)]


class Writing:
    """What the page works with."""

    def __init__(
        self,
        shelf: Shelf,
        encounters: Encounters,
        reviews: Reviews,
        *,
        now: Callable[[], datetime],
        books: Books | None = None,
    ) -> None:
        self.shelf = shelf
        self.encounters = encounters
        self._reviews = reviews
        self.now = now
        self._books = books

    def resolve(self) -> Resolve | None:
        """Looks up the citations of one case."""
        return reason_against(self._books) if self._books else None

    def opened(self, case_id: str) -> Opened:
        """The newest version of the case, to be changed."""
        case = self.shelf.case(case_id)
        return Opened(case.model_dump(mode="json"), case.version, unmatched(self.encounters, case_id))

    def copied(self, case_id: str, author: str) -> Opened:
        """A new case that begins as this one is."""
        case = self.shelf.case(case_id)
        taken = {one.id for one in self.shelf.listed(ALL)}
        names = (f"{case_id[:90]}-copy{number}" for number in ("", *map(str, range(2, 1000))))
        new = {"id": next(name for name in names if name not in taken), "status": "draft", "reviewer": None}
        return Opened(case.model_dump(mode="json") | new | {"author": author}, None, copied=case_id)

    def move(self, move: Move, case_id: str, who: Account) -> None:
        """Retires the case, or takes it back: as a draft, or as it came with the product."""
        which = self._reviews.state("case", case_id).which
        self._reviews.do(move, which, act_of(who, uuid4().hex, self.now()))


def author_routes(get: Callable[[], Writing]) -> APIRouter:
    """Choosing, writing, checking and saving cases; `get` is asked at each request."""
    router = APIRouter(include_in_schema=False)
    _add_pages(router, get)
    _add_saving(router, get)
    return router


def _add_pages(router: APIRouter, get: Callable[[], Writing]) -> None:
    @router.get("/author")
    def choose(who: Annotated[Account, Depends(account_of)]) -> Response:
        if not who.may_edit_library:
            return _told(NOT_ALLOWED, who, FORBIDDEN)
        return HTMLResponse(shelf_page(get().shelf.listed(ALL), who))

    @router.get("/author/new")
    def new(who: Author, copy: str = "", objective: str = "") -> Response:
        named = {"objectives": [objective]} if objective else {}
        blank = Opened({"status": "draft", "author": who.name, "level": "clinical", **named}, None)
        return _page(lambda: get().copied(copy, who.name) if copy else blank, who)

    @router.get("/author/case/{case_id}")
    def change(who: Author, case_id: str) -> Response:
        return _page(lambda: get().opened(case_id), who)

    @router.post("/author/case/{case_id}/hide")
    def hide(who: Author, case_id: str) -> Response:
        return _led(lambda: get().move("retire", case_id, who), who)

    @router.post("/author/case/{case_id}/show")
    def show(who: Author, case_id: str) -> Response:
        return _led(lambda: get().move("reopen", case_id, who), who)


def _add_saving(router: APIRouter, get: Callable[[], Writing]) -> None:
    @router.post("/author/check")
    def check(who: Author, form: Annotated[Form, Body()]) -> dict[str, Any]:
        _, remarks = checked(form, resolve=get().resolve())
        return {"remarks": shown(remarks)}

    @router.post("/author/save")
    def save(who: Author, form: Annotated[Form, Body()]) -> JSONResponse:
        writing = get()
        try:
            case = saved(form, writing.shelf, at=writing.now(), by=who.user_id, resolve=writing.resolve())
        except Unfinished as fault:
            return JSONResponse({"error": str(fault), "remarks": shown(fault.remarks)}, UNFINISHED)
        except Outdated:
            return told_or_wrong(lambda: told_of(sides_for(form, writing.shelf, who.user_id)), OUTDATED)
        except WrongUse as fault:
            return JSONResponse({"error": str(fault)}, UNFINISHED)
        return JSONResponse({"id": case.id, "version": case.version, "status": case.status})

    @router.post("/author/merge")
    def put_together(who: Author, form: Annotated[Form, Body()]) -> JSONResponse:
        return told_or_wrong(
            lambda: put_in_form(PAPER, sides_for(form, get().shelf, who.user_id), form.chosen)
        )


def _page(opened: Callable[[], Opened], who: Account) -> Response:
    try:
        return HTMLResponse(editor_page(opened(), who))
    except PreceptorError as fault:
        return _told(str(fault), who, NOT_HERE)


def _led(done: Callable[[], None], who: Account) -> Response:
    try:
        done()
    except PreceptorError as fault:
        return _told(str(fault), who, NOT_HERE)
    return RedirectResponse("/author", 303)


def _told(words: str, who: Account, status: int) -> Response:
    bar = tag("div", header("Author", who), id="top")
    main = tag(
        "main",
        text_tag("p", words) + tag("p", text_tag("a", "All cases", href="/author")),
        class_="author-list",
    )
    return HTMLResponse(whole_page("Author", bar + main), status)

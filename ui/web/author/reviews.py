"""The addresses of reviews, for educators; the whole trail is for owners."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.responses import Response

from assistant.accounts import Account
from assistant.references import resolver
from assistant.reviews import act_of
from curricula.formats.cells import guarded
from curricula.review.diff import differences
from curricula.review.reviews import Reviews
from curricula.review.types import LONGEST_NOTE, Event, Kind, Move, Which
from retrieval.errors import PreceptorError
from retrieval.store import Store
from retrieval.types import Value
from ui.web.author.drafts import FORBIDDEN, NOT_HERE, REFUSED, Educator
from ui.web.author.review_page import BUTTONS, Seen, review_page
from ui.web.author.reviews_page import Lot, lots_of, reviews_page, trail_page
from ui.web.markup import path

OWNERS_ONLY = "Only owners may read the whole trail. Ask one of them."
COLUMNS = ("at", "kind", "id", "version", "move", "user_id", "name", "note")


class Step(Value):
    """The form of a step in a review; the same `event` again changes nothing."""

    move: Move
    version: int = Field(ge=1)
    event: str = Field(min_length=1, max_length=64)
    note: str = Field(default="", max_length=LONGEST_NOTE)


def review_routes(
    get: Callable[[], Reviews], store: Store, names: Callable[[str], str | None], now: Callable[[], datetime]
) -> APIRouter:
    """Lists of what is to be reviewed, one thing with its state, moving it on, and the trail."""
    router = APIRouter(include_in_schema=False)
    _add_lists(router, get)
    _add_one(router, get, store, names, now)
    return router


def _add_lists(router: APIRouter, get: Callable[[], Reviews]) -> None:
    @router.get("/author/reviews")
    def listed(who: Educator, show: Lot = "waiting", kind: Kind | None = None) -> Response:
        return HTMLResponse(reviews_page(lots_of(get().open(), who), who, show=show, kind=kind))

    @router.get("/author/trail")
    def trail(who: Educator) -> Response:
        return HTMLResponse(trail_page(get().every_event(), _owner(who)))

    @router.get("/author/trail.csv")
    def exported(who: Educator) -> Response:
        _owner(who)
        named = {"Content-Disposition": 'attachment; filename="trail.csv"'}
        return Response(as_csv(get().every_event()), media_type="text/csv; charset=utf-8", headers=named)


def _add_one(
    router: APIRouter,
    get: Callable[[], Reviews],
    store: Store,
    names: Callable[[str], str | None],
    now: Callable[[], datetime],
) -> None:
    def page(who: Account, kind: Kind, an_id: str, *, told: str = "", note: str = "") -> Response:
        try:
            seen = _seen(get(), store, kind, an_id)
        except PreceptorError as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault
        looked = seen.looked
        against = {move: get().against(move, looked, user_id=who.user_id, name=who.name) for move in BUTTONS}
        seen = seen._replace(against=against, told=told, note=note, event=uuid4().hex, names=names)
        return HTMLResponse(review_page(seen, who), REFUSED if told else 200)

    @router.get("/author/review/{kind}/{an_id}")
    def one(who: Educator, kind: Kind, an_id: str) -> Response:
        return page(who, kind, an_id)

    @router.post("/author/review/{kind}/{an_id}")
    def moved(
        who: Educator,
        kind: Kind,
        an_id: str,
        form: Annotated[Step, Form()],
    ) -> Response:
        try:
            which = Which(kind=kind, id=an_id, version=form.version)
            get().do(form.move, which, act_of(who, form.event, now(), form.note))
        except PreceptorError as fault:
            return page(who, kind, an_id, told=str(fault), note=form.note)
        return RedirectResponse(path("author", "review", kind, an_id), 303)


def as_csv(events: list[Event]) -> str:
    """The trail as a table; no cell can be taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for event in events:
        row = [str(getattr(event, name)) if name != "at" else event.at.isoformat() for name in COLUMNS]
        table.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def _seen(reviews: Reviews, store: Store, kind: Kind, an_id: str) -> Seen:
    looked = reviews.look(reviews.state(kind, an_id).which)
    live = looked.standing.live
    changes = None
    if live is not None and live.version != looked.value.version:
        older = reviews.look(Which(kind=kind, id=an_id, version=live.version)).value
        changes = differences(older, looked.value)
    return Seen(looked, changes, resolver(store))


def _owner(who: Account) -> Account:
    if who.role != "owner":
        raise HTTPException(FORBIDDEN, OWNERS_ONLY)
    return who

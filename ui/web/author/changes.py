"""The addresses of what new editions changed, for educators only."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.responses import Response

from assistant.accounts import Account
from assistant.changes import Changes, Pair
from assistant.edition_reviews import Move, decided, why
from assistant.reviews import act_of
from curricula.review.reviews import Reviews
from curricula.review.types import Act, Which
from retrieval.errors import PreceptorError
from retrieval.types import Value
from ui.web.author.changes_page import One, Shown, changes_page, ones_of
from ui.web.author.drafts import NOT_HERE, REFUSED, Educator

Word = Annotated[str, Field(max_length=200)]
EventId = Annotated[str, Field(min_length=1, max_length=48)]


class Decision(Value):
    """What the form of one version sends; the same `event` again changes nothing."""

    older: Word
    kind: Word
    id: Word
    version: int = Field(ge=1)
    move: Move
    event: EventId


class Editions(NamedTuple):
    """What new editions changed, and the review in which it is noted what was decided about it."""

    changes: Changes
    reviews: Reviews

    def pair(self, older: str) -> Pair:
        """The pair of that older edition."""
        pair = next((one for one in self.changes.found().pairs if one.older.id == older), None)
        if pair is None:
            raise HTTPException(NOT_HERE, "There is no such older edition.")
        return pair

    def waiting(self, pair: Pair) -> list[One]:
        """What of the pair nobody has decided about."""
        return ones_of(pair, decided(self.reviews, [pair])[pair.older.id], every=False)

    def decide(self, move: Move, one: One, pair: Pair, act: Act) -> None:
        """Notes it in the trail; Refused, with every reason, where it is not possible."""
        which = Which(kind=one.key.kind, id=one.key.id, version=one.key.version)
        self.reviews.do(move, which, act.model_copy(update={"note": why(move, pair)}))


def _shown(
    older: str = "",
    *,
    every: Annotated[bool, Query(alias="all")] = False,
    page: Annotated[int, Query(ge=1)] = 1,
) -> Shown:
    return Shown(older, all=every, page=page)


def change_routes(get: Callable[[], Editions], now: Callable[[], datetime]) -> APIRouter:
    """What cites changed words, with one click to mark it for review or to keep it."""
    router = APIRouter(include_in_schema=False)

    def page(who: Account, shown: Shown, status: int = 200, told: str = "") -> Response:
        editions = get()
        found = editions.changes.found()
        done = decided(editions.reviews, found.pairs)
        return HTMLResponse(changes_page(found, done, shown, who, told=told), status)

    @router.get("/author/changes")
    def listed(who: Educator, shown: Annotated[Shown, Depends(_shown)]) -> Response:
        return page(who, shown)

    @router.post("/author/changes")
    def one(who: Educator, form: Annotated[Decision, Form()]) -> Response:
        pair, key = get().pair(form.older), (form.kind, form.id, form.version)
        mine = next((one for one in ones_of(pair, {}, every=True) if one.key == key), None)
        if mine is None:
            return page(who, Shown(form.older), NOT_HERE, "That cites nothing of this edition any more.")
        return done(who, pair, form.move, [mine], form.event)

    @router.post("/author/changes/all")
    def everything(
        who: Educator, older: Annotated[Word, Form()], event: Annotated[EventId, Form()]
    ) -> Response:
        pair = get().pair(older)
        return done(who, pair, "mark", get().waiting(pair), event)

    def done(who: Account, pair: Pair, move: Move, ones: list[One], event: str) -> Response:
        refused = []
        for one in ones:
            try:
                get().decide(move, one, pair, act_of(who, _event_id(event, one), now()))
            except PreceptorError as fault:
                refused.append(f"{one.changes[0].title}: {fault}")
        shown = Shown(pair.older.id)
        if refused:
            return page(who, shown, REFUSED, " ".join(refused))
        return RedirectResponse(shown.address(), 303)

    return router


def _event_id(event: str, one: One) -> str:
    """An id of its own for each thing, the same when the same click comes twice."""
    return sha256(f"{event} {one.key}".encode()).hexdigest()

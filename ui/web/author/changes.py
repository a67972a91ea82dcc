"""The addresses of what new editions changed, for educators only."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.responses import Response

from assistant.accounts import Account
from assistant.changes import Changed, Pair
from retrieval.errors import PreceptorError
from retrieval.types import Value
from ui.web.author.changes_page import Decided, Done, Key, One, Shown, changes_page, ones_of
from ui.web.author.drafts import NOT_HERE, REFUSED, Educator

Move = Literal["mark", "keep"]
WHY = "Cites words of “{}” ({}) that the newer edition changed."
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


class Deciding(Protocol):
    """Where it is kept what somebody decided about a version."""

    def done(self, pair: Pair) -> dict[Key, Done]:
        """What was decided since the newer edition came, the last of each version."""

    def decide(self, move: Move, key: Key, why: str, who: Account, *, event: str, at: datetime) -> None:
        """Notes it once for each event id; refused with the reason where it is not possible."""


class Editions(Protocol):
    """Where it is found what new editions changed."""

    def found(self) -> Changed:
        """As it is now."""


class Desk:
    """What the page works with; without `deciding` it only shows."""

    def __init__(self, changes: Callable[[], Editions], deciding: Callable[[], Deciding] | None) -> None:
        self._changes = changes
        self._deciding = deciding

    def found(self) -> Changed:
        """What new editions changed."""
        return self._changes().found()

    def decided(self, found: Changed) -> Decided | None:
        """What was decided about it; None where nothing can be."""
        if self._deciding is None:
            return None
        deciding = self._deciding()
        return {pair.older.id: deciding.done(pair) for pair in found.pairs}

    def pair(self, older: str) -> Pair:
        """The pair of that older edition; not here where there is none, or nothing can be decided."""
        pair = next((one for one in self.found().pairs if one.older.id == older), None)
        if pair is None or self._deciding is None:
            raise HTTPException(NOT_HERE, "There is no such older edition.")
        return pair

    def waiting(self, pair: Pair) -> list[One]:
        """What of the pair nobody has decided about."""
        return ones_of(pair, self._deciding().done(pair) if self._deciding else {}, every=False)

    def decide(self, move: Move, pair: Pair, one: One, who: Account, *, event: str, at: datetime) -> None:
        """Notes what was decided, with the edition that it was about."""
        why = WHY.format(pair.older.title, pair.older.edition or "the older edition")
        if self._deciding is not None:
            self._deciding().decide(move, one.key, why, who, event=event, at=at)


def _shown(
    older: str = "",
    *,
    every: Annotated[bool, Query(alias="all")] = False,
    page: Annotated[int, Query(ge=1)] = 1,
) -> Shown:
    return Shown(older, all=every, page=page)


def change_routes(desk: Desk, now: Callable[[], datetime]) -> APIRouter:
    """What cites changed words, with one click to mark it for review or to keep it."""
    router = APIRouter(include_in_schema=False)

    def page(who: Account, shown: Shown, status: int = 200, told: str = "") -> Response:
        found = desk.found()
        return HTMLResponse(changes_page(found, desk.decided(found), shown, who, told=told), status)

    @router.get("/author/changes")
    def listed(who: Educator, shown: Annotated[Shown, Depends(_shown)]) -> Response:
        return page(who, shown)

    @router.post("/author/changes")
    def one(who: Educator, form: Annotated[Decision, Form()]) -> Response:
        pair, key = desk.pair(form.older), (form.kind, form.id, form.version)
        mine = next((one for one in ones_of(pair, {}, every=True) if one.key == key), None)
        if mine is None:
            return page(who, Shown(form.older), NOT_HERE, "That cites nothing of this edition any more.")
        return done(who, pair, form.move, [mine], form.event)

    @router.post("/author/changes/all")
    def everything(
        who: Educator, older: Annotated[Word, Form()], event: Annotated[EventId, Form()]
    ) -> Response:
        pair = desk.pair(older)
        return done(who, pair, "mark", desk.waiting(pair), event)

    def done(who: Account, pair: Pair, move: Move, ones: list[One], event: str) -> Response:
        refused = []
        for place, one in enumerate(ones):
            try:
                desk.decide(move, pair, one, who, event=f"{event}-{place}", at=now())
            except PreceptorError as fault:
                refused.append(f"{one.changes[0].title}: {fault}")
        shown = Shown(pair.older.id)
        if refused:
            return page(who, shown, REFUSED, " ".join(refused))
        return RedirectResponse(shown.address(), 303)

    return router

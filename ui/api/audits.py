"""Checking answers with planted errors over HTTP, each person their own."""

from typing import Annotated

from fastapi import APIRouter, Depends

from assistant.accounts import Account
from assistant.audits.rates import Rates
from assistant.audits.types import EventId, Submission
from assistant.audits.view import AuditView, Opened, Standing
from retrieval.types import Value
from ui.api.parts import Api


class Wanted(Value):
    """The wish for an answer to check; `id` is the client's and becomes the turn's: again is harmless."""

    id: EventId


class Mine(Value):
    """One's own turns, the newest first, and how many errors one finds."""

    audits: tuple[Standing, ...]
    rates: Rates


def add_audits(router: APIRouter, api: Api) -> None:
    """Adds audits."""

    @router.get("/api/audits")
    def mine(who: Annotated[Account, Depends(api.door.account)]) -> Mine:
        audits = api.desk.audits
        return Mine(audits=tuple(audits.standings(who)), rates=audits.rates(who))

    @router.post("/api/audits")
    def begin(given: Wanted, who: Annotated[Account, Depends(api.door.account)]) -> AuditView:
        return api.desk.audits.begin(who, given.id)

    @router.get("/api/audits/{turn}")
    def view(turn: str, who: Annotated[Account, Depends(api.door.account)]) -> AuditView:
        return api.desk.audits.view(who, turn)

    @router.post("/api/audits/{turn}/marks")
    def submit(turn: str, given: Submission, who: Annotated[Account, Depends(api.door.account)]) -> AuditView:
        return api.desk.audits.submit(who, turn, given)

    @router.get("/api/audits/{turn}/cited/{number}")
    def cited(turn: str, number: int, who: Annotated[Account, Depends(api.door.account)]) -> Opened:
        return api.desk.audits.opened(who, turn, number)

    @router.delete("/api/audits/{turn}")
    def forget(turn: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.audits.forget(who, turn)
        return {"status": "forgotten"}

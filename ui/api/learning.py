"""What one learns, over HTTP: each person their own progress, attempts and cards."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from assistant.accounts import Account
from assistant.learner.cards import Offered, OwnCard, Wording
from assistant.learner.export import Everything
from assistant.learner.learning import MOST_SHOWN, Forgotten
from assistant.learner.preferences import Preference
from assistant.learner.progress import Progress
from assistant.learner.types import Correction, Kept
from retrieval.types import Value
from ui.api.parts import Api


class Correcting(Value):
    """What a learner says about an attempt; `id` is made by the client, so that it is kept once."""

    id: str = Field(min_length=1, max_length=64)
    counts: bool
    reason: str = Field(default="", max_length=500)


class Rewording(Wording):
    """A new wording of a card whose version is `based_on`."""

    based_on: int


class Removing(Value):
    """The attempts to remove by their ids; None: everything about one's learning."""

    attempts: tuple[str, ...] | None = Field(default=None, max_length=5000)


def add_learning(router: APIRouter, api: Api) -> None:
    """Adds progress, attempts, cards, and how reviews are planned."""
    _add_attempts(router, api)
    _add_keeping(router, api)
    _add_cards(router, api)


def _add_attempts(router: APIRouter, api: Api) -> None:
    @router.get("/api/learning/progress")
    def progress(who: Annotated[Account, Depends(api.door.account)]) -> Progress:
        return api.desk.learning.progress(who)

    @router.get("/api/learning/attempts")
    def attempts(
        who: Annotated[Account, Depends(api.door.account)],
        ids: Annotated[list[str] | None, Query(alias="id", max_length=MOST_SHOWN)] = None,
        newest: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = 100,
    ) -> dict[str, list[Kept]]:
        return {
            "attempts": api.desk.learning.attempts(who, ids, newest=newest if ids is None else MOST_SHOWN)
        }

    @router.post("/api/learning/attempts/{attempt}/corrections")
    def correct(attempt: str, given: Correcting, who: Annotated[Account, Depends(api.door.account)]) -> Kept:
        said = Correction(**given.model_dump(), attempt=attempt, at=api.now())
        return api.desk.learning.correct(who, said)


def _add_keeping(router: APIRouter, api: Api) -> None:
    @router.get("/api/learning/export")
    def everything(who: Annotated[Account, Depends(api.door.account)]) -> Everything:
        return api.desk.learning.export(who)

    @router.get("/api/learning/export.csv")
    def table(who: Annotated[Account, Depends(api.door.account)]) -> Response:
        headers = {"content-disposition": 'attachment; filename="attempts.csv"'}
        return Response(api.desk.learning.table(who), media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/api/learning/cards.apkg")
    def anki(who: Annotated[Account, Depends(api.door.account)]) -> Response:
        headers = {"content-disposition": 'attachment; filename="cards.apkg"'}
        return Response(api.desk.learning.anki(who), media_type="application/apkg", headers=headers)

    @router.post("/api/learning/forget")
    def forget(given: Removing, who: Annotated[Account, Depends(api.door.account)]) -> Forgotten:
        return api.desk.learning.forget(who, given.attempts)

    @router.get("/api/learning/preference")
    def preference(who: Annotated[Account, Depends(api.door.account)]) -> Preference:
        return api.desk.learning.preferences.of(who.user_id)

    @router.put("/api/learning/preference")
    def choose(given: Preference, who: Annotated[Account, Depends(api.door.account)]) -> Preference:
        return api.desk.learning.choose(who, given)


def _add_cards(router: APIRouter, api: Api) -> None:
    @router.get("/api/learning/attempts/{attempt}/card")
    def offer(attempt: str, who: Annotated[Account, Depends(api.door.account)]) -> Offered:
        return api.desk.learning.offer(who, attempt)

    @router.post("/api/learning/attempts/{attempt}/card")
    def keep(attempt: str, given: Wording, who: Annotated[Account, Depends(api.door.account)]) -> OwnCard:
        return api.desk.learning.keep(who, attempt, given)

    @router.get("/api/learning/cards")
    def cards(who: Annotated[Account, Depends(api.door.account)]) -> dict[str, list[OwnCard]]:
        return {"cards": api.desk.learning.cards.of(who.user_id)}

    @router.put("/api/learning/cards/{card}")
    def reword(card: str, given: Rewording, who: Annotated[Account, Depends(api.door.account)]) -> OwnCard:
        wording = Wording(text=given.text, extra=given.extra)
        return api.desk.learning.reword(who, card, wording, based_on=given.based_on)

    @router.delete("/api/learning/cards/{card}")
    def drop(card: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.learning.drop(who, card)
        return {"status": "forgotten"}

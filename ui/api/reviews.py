"""Reviews over HTTP, for educators: what is open, how a thing stands, and moving it on."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from assistant.accounts import Account
from assistant.reviews import act_of
from curricula.review.types import LONGEST_NOTE, Kind, Move, Standing, Which
from retrieval.types import Value
from ui.api.parts import Api


class Moving(Value):
    """What is to be done with which version, and why; the same `event_id` again changes nothing."""

    version: int = Field(ge=1)
    event_id: str = Field(min_length=1, max_length=64)
    note: str = Field(default="", max_length=LONGEST_NOTE)


def add_reviews(router: APIRouter, api: Api) -> None:
    """Adds the list of what is open, one thing with its versions and trail, and each move."""

    @router.get("/api/reviews", dependencies=[Depends(api.door.editor)])
    def opened() -> dict[str, list[Standing]]:
        return {"reviews": api.desk.reviews.open()}

    @router.get("/api/reviews/{kind}/{an_id}", dependencies=[Depends(api.door.editor)])
    def one(kind: Kind, an_id: str) -> Standing:
        return api.desk.reviews.state(kind, an_id)

    @router.post("/api/reviews/{kind}/{an_id}/{move}")
    def moved(
        kind: Kind, an_id: str, move: Move, given: Moving, who: Annotated[Account, Depends(api.door.editor)]
    ) -> Standing:
        which = Which(kind=kind, id=an_id, version=given.version)
        return api.desk.reviews.do(move, which, act_of(who, given.event_id, api.now(), given.note))

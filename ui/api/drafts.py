"""Drafting items over HTTP, for educators: nothing goes to learners before a second one has reviewed it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assistant.accounts import Account
from assistant.quiz.draft.drafting import Made
from assistant.quiz.draft.order import Order
from assistant.reviews import act_of
from curricula.items.drafts import OPEN, Draft, State
from ui.api.parts import Api

States = Annotated[list[State] | None, Query()]


def add_drafts(router: APIRouter, api: Api) -> None:
    """Adds drafting, the drafts with their reports, and what a person decides on them."""

    @router.get("/api/drafts", dependencies=[Depends(api.door.editor)])
    def listed(state: States = None) -> dict[str, list[Draft]]:
        return {"drafts": api.desk.drafting.drafts.listed(frozenset(state) if state else OPEN)}

    @router.post("/api/drafts")
    def make(order: Order, who: Annotated[Account, Depends(api.door.editor)]) -> Made:
        return api.desk.drafting.make(order, who, api.now())

    @router.get("/api/drafts/{draft}", dependencies=[Depends(api.door.editor)])
    def one(draft: str) -> Draft:
        return api.desk.drafting.drafts.draft(draft)

    @router.post("/api/drafts/{draft}/submit")
    def submit(draft: str, who: Annotated[Account, Depends(api.door.editor)]) -> Draft:
        return api.desk.drafting.submit(draft, act_of(who, api.new_id(), api.now()))

    @router.post("/api/drafts/{draft}/withhold")
    def withhold(draft: str, who: Annotated[Account, Depends(api.door.editor)]) -> Draft:
        return api.desk.drafting.discard(draft, who, api.now())

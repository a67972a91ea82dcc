"""Drafting items over HTTP, for educators: nothing goes to learners before one of them publishes it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from assistant.accounts import LOCAL, LONGEST_NAME, Account
from assistant.quiz.draft.drafting import Made
from assistant.quiz.draft.order import Order
from curricula.items.drafts import OPEN, Draft, State
from curricula.items.types import Item
from retrieval.types import Value
from ui.api.parts import Api

States = Annotated[list[State] | None, Query()]


class Named(Value):
    """The name of who publishes, where the app has no accounts."""

    name: str = Field(max_length=LONGEST_NAME)


def named(who: Account, name: str) -> Account:
    """The account, under the name that is given where it is nobody's own."""
    own = who.user_id != LOCAL.user_id or not name.strip()
    return who if own else who.model_copy(update={"name": " ".join(name.split())})


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

    @router.post("/api/drafts/{draft}/publish")
    def publish(
        draft: str, who: Annotated[Account, Depends(api.door.editor)], given: Named | None = None
    ) -> Item:
        return api.desk.drafting.publish(draft, named(who, given.name if given else ""), api.now())

    @router.post("/api/drafts/{draft}/withhold")
    def withhold(draft: str, who: Annotated[Account, Depends(api.door.editor)]) -> Draft:
        return api.desk.drafting.discard(draft, who, api.now())

"""Playing cases over HTTP, each person their own encounters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import Field

from assistant.accounts import Account
from assistant.case.bedside.actions import Action
from assistant.case.bedside.encounters import Role
from assistant.case.bedside.entries import Entry, EntryOf
from assistant.case.bedside.listing import (
    Export,
    Offer,
    Standing,
    Unmatched,
    Wanted,
    export,
    offers,
    standings,
    unmatched,
)
from assistant.case.bedside.looking import look_in_case
from assistant.case.bedside.pictures import picture_bytes
from assistant.case.bedside.play import Beginning
from assistant.case.bedside.second import ask_second, second
from assistant.case.bedside.view import View
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.opined import Opinion, Second
from assistant.types import Look
from retrieval.types import Value
from ui.api.faults import NotHere
from ui.api.parts import Api
from ui.web.sheet import blank_sheet, marked_sheet

LONGEST_TYPED = 200
# A picture is data of an author: opened alone it may run and load nothing.
SHOWN_ALONE = {"content-security-policy": "default-src 'none'; sandbox"}


class Joining(Value):
    """Joining a group's encounter by its code; without a role one does what nobody has the role for."""

    code: str = Field(max_length=40)
    role: Role | None = None


def add_cases(router: APIRouter, api: Api) -> None:
    """Adds the list of cases, what can be ordered, and encounters."""
    _add_lists(router, api)
    _add_playing(router, api)
    _add_keeping(router, api)


def _add_lists(router: APIRouter, api: Api) -> None:
    @router.get("/api/cases")
    def cases(
        wanted: Annotated[Wanted, Query()], who: Annotated[Account, Depends(api.door.account)]
    ) -> dict[str, list[Offer]]:
        return {"cases": offers(api.desk.bedside, who, wanted)}

    @router.get("/api/cases/{case}/unmatched", dependencies=[Depends(api.door.editor)])
    def not_understood(case: str) -> dict[str, list[Unmatched]]:
        return {"unmatched": unmatched(api.desk.bedside.house.encounters, case)}

    @router.get("/api/cases/{case}/sheet")
    def sheet(case: str, who: Annotated[Account, Depends(api.door.editor)]) -> HTMLResponse:
        return HTMLResponse(blank_sheet(api.desk.bedside.playable(who, case)))

    @router.get("/api/orders", dependencies=[Depends(api.door.account)])
    def orders(
        of: EntryOf, typed: Annotated[str, Query(max_length=LONGEST_TYPED)] = ""
    ) -> dict[str, list[Entry]]:
        return {"entries": api.desk.bedside.house.entries.suggested(of, typed)}


def _add_playing(router: APIRouter, api: Api) -> None:
    @router.get("/api/encounters")
    def encounters(who: Annotated[Account, Depends(api.door.account)]) -> dict[str, list[Standing]]:
        return {"encounters": standings(api.desk.bedside, who)}

    @router.post("/api/encounters")
    def start(given: Beginning, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.bedside.start(who, given)

    @router.post("/api/encounters/join")
    def join(given: Joining, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.bedside.join(who, given.code, given.role)

    @router.get("/api/encounters/{encounter}")
    def view(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.bedside.view(who, encounter)

    @router.post("/api/encounters/{encounter}/events")
    def act(encounter: str, action: Action, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.bedside.act(who, encounter, action)


def _add_keeping(router: APIRouter, api: Api) -> None:
    @router.get("/api/encounters/{encounter}/pictures/{key}")
    def picture(encounter: str, key: str, who: Annotated[Account, Depends(api.door.beholder)]) -> Response:
        found = picture_bytes(api.desk.bedside, who, encounter, key)
        if found is None:
            raise NotHere("There is no such picture to be seen.", "Order the test, and wait for its result.")
        return Response(found.content, media_type=found.media_type, headers=SHOWN_ALONE)

    @router.post("/api/encounters/{encounter}/pictures/{key}/look")
    def look(encounter: str, key: str, who: Annotated[Account, Depends(api.door.account)]) -> Look:
        sight = api.desk.sight(api.desk.model)
        return look_in_case(api.desk.bedside, who, encounter, key=key, sight=sight)

    @router.get("/api/encounters/{encounter}/debrief")
    def debrief(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> Debrief:
        return api.desk.bedside.debrief(who, encounter)

    @router.get("/api/encounters/{encounter}/opinion")
    def opinion(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> Second:
        return second(api.desk.bedside, who, encounter)

    @router.post("/api/encounters/{encounter}/opinion")
    def ask_opinion(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> Opinion:
        return ask_second(api.desk.bedside, who, encounter)

    @router.get("/api/encounters/{encounter}/sheet")
    def sheet(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> HTMLResponse:
        bedside = api.desk.bedside
        found = bedside.debrief(who, encounter)
        return HTMLResponse(marked_sheet(bedside.view(who, encounter), found, who.name))

    @router.get("/api/encounters/{encounter}/export")
    def take_away(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> Export:
        return export(api.desk.bedside, who, encounter)

    @router.delete("/api/encounters/{encounter}")
    def forget(encounter: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.bedside.forget(who, encounter)
        return {"status": "forgotten"}

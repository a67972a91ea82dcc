"""The addresses of cases: the list, beginning and joining, and what happens in an encounter."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Form, Query
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.answer.look import Sight
from assistant.case.bedside.actions import Action
from assistant.case.bedside.circuit import Circuits
from assistant.case.bedside.entries import EntryOf
from assistant.case.bedside.looking import look_in_case
from assistant.case.bedside.pictures import picture_bytes
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.second import ask_second
from assistant.case.debriefing.further import Further, Seen
from assistant.faults import NotYours, Overtaken
from assistant.ports import ChatModel, ModelFault
from retrieval.errors import PreceptorError
from ui.api.faults import described
from ui.web.cases.circuits import circuit_page
from ui.web.cases.debrief import debrief_page
from ui.web.cases.debriefing import debriefed
from ui.web.cases.forms import Begun, CardKept, Circling, Joined
from ui.web.cases.listing import Filters, cases_page
from ui.web.cases.looking import look_page
from ui.web.cases.opinion import PLACE
from ui.web.cases.parts import message
from ui.web.cases.player import player_page
from ui.web.cases.words import headed
from ui.web.faults import fault_page, led, shown
from ui.web.markup import path
from ui.web.people import account_of

# A picture is data of an author: opened alone it may run and load nothing.
PICTURE = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "private, max-age=3600"}
UNCHANGED, NOT_HERE, OVERTAKEN = 204, 404, 409
LONGEST_TYPED = 200
Who = Annotated[Account, Depends(account_of)]
_shown = partial(shown, of="Cases")
_led = partial(led, of="Cases")


class CaseDesk(Protocol):
    """Where cases are played."""

    @property
    def bedside(self) -> Bedside:
        """The cases, each alone or with others."""

    @property
    def circuits(self) -> Circuits:
        """Several stations in a row."""

    @property
    def further(self) -> Further:
        """What learners do after a case."""

    @property
    def model(self) -> ChatModel | None:
        """The language model that is connected."""

    def sight(self, model: ChatModel | None) -> Sight:
        """Who may look at pictures."""


def case_routes(desk: CaseDesk, due: Callable[[Account], str] = lambda _: "") -> APIRouter:
    """Everything about cases that is a page, or that a page's script asks for.

    `due` is the part of the page Cases that tells what somebody has to do for their classes.
    """
    router = APIRouter(include_in_schema=False)
    _add_list(router, desk, due)
    _add_beginning(router, desk)
    _add_encounter(router, desk)
    _add_acting(router, desk)
    _add_debrief(router, desk)
    return router


def _add_list(router: APIRouter, desk: CaseDesk, due: Callable[[Account], str]) -> None:
    @router.get("/cases")
    def cases(who: Who, filters: Annotated[Filters, Query()]) -> Response:
        return _shown(who, lambda: cases_page(desk.bedside, who, filters, due(who)))

    @router.get("/cases/orders")
    def orders(of: EntryOf, typed: Annotated[str, Query(max_length=LONGEST_TYPED)]) -> dict[str, Any]:
        found = desk.bedside.house.entries.suggested(of, typed)
        return {"entries": [{"id": one.id, "name": headed(one.name)} for one in found]}

    @router.get("/circuit/{circuit}")
    def circuit(who: Who, circuit: str) -> Response:
        return _shown(who, lambda: circuit_page(desk.circuits.view(who, circuit), who))


def _add_beginning(router: APIRouter, desk: CaseDesk) -> None:
    @router.post("/cases/start")
    def start(who: Who, given: Annotated[Begun, Form()]) -> Response:
        return _led(who, lambda: path("encounter", desk.bedside.start(who, given.beginning()).encounter))

    @router.post("/cases/join")
    def join(who: Who, given: Annotated[Joined, Form()]) -> Response:
        role = given.wanted_role()
        return _led(who, lambda: path("encounter", desk.bedside.join(who, given.code, role).encounter))

    @router.post("/cases/circuit")
    def circle(who: Who, given: Annotated[Circling, Form()]) -> Response:
        return _led(who, lambda: path("circuit", desk.circuits.start(who, given.plan()).id))

    @router.post("/circuit/{circuit}/forget")
    def leave(who: Who, circuit: str) -> Response:
        def forgotten() -> str:
            desk.circuits.forget(who, circuit)
            return path("cases")

        return _led(who, forgotten)

    @router.post("/circuit/{circuit}/{number}")
    def enter(who: Who, circuit: str, number: int) -> Response:
        return _led(who, lambda: path("encounter", desk.circuits.enter(who, circuit, number).encounter))


def _add_encounter(router: APIRouter, desk: CaseDesk) -> None:
    @router.get("/encounter/{encounter}")
    def player(who: Who, encounter: str) -> Response:
        return _shown(who, lambda: player_page(desk.bedside.view(who, encounter), who))

    @router.get("/encounter/{encounter}/picture/{key}")
    def picture(who: Who, encounter: str, key: str) -> Response:
        found = picture_bytes(desk.bedside, who, encounter, key)
        if found is None:
            return Response(status_code=NOT_HERE)
        return Response(found.content, media_type=found.media_type, headers=PICTURE)

    @router.post("/encounter/{encounter}/forget")
    def forget(who: Who, encounter: str) -> dict[str, str]:
        desk.bedside.forget(who, encounter)
        return {"status": "forgotten"}


def _add_acting(router: APIRouter, desk: CaseDesk) -> None:
    @router.get("/encounter/{encounter}/state")
    def state(who: Who, encounter: str, seen: int) -> Response:
        try:
            view = desk.bedside.view(who, encounter)
        except NotYours as fault:
            return JSONResponse({"error": described(fault)}, NOT_HERE)
        return Response(status_code=UNCHANGED) if view.ordinal == seen else JSONResponse(message(view))

    @router.post("/encounter/{encounter}/act")
    def act(who: Who, encounter: str, action: Annotated[Action, Body()]) -> JSONResponse:
        try:
            return JSONResponse(message(desk.bedside.act(who, encounter, action)))
        except Overtaken as fault:
            now = message(desk.bedside.view(who, encounter))
            return JSONResponse({"error": described(fault), "state": now}, OVERTAKEN)


def _add_debrief(router: APIRouter, desk: CaseDesk) -> None:
    @router.get("/encounter/{encounter}/debrief")
    def debrief(who: Who, encounter: str) -> Response:
        return _shown(who, lambda: debrief_page(debriefed(desk.bedside, who, encounter, desk.further), who))

    @router.post("/encounter/{encounter}/opinion")
    def opinion(who: Who, encounter: str) -> Response:
        try:
            ask_second(desk.bedside, who, encounter)
        except ModelFault as fault:
            told = str(fault)
            return _shown(
                who, lambda: debrief_page(debriefed(desk.bedside, who, encounter, desk.further), who, told)
            )
        except PreceptorError as fault:
            return fault_page(who, fault, of="Cases")
        return RedirectResponse(f"{path('encounter', encounter, 'debrief')}#{PLACE}", 303)

    @router.post("/encounter/{encounter}/card")
    def card(who: Who, encounter: str, given: Annotated[CardKept, Form()]) -> Response:
        def kept() -> str:
            seen = Seen(desk.bedside.closed(who, encounter).bed.case, desk.bedside.debrief(who, encounter))
            desk.further.keep(who, seen, given.line, wording=given.wording())
            return f"{path('encounter', encounter, 'debrief')}#line-{quote(given.line)}"

        return _led(who, kept)

    @router.post("/encounter/{encounter}/look/{key}")
    def look(who: Who, encounter: str, key: str) -> Response:
        def page() -> str:
            sight = desk.sight(desk.model)
            found = look_in_case(desk.bedside, who, encounter, key=key, sight=sight)
            return look_page(who, desk.bedside.view(who, encounter), key, found)

        return _shown(who, page)

    @router.get("/encounter/{encounter}/opinion")
    def opinion_again(encounter: str) -> Response:
        return RedirectResponse(f"{path('encounter', encounter, 'debrief')}#{PLACE}", 303)

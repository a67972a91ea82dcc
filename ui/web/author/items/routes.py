"""The addresses of the pages of items. Roles are checked at each of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, Path, Query, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.image.intake.taken import MAX_PHOTO_BYTES
from assistant.references import Remembered, reason_against, resolver
from curricula.errors import Outdated
from curricula.items.bank import Bank
from curricula.items.lint.grounds import Resolve
from curricula.items.load import read_one, to_yaml
from curricula.items.types import Item
from curricula.pictures import MEDIA_TYPES
from curricula.versions import values_of
from retrieval.errors import PreceptorError
from ui.desk import LocalDesk
from ui.web.author.finding import Author, finding_routes
from ui.web.author.items.form_page import Begun, choosing_page, item_page, told_page
from ui.web.author.items.list_page import A_PAGE, Found, Sought, items_page
from ui.web.author.items.papers import KEPT, NAMES, blank, paper_of
from ui.web.author.items.retire_page import retire_page
from ui.web.author.items.saving import ItemForm, checked, picked, saved, sides_for
from ui.web.author.items.trying import Tried, try_part
from ui.web.author.merge import put_in_form, told_of, told_or_wrong
from ui.web.author.paper import paper_parts
from ui.web.author.saving import Unfinished, shown
from ui.web.cases.routes import PICTURE

NOT_HERE, OUTDATED, REFUSED = 404, 409, 422
LONGEST_TEXT = 200_000
NEWEST = "newest"
NUMBER = Path(pattern=rf"^(?:[0-9]{{1,9}}|{NEWEST})$")


def item_routes(desk: LocalDesk, now: Callable[[], datetime]) -> APIRouter:
    """Listing, writing, checking, trying and saving items."""
    router = APIRouter(include_in_schema=False)
    router.include_router(finding_routes(desk))
    _add_pages(router, desk)
    _add_saving(router, desk, now)
    _add_helping(router, desk)
    return router


def bank_of(desk: LocalDesk) -> Bank:
    """The items of the library."""
    return desk.quizzes.house.bank


def list_page(desk: LocalDesk, sought: Sought, who: Account, told: str = "") -> str:
    """The list as it was asked for."""
    bank = bank_of(desk)
    items = bank.listed(sought.wanted, skip=A_PAGE * (sought.page - 1), most=A_PAGE)
    topics = bank.names("topic")
    objectives = [(one.id, one.title) for one in values_of(desk.plans.objectives.listed())]
    return items_page(Found(items, bank.count(sought.wanted), topics, objectives), sought, who, told=told)


def _add_pages(router: APIRouter, desk: LocalDesk) -> None:
    @router.get("/author/items")
    def listed(who: Author, sought: Annotated[Sought, Query()]) -> Response:
        return HTMLResponse(list_page(desk, sought, who))

    @router.get("/author/items/new")
    def new(
        who: Author,
        type: str = "",  # noqa: A002 - the name in the address
        copy: str = "",
        objective: str = "",
    ) -> Response:
        if copy:
            return _page(lambda: _copied(bank_of(desk), copy, who), who)
        kind = next((one for one in NAMES if one == type), None)
        if kind is None:
            return HTMLResponse(choosing_page(who, objective or None))
        named = {"objectives": [objective]} if objective else {}
        return HTMLResponse(item_page(Begun(kind, blank(kind, who.name) | named), who))

    @router.get("/author/items/item/{item_id}")
    def change(who: Author, item_id: str) -> Response:
        return _page(lambda: _opened(bank_of(desk).item(item_id)), who)

    @router.get("/author/items/item/{item_id}/retire")
    def retire(who: Author, item_id: str) -> Response:
        try:
            return HTMLResponse(retire_page(bank_of(desk).item(item_id), uuid4().hex, who))
        except PreceptorError as fault:
            return HTMLResponse(told_page(str(fault), who), NOT_HERE)

    @router.get("/author/items/item/{item_id}/picture/{version}/{file}")
    def picture(_: Author, item_id: str, version: Annotated[str, NUMBER], file: str) -> Response:
        bank = bank_of(desk)
        number = int(version) if version != NEWEST else _newest(bank, item_id)
        body = bank.picture(item_id, number, file)
        kind = MEDIA_TYPES.get("." + file.rsplit(".", 1)[-1].lower())
        if body is None or kind is None:
            return Response(status_code=NOT_HERE)
        return Response(body, media_type=kind, headers=PICTURE)


def _add_saving(router: APIRouter, desk: LocalDesk, now: Callable[[], datetime]) -> None:
    @router.post("/author/items/check")
    def check(_: Author, form: Annotated[ItemForm, Body()]) -> JSONResponse:
        return told_or_wrong(lambda: {"remarks": shown(checked(form, resolve=_reasons(desk))[1])})

    @router.post("/author/items/save")
    def save(who: Author, form: Annotated[ItemForm, Body()]) -> JSONResponse:
        bank = bank_of(desk)
        try:
            item = saved(form, bank, at=now(), by=who.user_id)
        except Unfinished as fault:
            return JSONResponse(
                {"error": "The item cannot be saved as it is.", "remarks": shown(fault.remarks)}, REFUSED
            )
        except Outdated:
            return told_or_wrong(lambda: told_of(sides_for(form, bank, who.user_id)), OUTDATED)
        except PreceptorError as fault:
            return JSONResponse({"error": str(fault)}, REFUSED)
        return JSONResponse({"id": item.id, "version": item.version, "status": item.status})

    @router.post("/author/items/merge")
    def put_together(who: Author, form: Annotated[ItemForm, Body()]) -> JSONResponse:
        def told() -> dict[str, Any]:
            return put_in_form(paper_of(form.kind), sides_for(form, bank_of(desk), who.user_id), form.chosen)

        return told_or_wrong(told)


def _add_helping(router: APIRouter, desk: LocalDesk) -> None:
    @router.post("/author/items/picture")
    def take(_: Author, file: UploadFile) -> Response:
        try:
            one = picked(file.file.read(MAX_PHOTO_BYTES + 1), file.filename or "picture")
        except PreceptorError as fault:
            return JSONResponse({"error": str(fault)}, REFUSED)
        return Response(one.body, media_type="image/png", headers={"x-name": one.name})

    @router.post("/author/items/try")
    def attempt(_: Author, given: Annotated[Tried, Body()]) -> JSONResponse:
        def told() -> dict[str, Any]:
            item, remarks = checked(given)
            if item is None:
                return {"remarks": shown(remarks)}
            return {"html": try_part(item, given, resolver(Remembered(desk.library.store)))}

        return told_or_wrong(told)

    @router.post("/author/items/yaml")
    def written(_: Author, form: Annotated[ItemForm, Body()]) -> JSONResponse:
        def told() -> dict[str, Any]:
            item, remarks = checked(form)
            return {"remarks": shown(remarks)} if item is None else {"text": to_yaml(item)}

        return told_or_wrong(told)

    @router.post("/author/items/read")
    def read(_: Author, text: Annotated[str, Body(max_length=LONGEST_TEXT, embed=True)]) -> JSONResponse:
        def told() -> dict[str, Any]:
            item, remarks = read_one(text)
            if item is None:
                return {"remarks": shown(remarks)}
            return {"parts": paper_parts(paper_of(item.type), _values(item)), "type": item.type}

        return told_or_wrong(told)


def _reasons(desk: LocalDesk) -> Resolve:
    return reason_against(desk.library.store)


def _values(item: Item) -> dict[str, Any]:
    """What stands in the form of an item, its version besides."""
    return item.model_dump(mode="json")


def _newest(bank: Bank, item_id: str) -> int:
    """The number of the newest version, 0 where there is none."""
    return next((one.version for one in bank.versions(item_id)), 0)


def _opened(item: Item) -> Begun:
    return Begun(item.type, _values(item), item.version)


def _copied(bank: Bank, item_id: str, who: Account) -> Begun:
    """A new item that begins as this one is, under an id that is free."""
    item = bank.item(item_id)
    names = [f"{item_id[:90]}-copy", *(f"{item_id[:90]}-copy{number}" for number in range(2, 1000))]
    free = next(name for name in names if not bank.versions(name))
    values = {name: one for name, one in _values(item).items() if name not in KEPT}
    return Begun(item.type, values | {"id": free, "author": who.name}, copied=item_id)


def _page(begun: Callable[[], Begun], who: Account) -> Response:
    try:
        return HTMLResponse(item_page(begun(), who))
    except PreceptorError as fault:
        return HTMLResponse(told_page(str(fault), who), NOT_HERE)

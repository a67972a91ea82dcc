"""The addresses at which files of items are taken in and handed on."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from curricula.formats.records import MAX_BYTES
from retrieval.errors import PreceptorError
from ui.desk import LocalDesk
from ui.web.author.finding import Author
from ui.web.author.items.exchange import File, format_of, handed_on, taken_in
from ui.web.author.items.exchange_page import import_page, losses_page
from ui.web.author.items.list_page import Sought
from ui.web.author.items.routes import bank_of, list_page

REFUSED = 422


class Asked(Sought):
    """Items to be handed on: the chosen ones, or all of the search; `sure`: whatever cannot be carried."""

    id: tuple[str, ...] = ()
    form: str = ""
    sure: str = ""


def exchange_routes(desk: LocalDesk, now: Callable[[], datetime]) -> APIRouter:
    """Taking in and handing on."""
    router = APIRouter(include_in_schema=False)

    @router.get("/author/items/import")
    def choose(who: Author) -> Response:
        return HTMLResponse(import_page(who))

    @router.post("/author/items/import")
    def take(who: Author, file: UploadFile, form: Annotated[str, Form(max_length=20)] = "") -> Response:
        name = file.filename or "the file"
        try:
            given = File(name, file.file.read(MAX_BYTES + 1))
            taken = taken_in(bank_of(desk), given, format_of(name, form), at=now(), by=who.user_id)
        except PreceptorError as fault:
            return HTMLResponse(import_page(who, told=str(fault)), REFUSED)
        return HTMLResponse(import_page(who, taken=taken))

    @router.post("/author/items/export")
    def hand_on(who: Author, asked: Annotated[Asked, Form()]) -> Response:
        try:
            file = handed_on(bank_of(desk), asked.wanted, asked.form, asked.id)
        except PreceptorError as fault:
            return HTMLResponse(list_page(desk, asked, who, told=str(fault)), REFUSED)
        if file.lost and not asked.sure:
            again = asked.model_dump(exclude={"page", "sure"}, exclude_defaults=True)
            return HTMLResponse(losses_page(file.lost, again, who))
        named = {"content-disposition": f'attachment; filename="{file.name}"'}
        return Response(file.data, media_type="application/octet-stream", headers=named)

    return router

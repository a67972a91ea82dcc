"""The addresses of the pages about images, and of marks as pages ask for them."""

import io
from collections.abc import Callable
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from assistant.accounts import Account
from assistant.image.intake import shown
from assistant.image.marks.marking import own_picture
from assistant.image.marks.places import of_case, of_item
from assistant.image.types import KeptImage
from curricula.cases.pictures import images
from curricula.pictures import MEDIA_TYPES
from retrieval.errors import PreceptorError
from ui.api.image_marks import add_experts, add_marks, met, of_a_case, of_an_item, on_shelf, sat
from ui.api.images import HEADERS, add_frames
from ui.rooms import Rooms
from ui.web.faults import fault_page
from ui.web.images.image_page import MOST_BESIDE, image_page
from ui.web.images.shared_page import SharedPicture, shared_page, shared_picture_page, shared_pictures
from ui.web.images.shelf_page import images_page
from ui.web.people import account_of

SMALL = 240
NOT_ALLOWED = 403
Who = Annotated[Account, Depends(account_of)]


def image_routes(desk: Rooms) -> APIRouter:
    """Everything about images that is a page, or that a page's script asks for."""
    router = APIRouter(include_in_schema=False)
    _add_own(router, desk)
    _add_looking(router, desk)
    _add_shared(router, desk)
    add_frames(router, "/image", desk, account_of)
    add_marks(router, "/image/{image}/marks", desk, account_of, on_shelf(desk, account_of))
    add_marks(
        router, "/sitting/{sitting}/picture/{place}/{file}/marks", desk, account_of, sat(desk, account_of)
    )
    add_marks(router, "/encounter/{encounter}/picture/{key}/marks", desk, account_of, met(desk, account_of))
    shared = "/images/shared/{kind}/{{{kind}}}/{{version}}/{{file}}/marks"
    add_experts(router, shared.format(kind="item"), desk, _editor, of_an_item(desk))
    add_experts(router, shared.format(kind="case"), desk, _editor, of_a_case(desk))
    return router


def _editor(request: Request) -> Account:
    who = account_of(request)
    if not who.may_edit_library:
        raise HTTPException(NOT_ALLOWED, "Only educators and owners may mark pictures for everybody.")
    return who


Editor = Annotated[Account, Depends(_editor)]


def _add_own(router: APIRouter, desk: Rooms) -> None:
    @router.get("/images")
    def shelf(who: Who) -> HTMLResponse:
        return _page(who, lambda: images_page(desk.images.of(who.user_id), who))

    @router.get("/image/{image}")
    def one(
        image: str, who: Who, beside: Annotated[tuple[str, ...], Query(alias="with")] = (), frame: int = 0
    ) -> HTMLResponse:
        def page() -> str:
            wanted = dict.fromkeys((image, *beside))
            found = [desk.images.info(who.user_id, name) for name in wanted]
            return image_page(found[:MOST_BESIDE], desk.images.of(who.user_id), who, frame=frame)

        return _page(who, page)

    @router.post("/image/{image}/remove")
    def remove(image: str, who: Who) -> Response:
        try:
            desk.images.remove(who.user_id, image)
        except PreceptorError as fault:
            return fault_page(who, fault, of="Images")
        desk.marking.marks.forget(own_picture(image).key, who.user_id)
        return RedirectResponse("/images", 303)


def _add_looking(router: APIRouter, desk: Rooms) -> None:
    @router.get("/image/{image}/small.png")
    def small(image: str, who: Who) -> Response:
        kept = desk.images.info(who.user_id, image)
        return Response(
            _small(kept, desk.images.body(who.user_id, image)), media_type="image/png", headers=HEADERS
        )


def _add_shared(router: APIRouter, desk: Rooms) -> None:
    @router.get("/images/shared")
    def listed(who: Editor) -> HTMLResponse:
        bank, shelf = desk.quizzes.house.bank, desk.bedside.house.shelf
        return _page(who, lambda: shared_page(shared_pictures(bank, shelf), who))

    @router.get("/images/shared/{kind}/{of}/{version}/{file}/picture")
    def picture(kind: str, of: str, version: int, file: str, _who: Editor) -> Response:
        media_type = MEDIA_TYPES.get(PurePath(file).suffix.lower(), "application/octet-stream")
        return Response(_bytes(desk, kind, of, version, file), media_type=media_type, headers=HEADERS)

    @router.get("/images/shared/{kind}/{of}/{version}/{file}")
    def marked(kind: str, of: str, version: int, file: str, who: Editor) -> HTMLResponse:
        def page() -> str:
            return shared_picture_page(_shared(desk, kind, of, version, file), who)

        return _page(who, page)


def _bytes(desk: Rooms, kind: str, of: str, version: int, file: str) -> bytes:
    if kind == "item":
        return of_item(desk.quizzes.house.bank, of, version, file)[1]
    return of_case(desk.bedside.house.shelf, of, version, file)[1]


def _shared(desk: Rooms, kind: str, of: str, version: int, file: str) -> SharedPicture:
    """That picture with the words of its item or case; NotYours where there is none."""
    _bytes(desk, kind, of, version, file)
    if kind == "item":
        item = desk.quizzes.house.bank.item(of, version)
        alt = next((one.alt for one in item.pictures if one.file == file), file)
        return SharedPicture(kind, of, version, file, item.title, alt)
    case = desk.bedside.house.shelf.case(of, version)
    alt = next((image.alt for _, image in images(case) if image.file == file), file)
    return SharedPicture(kind, of, version, file, case.title, alt)


def _small(kept: KeptImage, body: bytes) -> bytes:
    """The middle frame, at most SMALL pixels wide and high, as PNG."""
    from PIL import Image

    image = Image.open(io.BytesIO(shown(body, kept.info.media_type, kept.info.frames // 2)), formats=["PNG"])
    image.thumbnail((SMALL, SMALL))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _page(who: Account, page: Callable[[], str]) -> HTMLResponse:
    try:
        return HTMLResponse(page(), headers={"cache-control": "no-store"})
    except PreceptorError as fault:
        return fault_page(who, fault, of="Images")

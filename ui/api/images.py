"""Images over HTTP, each person their own."""

import gzip
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, UploadFile

from assistant.accounts import Account
from assistant.image.intake import shown, take, values
from assistant.image.intake.covering import Places, Search, covered, reader, text_in
from assistant.image.intake.taken import MAX_DICOM_BYTES
from assistant.image.marks.marking import own_picture
from assistant.image.types import KeptImage, Window
from retrieval.errors import WrongUse
from ui.api.cases import SHOWN_ALONE
from ui.api.parts import Api
from ui.rooms import Rooms

# An intake may need gigabytes for a moment; more than this many at once wait for each other.
AT_ONCE = 2
HEADERS = {**SHOWN_ALONE, "cache-control": "private, max-age=3600", "x-content-type-options": "nosniff"}
GZIP_EFFORT = 3


def add_images(router: APIRouter, api: Api) -> None:
    """Adds bringing images, looking at them, and removing them."""
    _add_shelf(router, api)
    add_frames(router, "/api/images", api.desk, api.door.beholder)
    _add_covering(router, api)


def _add_shelf(router: APIRouter, api: Api) -> None:
    turns = BoundedSemaphore(AT_ONCE)

    @router.post("/api/images")
    def bring(file: UploadFile, who: Annotated[Account, Depends(api.door.account)]) -> KeptImage:
        data = file.file.read(MAX_DICOM_BYTES + 1)
        with turns:
            taken = take(data, file.filename or "")
        return api.desk.images.keep(who.user_id, taken, api.now())

    @router.get("/api/images")
    def images(who: Annotated[Account, Depends(api.door.account)]) -> dict[str, list[KeptImage]]:
        return {"images": api.desk.images.of(who.user_id)}

    @router.get("/api/images/{image}")
    def image(image: str, who: Annotated[Account, Depends(api.door.account)]) -> KeptImage:
        return api.desk.images.info(who.user_id, image)

    @router.delete("/api/images/{image}")
    def remove(image: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.images.remove(who.user_id, image)
        api.desk.marking.marks.forget(own_picture(image).key, who.user_id)
        return {"status": "removed"}


def add_frames(router: APIRouter, base: str, desk: Rooms, account: Callable[[Request], Account]) -> None:
    """Adds pictures and grey values of the frames of one's own images, below base/ID."""

    @router.get(f"{base}/{{image}}/frame/{{frame}}.png")
    def picture(
        image: str,
        frame: int,
        who: Annotated[Account, Depends(account)],
        window: Annotated[Window | None, Depends(asked_window)],
        invert: bool = False,
    ) -> Response:
        kept = desk.images.info(who.user_id, image)
        body = desk.images.body(who.user_id, image)
        drawn = shown(body, kept.info.media_type, frame, window=window, invert=invert)
        return Response(drawn, media_type="image/png", headers=HEADERS)

    @router.get(f"{base}/{{image}}/frame/{{frame}}.values")
    def grey_values(
        image: str, frame: int, request: Request, who: Annotated[Account, Depends(account)]
    ) -> Response:
        kept = desk.images.info(who.user_id, image)
        found = values(desk.images.body(who.user_id, image), kept.info.media_type, frame)
        told = {
            "x-values-type": found.kind,
            "x-values-width": str(found.width),
            "x-values-height": str(found.height),
            "x-values-slope": repr(found.slope),
            "x-values-intercept": repr(found.intercept),
            "x-values-window": "{!r} {!r}".format(*found.window) if found.window else "",
            "x-values-function": found.function,
            "x-values-inverted": "1" if found.inverted else "0",
            "vary": "accept-encoding",
        }
        data = found.data
        if "gzip" in request.headers.get("accept-encoding", ""):
            data, told["content-encoding"] = gzip.compress(data, GZIP_EFFORT, mtime=0), "gzip"
        return Response(data, media_type="application/octet-stream", headers={**HEADERS, **told})


def _add_covering(router: APIRouter, api: Api) -> None:
    # Its models take seconds to load.
    looking = cache(reader)

    @router.get("/api/images/{image}/frame/{frame}/text")
    def text(image: str, frame: int, who: Annotated[Account, Depends(api.door.account)]) -> Search:
        kept = api.desk.images.info(who.user_id, image)
        body = api.desk.images.body(who.user_id, image)
        return text_in(body, kept.info.media_type, frame, look=looking())

    @router.post("/api/images/{image}/cover")
    def cover(image: str, given: Places, who: Annotated[Account, Depends(api.door.account)]) -> KeptImage:
        kept = api.desk.images.info(who.user_id, image)
        made = covered(kept.info, api.desk.images.body(who.user_id, image), given.places)
        return api.desk.images.replace(who.user_id, image, made, api.now())


def asked_window(
    centre: Annotated[float | None, Query(allow_inf_nan=False)] = None,
    width: Annotated[float | None, Query(gt=0, allow_inf_nan=False)] = None,
) -> Window | None:
    """The window of a request, None where it names none. WrongUse for half of one."""
    if (centre is None) != (width is None):
        raise WrongUse("A window has a centre and a width.", "Give both, or neither.")
    if centre is None or width is None:
        return None
    return Window(name="asked", centre=centre, width=width)

"""Figures over HTTP: found by words or by a picture, and their pictures."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response

from retrieval import types
from retrieval.errors import PreceptorError, WrongUse
from ui.api.ask import checked
from ui.api.cases import SHOWN_ALONE
from ui.api.faults import NotHere
from ui.api.parts import Api
from ui.figures import FigureResult

MOST, LARGEST = 50, 20 * 1024 * 1024
Sent = Annotated[bytes, Body(media_type="application/octet-stream")]
Count = Annotated[int, Query(ge=1, le=MOST)]


def add_figures(router: APIRouter, api: Api) -> None:
    """Adds the search for figures."""

    @router.get("/api/figures", dependencies=[Depends(api.door.account)])
    def found(q: str, k: Count = 10, superseded: bool = False) -> FigureResult:
        query = types.Query(text=q, filters=types.Filters(superseded=superseded))
        return api.desk.figures(checked(query), k)

    @router.post("/api/figures", dependencies=[Depends(api.door.account)])
    def similar(picture: Sent, k: Count = 10) -> FigureResult:
        if len(picture) > LARGEST:
            raise WrongUse("The picture is larger than 20 MB.", "Save it smaller.")
        return api.desk.similar_figures(picture, k)

    @router.get("/api/figures/{figure}.png", dependencies=[Depends(api.door.account)])
    def shown(figure: str, width: Annotated[int, Query(ge=50, le=2400)] = 800) -> Response:
        try:
            png = api.desk.library.figures.png(figure, width)
        except PreceptorError as fault:
            raise NotHere(str(fault.args[0]), fault.next_step) from None
        headers = {**SHOWN_ALONE, "cache-control": "private, max-age=3600"}
        return Response(png, media_type="image/png", headers=headers)

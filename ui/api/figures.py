"""Figures over HTTP: found by words or by a picture, and their pictures."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response

from assistant.accounts import Account
from retrieval import types
from retrieval.errors import PreceptorError
from retrieval.figures.types import FigureCounts
from ui.api.ask import checked
from ui.api.cases import SHOWN_ALONE
from ui.api.faults import NotHere
from ui.api.parts import Api
from ui.figures import FigureResult, checked_picture

MOST = 50
Sent = Annotated[bytes, Body(media_type="application/octet-stream")]
Count = Annotated[int, Query(ge=1, le=MOST)]


def add_figures(router: APIRouter, api: Api) -> None:
    """Adds the search for figures."""

    @router.get("/api/figures")
    def found(
        who: Annotated[Account, Depends(api.door.account)], q: str, k: Count = 10, superseded: bool = False
    ) -> FigureResult:
        query = types.Query(text=q, filters=types.Filters(superseded=superseded))
        return api.desk.figures(checked(query), k, who=who.user_id)

    @router.post("/api/figures")
    def similar(
        who: Annotated[Account, Depends(api.door.account)], picture: Sent, k: Count = 10
    ) -> FigureResult:
        return api.desk.similar_figures(checked_picture(picture), k, who=who.user_id)

    @router.get("/api/library/figures", dependencies=[Depends(api.door.account)])
    def counted() -> FigureCounts:
        return api.desk.figure_counts()

    @router.post("/api/library/figures", dependencies=[Depends(api.door.same_machine)])
    def read_older() -> FigureCounts:
        return api.desk.figure_counts(read=True)

    @router.get("/api/figures/{figure}.png")
    def shown(
        who: Annotated[Account, Depends(api.door.beholder)],
        figure: str,
        width: Annotated[int, Query(ge=50, le=2400)] = 800,
    ) -> Response:
        api.desk.checked_open(who.user_id, "Sources are")
        try:
            png = api.desk.library.figures.png(figure, width)
        except PreceptorError as fault:
            raise NotHere(str(fault.args[0]), fault.next_step) from None
        headers = {**SHOWN_ALONE, "cache-control": "private, max-age=3600"}
        return Response(png, media_type="image/png", headers=headers)

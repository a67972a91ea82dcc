"""The addresses of statistics, for educators only."""

from typing import Annotated, Protocol

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator
from starlette.responses import Response

from assistant.accounts import Account
from assistant.statistics.groups import Groups
from assistant.statistics.house import MOST_SHOWN, Asked, Statistics
from assistant.statistics.table import csv_of
from assistant.statistics.types import Flag
from retrieval.errors import WrongUse
from ui.web.author.drafts import NOT_HERE, Educator
from ui.web.author.statistics_groups import Chosen
from ui.web.author.statistics_item import item_page
from ui.web.author.statistics_page import statistics_page

ClassId = Annotated[str, Query(max_length=64)]


class View(Asked):
    """What the page's form asks for, and which page of it; an empty choice is none."""

    flag: Annotated[Flag | None, BeforeValidator(lambda given: given or None)] = None
    page: int = 1

    @property
    def asked(self) -> Asked:
        """Which items, and in which order."""
        return Asked.model_validate(self.model_dump(exclude={"page"}))


class StatisticsDesk(Protocol):
    """Where statistics are."""

    @property
    def statistics(self) -> Statistics:
        """Those of the library."""

    @property
    def groups(self) -> Groups:
        """Its classes, as groups to be compared."""


def statistics_routes(desk: StatisticsDesk) -> APIRouter:
    """The table, the same for spreadsheets, and the page of one item."""
    router = APIRouter(include_in_schema=False)

    @router.get("/author/statistics")
    def table(who: Educator, view: Annotated[View, Query()]) -> Response:
        page = max(1, view.page)
        found = desk.statistics.listed(view.asked, skip=(page - 1) * MOST_SHOWN)
        return HTMLResponse(statistics_page(found, view.asked, page, desk.statistics.exams(), who))

    @router.get("/author/statistics/csv")
    def as_csv(_: Educator, view: Annotated[View, Query()]) -> Response:
        found = desk.statistics.listed(view.asked, most=None)
        headers = {"content-disposition": 'attachment; filename="items.csv"'}
        return Response(csv_of(found.items), media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/author/statistics/item/{item}")
    def one(who: Educator, item: str, reference: ClassId = "", focal: ClassId = "") -> Response:
        try:
            found = desk.statistics.item(item)
        except WrongUse as fault:
            raise HTTPException(NOT_HERE, str(fault)) from fault
        return HTMLResponse(item_page(found, who, _chosen(desk.groups, who, item, reference, focal)))

    return router


def _chosen(groups: Groups, who: Account, item: str, reference: str, focal: str) -> Chosen:
    classes = groups.large_enough(who)
    if not (reference and focal):
        return Chosen(classes)
    try:
        found = groups.compared(who, item, reference=reference, focal=focal)
    except WrongUse as fault:
        return Chosen(classes, reference, focal, problem=str(fault))
    return Chosen(classes, reference, focal, found)

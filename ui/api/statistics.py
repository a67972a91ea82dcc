"""What attempts tell about items and exams, over HTTP, for educators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assistant.accounts import Account
from assistant.statistics.groups import Comparison
from assistant.statistics.house import MOST_SHOWN, Asked, Listing
from assistant.statistics.types import ExamStatistics, ItemDetail
from ui.api.parts import Api


def add_statistics(router: APIRouter, api: Api) -> None:
    """Adds the statistics of items, of one item, and of exams."""

    @router.get("/api/statistics/items", dependencies=[Depends(api.door.editor)])
    def items(
        asked: Annotated[Asked, Query()],
        skip: Annotated[int, Query(ge=0)] = 0,
        most: Annotated[int, Query(ge=1, le=10_000)] = MOST_SHOWN,
    ) -> Listing:
        return api.desk.statistics.listed(asked, skip=skip, most=most)

    @router.get("/api/statistics/items/{item}", dependencies=[Depends(api.door.editor)])
    def item(item: str) -> ItemDetail:
        return api.desk.statistics.item(item)

    @router.get("/api/statistics/items/{item}/groups")
    def groups(
        item: str, reference: str, focal: str, who: Annotated[Account, Depends(api.door.editor)]
    ) -> Comparison:
        return api.desk.groups.compared(who, item, reference=reference, focal=focal)

    @router.get("/api/statistics/exams", dependencies=[Depends(api.door.editor)])
    def exams() -> dict[str, list[ExamStatistics]]:
        return {"exams": api.desk.statistics.exams()}

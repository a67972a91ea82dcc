"""Answering items over HTTP, each person their own sittings."""

from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from assistant.accounts import Account
from assistant.image.types import ReadOpinion
from assistant.quiz.sitting.actions import Action, Beginning
from assistant.quiz.sitting.listing import Offers, Standing, offers, standings
from assistant.quiz.sitting.second import ask_second
from assistant.quiz.view import ShownItem, View
from curricula.pictures import MEDIA_TYPES
from ui.api.cases import SHOWN_ALONE
from ui.api.faults import NotHere
from ui.api.parts import Api

Place = Annotated[int | None, Query(ge=0)]


def add_quiz(router: APIRouter, api: Api) -> None:
    """Adds what can be practised, and sittings."""
    _add_sitting(router, api)
    _add_looking(router, api)


def _add_sitting(router: APIRouter, api: Api) -> None:
    @router.get("/api/quiz/offers")
    def practice(who: Annotated[Account, Depends(api.door.account)]) -> Offers:
        return offers(api.desk.quizzes, who)

    @router.get("/api/quiz/sittings")
    def sittings(who: Annotated[Account, Depends(api.door.account)]) -> dict[str, list[Standing]]:
        return {"sittings": standings(api.desk.quizzes, who)}

    @router.post("/api/quiz/sittings")
    def start(given: Beginning, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.quizzes.start(who, given)

    @router.post("/api/quiz/sittings/{sitting}/events")
    def act(sitting: str, action: Action, who: Annotated[Account, Depends(api.door.account)]) -> View:
        return api.desk.quizzes.act(who, sitting, action)

    @router.delete("/api/quiz/sittings/{sitting}")
    def forget(sitting: str, who: Annotated[Account, Depends(api.door.account)]) -> dict[str, str]:
        api.desk.quizzes.forget(who, sitting)
        return {"status": "forgotten"}


def _add_looking(router: APIRouter, api: Api) -> None:
    @router.get("/api/quiz/sittings/{sitting}")
    def view(sitting: str, who: Annotated[Account, Depends(api.door.account)], place: Place = None) -> View:
        return api.desk.quizzes.view(who, sitting, place)

    @router.get("/api/quiz/sittings/{sitting}/answers")
    def answers(
        sitting: str, who: Annotated[Account, Depends(api.door.account)]
    ) -> dict[str, list[ShownItem]]:
        return {"items": api.desk.quizzes.answers(who, sitting)}

    @router.post("/api/quiz/sittings/{sitting}/opinions/{place}")
    def ask_opinion(
        sitting: str, place: int, who: Annotated[Account, Depends(api.door.account)]
    ) -> ReadOpinion:
        return ask_second(api.desk.quizzes, who, sitting, place)

    @router.get("/api/quiz/sittings/{sitting}/pictures/{place}/{file}")
    def picture(
        sitting: str, place: int, file: str, who: Annotated[Account, Depends(api.door.beholder)]
    ) -> Response:
        found = api.desk.quizzes.picture(who, sitting, place, file)
        media_type = MEDIA_TYPES.get(PurePath(file).suffix.lower())
        if found is None or media_type is None:
            raise NotHere("There is no such picture to be seen.", "Go to its item, and load the page again.")
        return Response(found, media_type=media_type, headers=SHOWN_ALONE)

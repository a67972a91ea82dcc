"""Marks on pictures over HTTP: of a sitting, an encounter and one's own shelf; the expert's for educators."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from assistant.accounts import Account
from assistant.image.marks.keeping import KeptLayer
from assistant.image.marks.marking import Beheld, Marked, Pictured, own_picture
from assistant.image.marks.places import in_encounter, in_sitting, of_case, of_item
from assistant.image.types import Layer
from retrieval.types import Value
from ui.api.parts import Api
from ui.rooms import Rooms

Who = Callable[[Request], Account]


class Saving(Value):
    """A layer to keep, and the version that it was drawn on: 0 where there was none."""

    layer: Layer
    version: int = Field(ge=0)


def add_image_marks(router: APIRouter, api: Api) -> None:
    """Adds marks under the address of each picture that can be marked."""
    desk, learner, editor = api.desk, api.door.account, api.door.editor
    add_marks(router, "/api/images/{image}/marks", desk, learner, on_shelf(desk, learner))
    sitting = "/api/quiz/sittings/{sitting}/pictures/{place}/{file}/marks"
    add_marks(router, sitting, desk, learner, sat(desk, learner))
    add_marks(router, "/api/encounters/{encounter}/pictures/{key}/marks", desk, learner, met(desk, learner))
    add_experts(router, "/api/items/{item}/{version}/pictures/{file}/marks", desk, editor, of_an_item(desk))
    add_experts(router, "/api/cases/{case}/{version}/pictures/{file}/marks", desk, editor, of_a_case(desk))


def add_marks(
    router: APIRouter, address: str, desk: Rooms, account: Who, find: Callable[..., Pictured]
) -> None:
    """Adds a learner's marks at that address; `find` takes its parts and gives the picture."""

    @router.get(address)
    def marks(
        picture: Annotated[Pictured, Depends(find)], who: Annotated[Account, Depends(account)]
    ) -> Marked:
        return desk.marking.learner(who, picture)

    @router.put(address)
    def keep(
        picture: Annotated[Pictured, Depends(find)],
        who: Annotated[Account, Depends(account)],
        given: Saving,
    ) -> KeptLayer:
        return desk.marking.save(who, picture, given.layer, after=given.version)

    @router.get(f"{address}/comparison")
    def comparison(
        picture: Annotated[Pictured, Depends(find)], who: Annotated[Account, Depends(account)]
    ) -> Beheld:
        return desk.marking.compared(who, picture)


def add_experts(
    router: APIRouter, address: str, desk: Rooms, account: Who, find: Callable[..., Pictured]
) -> None:
    """Adds the expert's marks of a shared picture at that address; `account` lets only educators pass."""

    @router.get(address, dependencies=[Depends(account)])
    def marks(picture: Annotated[Pictured, Depends(find)]) -> Marked:
        return desk.marking.author(picture)

    @router.put(address, dependencies=[Depends(account)])
    def keep(
        picture: Annotated[Pictured, Depends(find)],
        who: Annotated[Account, Depends(account)],
        given: Saving,
    ) -> KeptLayer:
        return desk.marking.publish(who, picture, given.layer, after=given.version)


def sat(desk: Rooms, account: Who) -> Callable[..., Pictured]:
    """Finds a picture of one's own sitting."""

    def find(sitting: str, place: int, file: str, who: Annotated[Account, Depends(account)]) -> Pictured:
        return in_sitting(desk.quizzes, who, sitting, place, file)

    return find


def met(desk: Rooms, account: Who) -> Callable[..., Pictured]:
    """Finds a picture of an encounter that one is in."""

    def find(encounter: str, key: str, who: Annotated[Account, Depends(account)]) -> Pictured:
        return in_encounter(desk.bedside, who, encounter, key)

    return find


def of_an_item(desk: Rooms) -> Callable[..., Pictured]:
    """Finds a picture of an item."""

    def find(item: str, version: int, file: str) -> Pictured:
        return of_item(desk.quizzes.house.bank, item, version, file)[0]

    return find


def of_a_case(desk: Rooms) -> Callable[..., Pictured]:
    """Finds a picture of a case."""

    def find(case: str, version: int, file: str) -> Pictured:
        return of_case(desk.bedside.house.shelf, case, version, file)[0]

    return find


def on_shelf(desk: Rooms, account: Who) -> Callable[..., Pictured]:
    """Finds an image on one's own shelf."""

    def find(image: str, who: Annotated[Account, Depends(account)]) -> Pictured:
        return own_picture(desk.images.info(who.user_id, image).info.id)

    return find

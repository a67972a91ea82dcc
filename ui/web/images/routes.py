"""The addresses of marks as pages ask for them; programs have their own below /api."""

from fastapi import APIRouter

from ui.api.image_marks import add_marks, met, sat
from ui.rooms import Rooms
from ui.web.people import account_of


def mark_routes(desk: Rooms) -> APIRouter:
    """Marks below the address of each picture that a page shows."""
    router = APIRouter(include_in_schema=False)
    add_marks(
        router, "/sitting/{sitting}/picture/{place}/{file}/marks", desk, account_of, sat(desk, account_of)
    )
    add_marks(router, "/encounter/{encounter}/picture/{key}/marks", desk, account_of, met(desk, account_of))
    return router

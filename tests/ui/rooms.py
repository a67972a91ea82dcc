"""A room for conversations, and conversations in it to their end."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime
from itertools import count

from assistant.answer.write import House
from assistant.ports import ChatModel
from assistant.record import Record, Turn
from retrieval.library import Library
from tests.ui.people import NOON
from ui.api.streaming import Askers
from ui.desk import LocalDesk
from ui.web.running import Answers
from ui.web.session import Conversation, How, Room, answered, asking


def make_room(
    library: Library,
    *,
    now: Callable[[], datetime] = lambda: NOON,
    country: str | None = None,
    model: ChatModel | None = None,
    ids: str = "id",
) -> Room:
    """A room with ids counted from 1, behind `ids`."""
    numbers = count(1)
    desk = LocalDesk(library, House(country=country), model=model)
    return Room(desk, Record(library.store.engine), Askers(), Answers(), now, lambda: f"{ids}{next(numbers)}")


def talk(room: Room, text: str, how: How, *, user_id: str, session_id: str) -> Conversation:
    """The conversation when the question is answered."""
    return finish(room, asking(room, text, user_id=user_id, session_id=session_id), how)[-1]


def finish(room: Room, turn: Turn, how: How) -> list[Conversation]:
    """Every state of the conversation until the turn is answered."""
    return asyncio.run(_states(room, turn, how))


async def _states(room: Room, turn: Turn, how: How) -> list[Conversation]:
    async with aclosing(answered(room, turn, how)) as states:
        return [state async for state in states if state is not None]

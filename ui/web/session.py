"""One person's conversation: asking, keeping the turn, and finding it again."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from assistant.answer import answer
from assistant.record import Record, Turn
from retrieval.library import Library
from retrieval.types import Filters
from ui.asking import asked

# A follow-up leans on the last few questions; older ones only blur it.
REMEMBERED_QUESTIONS = 5


class Desk(NamedTuple):
    """What asking needs. `now` and `new_id` are given, so that a test can fix them."""

    library: Library
    record: Record
    now: Callable[[], datetime]
    new_id: Callable[[], str]


def ask(desk: Desk, text: str, filters: Filters, *, user_id: str, session_id: str) -> list[Turn]:
    """The session's turns with the new one last; it is kept."""
    before = desk.record.session(user_id, session_id)
    history = [turn.question for turn in before[-REMEMBERED_QUESTIONS:]]
    query = asked(text, filters=filters, history=history)
    turn = Turn(
        turn_id=desk.new_id(),
        user_id=user_id,
        session_id=session_id,
        question=query.text,
        asked_at=desk.now(),
        answer=answer(desk.library, query),
    )
    desk.record.keep(turn)
    return [*before, turn]


def resume(desk: Desk, user_id: str) -> tuple[str, list[Turn]]:
    """The session in which the person asked last, with its turns; a new one if there is none."""
    session_id = desk.record.latest_session(user_id)
    if session_id is None:
        return desk.new_id(), []
    return session_id, desk.record.session(user_id, session_id)

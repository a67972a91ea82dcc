"""One person's conversation: asking, keeping the turn, and finding it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.answer import answer
from assistant.record import Asked, Record, Turn
from retrieval.library import Library
from retrieval.types import Filters
from ui.asking import asked

# A follow-up leans on the last few questions; older ones only blur it.
REMEMBERED_QUESTIONS = 5


class Room(NamedTuple):
    """What a conversation needs. `now` and `new_id` are given, so that a test can fix them.

    `kept_for` is how long a person's questions are kept; None: until they are removed. `country` is that
    whose emergency numbers are named.
    """

    library: Library
    record: Record
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    kept_for: timedelta | None = None
    country: str | None = None


class Conversation(NamedTuple):
    """A session as it is shown: the newest turn whole, the questions before it (oldest first)."""

    session_id: str
    newest: Turn | None
    earlier: tuple[Asked, ...]


def ask(room: Room, text: str, filters: Filters, *, user_id: str, session_id: str) -> Conversation:
    """The session with the new turn in it, as it is kept: without what tells who somebody is."""
    earlier = room.record.asked(user_id, session_id)
    history = [before.question for before in earlier[-REMEMBERED_QUESTIONS:]]
    query = asked(text, filters=filters, history=history)
    turn = Turn(
        turn_id=room.new_id(),
        user_id=user_id,
        session_id=session_id,
        question=query.text,
        asked_at=room.now(),
        answer=answer(room.library, query, country=room.country),
    )
    return Conversation(session_id, room.record.keep(turn), tuple(earlier))


def resume(room: Room, user_id: str) -> Conversation:
    """The session in which the person asked last; a new one if there is none.

    Questions older than they are kept are forgotten first.
    """
    if room.kept_for is not None:
        room.record.forget(user_id, before=room.now() - room.kept_for)
    session_id = room.record.latest_session(user_id) or room.new_id()
    questions = room.record.asked(user_id, session_id)
    newest = room.record.turn(user_id, questions[-1].turn_id) if questions else None
    return Conversation(session_id, newest, tuple(questions[:-1]))

"""One person's conversation: asking, keeping the turn, and finding it again."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool

from assistant.record import Asked, Record, Turn, redacted
from assistant.types import CHECKING, Answer, Mode, Style
from retrieval.errors import WrongUse
from retrieval.library import Library
from retrieval.types import Filters, Value
from ui.answering import Answering
from ui.api.streaming import Askers
from ui.asking import asked, attempted
from ui.desk import LocalDesk
from ui.pictures import Sent, sent_picture
from ui.web.running import Answers

# How soon it is noticed that the reader wants no more; after how many such beats, that they have left.
BEAT_S = 0.25
BEATS_TO_LOOK = 4
NOT_CHECKED = "The answer ended before this sentence was checked."


class Room(NamedTuple):
    """What conversations need. `now` and `new_id` are given, so that a test can fix them.

    `kept_for` is how long a person's questions are kept; None: until they are removed.
    """

    desk: LocalDesk
    record: Record
    askers: Askers
    answers: Answers
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    kept_for: timedelta | None = None

    @property
    def library(self) -> Library:
        """The library that is asked."""
        return self.desk.library


class How(Value):
    """How a person wants to be answered. With `study` they try first; `picture` is what they ask about."""

    filters: Filters = Filters()
    mode: Mode = "quote"
    study: bool = False
    picture: Sent | None = None


class Conversation(NamedTuple):
    """A session as it is shown: the newest turn whole, the questions before it (oldest first).

    `live` while the newest turn's answer is being written; without an answer it is being searched for.
    """

    session_id: str
    newest: Turn | None
    earlier: tuple[Asked, ...]
    live: bool = False

    @property
    def answer(self) -> Answer | None:
        """The newest turn's answer, as far as there is one."""
        return self.newest.answer if self.newest else None


def asking(room: Room, text: str, *, user_id: str, session_id: str) -> Turn:
    """The turn of a new question, not answered yet."""
    return Turn(
        turn_id=room.new_id(), user_id=user_id, session_id=session_id, question=text, asked_at=room.now()
    )


def trying(room: Room, text: str, *, user_id: str, turn_id: str) -> Turn:
    """The turn that asked the learner first, with what they tried; empty: they ask to be shown the answer."""
    turn = room.record.turn(user_id, turn_id)
    if turn is None or turn.answer is None or not turn.answer.asks:
        raise WrongUse("That question does not wait for an attempt.", "Ask it again.")
    return turn.model_copy(update={"attempt": attempted(text), "answer": None})


def looked_at(room: Room, *, user_id: str, turn_id: str) -> Sent | None:
    """The picture that the turn was about, as it was shown; None where it was about none of their own."""
    turn = room.record.turn(user_id, turn_id)
    look = turn.answer.look if turn and turn.answer else None
    if look is None or look.image is None:
        return None
    return Sent(image=look.image, frame=look.frame, window=look.window, kind=look.gate.kind)


async def answered(room: Room, turn: Turn, how: How) -> AsyncGenerator[Conversation | None]:
    """The session with the turn's answer growing in it, as it is kept: without what tells who somebody is.

    None comes now and then while nothing is new, so that a reader who left is noticed. However it ends, the
    turn is kept as far as it had grown.
    """
    before = await run_in_threadpool(room.record.asked, turn.user_id, turn.session_id)
    earlier = tuple(one for one in before if one.turn_id != turn.turn_id)
    answering = await run_in_threadpool(_answering, room, turn, how, earlier)
    running = room.answers.begin(turn.turn_id, user_id=turn.user_id, session_id=turn.session_id)
    grown: Turn | None = None
    beats = 0
    try:
        async with aclosing(room.askers.snapshots(answering, BEAT_S)) as snapshots:
            async for snapshot in snapshots:
                if running.stopped:
                    break
                if snapshot is None:
                    beats += 1
                    if beats == 1 and grown is None:
                        yield _shown(turn, earlier, live=True)
                    elif beats % BEATS_TO_LOOK == 0:
                        yield None
                    continue
                if grown is None and snapshot.stage == "writing":
                    # Whatever happens from here on, the question and its evidence are kept.
                    await run_in_threadpool(room.record.keep, _with(turn, snapshot))
                grown = _with(turn, snapshot)
                yield _shown(grown, earlier, live=snapshot.stage == "writing")
    finally:
        room.answers.end(running)
        if grown is not None:
            room.record.keep(ended(grown))
    if running.stopped and not running.replaced:
        yield _shown(ended(grown), earlier) if grown else await run_in_threadpool(resume, room, turn.user_id)


def ended(turn: Turn) -> Turn:
    """The turn as it stays when nothing more comes: no sentence is being checked."""
    if turn.answer is None:
        return turn
    statements = tuple(
        one.model_copy(update={"reason": NOT_CHECKED}) if one.reason == CHECKING else one
        for one in turn.answer.statements
    )
    return _with(turn, turn.answer.model_copy(update={"statements": statements}))


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


def _answering(room: Room, turn: Turn, how: How, earlier: Sequence[Asked]) -> Answering:
    history = [before.question for before in earlier]
    query = asked(turn.question, filters=how.filters, history=history)
    style: Style = "study" if how.study or turn.attempt is not None else "clinician"
    sent = how.picture
    picture = sent_picture(sent, room.desk.images, turn.user_id) if sent else None
    return room.desk.ask_stream(
        query, how.mode, style=style, attempt=turn.attempt, picture=picture, who=turn.user_id
    )


def _with(turn: Turn, answer: Answer) -> Turn:
    return turn.model_copy(update={"answer": answer})


def _shown(turn: Turn, earlier: tuple[Asked, ...], *, live: bool = False) -> Conversation:
    return Conversation(turn.session_id, redacted(turn), earlier, live)

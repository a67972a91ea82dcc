"""How a sitting stands: a pure fold over what happened in it, and its clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from typing import Literal, NamedTuple

from assistant.image.types import ReadOpinion
from assistant.quiz.events import (
    Answered,
    Drawn,
    Finished,
    Flagged,
    Helped,
    Moved,
    Opined,
    Paused,
    Recalled,
    Resumed,
    SittingEvent,
    Turned,
    Undone,
    Why,
)
from assistant.quiz.sitting.sittings import Sitting
from assistant.quiz.types import Chosen, Confidence, Graded, Rated, Rating, Response, Typed, Written
from curricula.items.types import OptionId

LONGEST_LOOK = timedelta(minutes=30)
"""After a longer time without a sign of the learner nobody can tell whether they were there."""


class Place(NamedTuple):
    """One item of a sitting. `looked_s` is how long it was before the learner, None where nobody can tell.

    `seconds` is the same up to the answer.
    """

    item_id: str
    version: int
    order: tuple[OptionId, ...]
    why: Why
    own: bool = False
    response: Response | None = None
    confidence: Confidence | None = None
    graded: Graded | None = None
    answered_at: datetime | None = None
    seconds: float | None = None
    rating: Rating | None = None
    looked_s: float | None = 0.0
    helped: bool = False
    assisted: bool = False
    flagged: bool = False
    turned: bool = False
    opinion: ReadOpinion | None = None


def is_empty(response: Response) -> bool:
    """Whether the response is no answer."""
    match response:
        case Chosen():
            return not response.options
        case Typed() | Written():
            return not response.text.strip()
        case _:
            return False


class State(NamedTuple):
    """A sitting after some events. `used` is the time the clock has run up to `since`.

    `last_at` is when the last event was, `looked_at` since when the item at `at` is looked at; `rated` are
    the places whose ratings stand, in their order.
    """

    since: datetime
    last_at: datetime
    looked_at: datetime
    places: tuple[Place, ...] = ()
    at: int | None = None
    used: timedelta = timedelta()
    is_paused: bool = False
    pauses: int = 0
    rated: tuple[int, ...] = ()
    finished: Literal["learner", "time", "used_up"] | None = None


def fold(sitting: Sitting, events: Iterable[SittingEvent]) -> State:
    """The state after those events of the sitting."""
    begun = sitting.started_at
    return reduce(step, events, State(since=begun, last_at=begun, looked_at=begun))


def step(state: State, event: SittingEvent) -> State:
    """The state after one more event."""
    state = looked(state, event.at)
    match event:
        case Drawn():
            return _drawn(state, event)
        case Moved():
            return state._replace(at=event.place)
        case Flagged():
            return _changed(state, event.place, flagged=event.on)
        case Helped():
            return _changed(state, event.place, helped=True)
        case Turned():
            return _changed(state, event.place, turned=True)
        case Answered():
            return _answered(state, event)
        case Recalled():
            return _rated(_changed(state, event.place, rating=event.rating), event.place)
        case Undone():
            return _undone(state, event.place)
        case Opined():
            return _changed(state, event.place, opinion=event.opinion)
        case Paused():
            return _stopped(state, event.at)._replace(is_paused=True, pauses=state.pauses + 1)
        case Resumed():
            return state._replace(since=event.at, is_paused=False)
        case Finished():
            return _stopped(state, event.at)._replace(is_paused=False, finished=event.by)


def seconds_left(sitting: Sitting, state: State, now: datetime) -> float | None:
    """How much of the time is left; None without a clock."""
    if sitting.limit_s is None:
        return None
    runs = not state.is_paused and state.finished is None
    used = state.used + max(now - state.since, timedelta()) if runs else state.used
    return max(0.0, sitting.limit_s - used.total_seconds())


def out_of_time(sitting: Sitting, state: State, now: datetime) -> Finished | None:
    """The end that the clock has brought by now and that is not in the log yet."""
    if sitting.limit_s is None or state.is_paused or state.finished is not None:
        return None
    until = state.since + timedelta(seconds=sitting.limit_s) - state.used
    return Finished(id="clock:finished", at=until, by="time") if now >= until else None


def looked(state: State, until: datetime) -> State:
    """The state with the time since the last event put to the item that was before the learner."""
    last = state._replace(last_at=until, looked_at=until)
    if state.at is None or state.is_paused or state.finished is not None:
        return last
    known = state.places[state.at].looked_s
    passed = until - state.looked_at
    looked = None if known is None or passed > LONGEST_LOOK else known + max(passed.total_seconds(), 0.0)
    return _changed(last, state.at, looked_s=looked)


def _drawn(state: State, event: Drawn) -> State:
    place = Place(event.item_id, event.version, event.order, event.why, event.own)
    at = 0 if state.at is None else state.at
    return state._replace(places=(*state.places, place), at=at)


def _answered(state: State, event: Answered) -> State:
    if is_empty(event.response):
        cleared = {"response": None, "confidence": None, "graded": None, "answered_at": None}
        return _changed(state, event.place, **cleared)
    state = _changed(
        state,
        event.place,
        response=event.response,
        confidence=event.confidence,
        graded=event.graded,
        answered_at=event.at,
        seconds=event.seconds,
        assisted=event.assisted,
    )
    if not isinstance(event.response, Rated):
        return state
    return _rated(_changed(state, event.place, rating=event.response.rating), event.place)


def _rated(state: State, place: int) -> State:
    return state._replace(rated=(*(one for one in state.rated if one != place), place))


def _undone(state: State, place: int) -> State:
    known = state.places[place]
    if isinstance(known.response, Rated):
        known = known._replace(response=None, graded=None, answered_at=None)
    places = (*state.places[:place], known._replace(rating=None), *state.places[place + 1 :])
    return state._replace(places=places, rated=tuple(one for one in state.rated if one != place), at=place)


def _changed(state: State, place: int, **fields: object) -> State:
    changed = state.places[place]._replace(**fields)  # type: ignore[arg-type]
    return state._replace(places=(*state.places[:place], changed, *state.places[place + 1 :]))


def _stopped(state: State, at: datetime) -> State:
    passed = timedelta() if state.is_paused else max(at - state.since, timedelta())
    return state._replace(used=state.used + passed, since=at)

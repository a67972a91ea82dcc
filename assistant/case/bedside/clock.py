"""The clock of a station, by real time: how long is left, and what it does by itself.

It stands while the station is paused, once and for five minutes at most, in a circuit never; it stops at
commitment. What is due is worked out from the log and the time, so that nothing has to run meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.case.bedside.encounters import Encounter
from assistant.case.events import CaseEvent, Committed, Ended, Paused, Resumed
from retrieval.types import Value

MOST_PAUSES = 1
LONGEST_PAUSE = timedelta(minutes=5)
CLOCK = "clock"
"""The id by which events are marked that nobody did."""


class Clock(Value):
    """A station's clock as it is shown: seconds, whether it runs, and how often it may still be stopped."""

    limit_s: int
    left_s: int
    is_running: bool
    pauses_left: int


class _Time(NamedTuple):
    """Time used up to `since`; from there on the clock runs, stands (`is_paused`), or is stopped for good."""

    used: timedelta
    since: datetime
    is_paused: bool = False
    is_over: bool = False
    pauses: int = 0


def clock(encounter: Encounter, events: Iterable[CaseEvent], now: datetime) -> Clock | None:
    """The clock as it stands; None where the encounter has no limit."""
    if encounter.minutes is None:
        return None
    limit, time = timedelta(minutes=encounter.minutes), _time(encounter, events)
    runs = not (time.is_paused or time.is_over)
    used = time.used + max(now - time.since, timedelta()) if runs else time.used
    return Clock(
        limit_s=int(limit.total_seconds()),
        left_s=max(0, int((limit - used).total_seconds())),
        is_running=runs,
        pauses_left=max(0, _allowed(encounter) - time.pauses),
    )


def by_itself(encounter: Encounter, events: Sequence[CaseEvent], now: datetime) -> CaseEvent | None:
    """What the clock has done by now and is not in the log yet: run on after a pause, or end the station."""
    if encounter.minutes is None:
        return None
    time = _time(encounter, events)
    if time.is_over:
        return None
    if time.is_paused:
        until = time.since + LONGEST_PAUSE
        return Resumed(id=f"clock:resumed:{time.pauses}", at=until, by=CLOCK) if now >= until else None
    until = time.since + timedelta(minutes=encounter.minutes) - time.used
    return Ended(id="clock:ended", at=until, by=CLOCK, why="time_up") if now >= until else None


def closed_at(encounter: Encounter, events: Sequence[CaseEvent], now: datetime) -> datetime | None:
    """When the encounter was committed or ended, by its clock too; None while it is open."""
    for event in events:
        if isinstance(event, Committed | Ended):
            return event.at
    due = by_itself(encounter, events, now)
    if isinstance(due, Resumed):
        due = by_itself(encounter, [*events, due], now)
    return due.at if isinstance(due, Ended) else None


def _allowed(encounter: Encounter) -> int:
    return MOST_PAUSES if encounter.circuit is None else 0


def _time(encounter: Encounter, events: Iterable[CaseEvent]) -> _Time:
    time = _Time(timedelta(), encounter.started_at)
    for event in events:
        match event:
            case Committed() | Ended():
                return _stopped(time, event.at)._replace(is_over=True)
            case Paused():
                time = _stopped(time, event.at)._replace(is_paused=True, pauses=time.pauses + 1)
            case Resumed():
                time = time._replace(since=event.at, is_paused=False)
    return time


def _stopped(time: _Time, at: datetime) -> _Time:
    passed = timedelta() if time.is_paused else max(at - time.since, timedelta())
    return time._replace(used=time.used + passed, since=at, is_paused=False)

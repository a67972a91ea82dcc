"""The clock of a station: real time, paused by rule, ended by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from assistant.case.bedside.actions import Action
from assistant.case.bedside.clock import LONGEST_PAUSE
from assistant.case.bedside.play import STATION_MINUTES, Bedside
from assistant.case.bedside.view import View
from curricula.cases.types import Setting
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import ADA, Hands, make_bedside, make_engine, played_case, started
from tests.assistant.case.encounter import NOW

ACTION: TypeAdapter[Action] = TypeAdapter(Action)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def bedside(tmp_path: Path, hands: Hands) -> Iterator[Bedside]:
    """A bedside at which a station of eight minutes has begun."""
    engine = make_engine(tmp_path)
    made = make_bedside(engine, now=hands)
    started(made, mode="osce")
    yield made
    engine.dispose()


def act(bedside: Bedside, kind: str, **fields: Any) -> View:
    action = ACTION.validate_python({"kind": kind, "id": f"{kind}-number", **fields})
    return bedside.act(ADA, "encounter-1", action)


def left(view: View) -> int:
    assert view.clock is not None
    return view.clock.left_s


def test_a_station_ends_when_its_time_is_up_to_the_second(bedside: Bedside, hands: Hands) -> None:
    hands.move(minutes=8, seconds=-1)
    assert (left(bedside.view(ADA, "encounter-1")), act(bedside, "say", text="onset").phase) == (1, "open")
    hands.move(hours=3)
    view = bedside.view(ADA, "encounter-1")
    assert (view.phase, view.ended_why, left(view)) == ("ended", "time_up", 0)
    assert (view.transcript[-1].at - NOW).total_seconds() == 8 * 60
    with pytest.raises(WrongUse, match="Its time is up"):
        act(bedside, "commit", diagnosis="pericarditis")


def test_a_pause_stops_the_clock_once(bedside: Bedside, hands: Hands) -> None:
    hands.move(minutes=1)
    act(bedside, "pause")
    hands.move(minutes=3)
    assert left(act(bedside, "resume")) == 7 * 60
    with pytest.raises(WrongUse, match="once only"):
        bedside.act(ADA, "encounter-1", ACTION.validate_python({"kind": "pause", "id": "pause-again"}))


def test_a_pause_that_lasts_too_long_ends_by_itself(bedside: Bedside, hands: Hands) -> None:
    act(bedside, "pause")
    hands.now += LONGEST_PAUSE
    hands.move(minutes=2)
    view = act(bedside, "say", text="onset")
    assert (view.phase, left(view)) == ("open", 6 * 60)
    hands.move(hours=1)
    assert bedside.view(ADA, "encounter-1").ended_why == "time_up"


def test_commitment_stops_the_clock(bedside: Bedside, hands: Hands) -> None:
    hands.move(minutes=2)
    act(bedside, "commit", diagnosis="pericarditis")
    hands.move(hours=1)
    view = bedside.view(ADA, "encounter-1")
    assert (view.phase, left(view)) == ("committed", 6 * 60)


def test_a_station_has_neither_tutor_nor_hints(bedside: Bedside) -> None:
    view = bedside.view(ADA, "encounter-1")
    assert (view.question, view.hints_about) == (None, ())
    for kind, fields in (("hint", {"about": "history"}), ("answer", {"prompt": "first"})):
        with pytest.raises(WrongUse, match="no hints and no tutor"):
            act(bedside, kind, **fields)


def test_the_time_is_the_persons_the_cases_or_the_usual_one(bedside: Bedside, tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    open_ended = played_case(id="no-limit", setting=Setting(task="Find out."))
    made = make_bedside(engine, open_ended)
    limits = {
        "case-limit": (started(bedside, id="case-limit", mode="osce"), 8),
        "own-limit": (started(bedside, id="own-limit", mode="osce", minutes=15), 15),
        "no-limit": (started(made, id="no-limit-1", case="no-limit", mode="osce"), STATION_MINUTES),
    }
    for name, (view, minutes) in limits.items():
        assert view.clock is not None and view.clock.limit_s == minutes * 60, name
    assert started(bedside, id="practice-1").clock is None
    engine.dispose()

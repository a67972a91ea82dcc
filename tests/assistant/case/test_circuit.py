"""A circuit: stations in order, each begun once, with time to change over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.case.bedside.actions import Commit
from assistant.case.bedside.circuit import CircuitPlan, Circuits
from assistant.case.bedside.play import Bedside
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import ADA, BOB, Hands, make_bedside, make_engine, played_case


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = make_engine(tmp_path, database)
    yield engine
    engine.dispose()


@pytest.fixture
def bedside(engine: Engine, hands: Hands) -> Bedside:
    return make_bedside(engine, played_case(), played_case(id="second-case", title="Second"), now=hands)


@pytest.fixture
def circuits(engine: Engine, bedside: Bedside) -> Circuits:
    """Two stations of five minutes, a minute apart."""
    made = Circuits(engine, bedside)
    made.start(ADA, CircuitPlan(id="circuit-1", cases=("sharp-chest-pain", "second-case"), minutes=5))
    return made


def test_stations_come_in_order_with_a_change_over(
    circuits: Circuits, bedside: Bedside, hands: Hands
) -> None:
    view = circuits.enter(ADA, "circuit-1", 0)
    assert (view.mode, view.station, circuits.view(ADA, "circuit-1").next) == ("osce", 0, None)
    bedside.act(ADA, view.encounter, Commit(id="commit-1", diagnosis="pericarditis"))
    stands = circuits.view(ADA, "circuit-1")
    assert (stands.next, stands.ready_in_s) == (1, 60)
    hands.move(seconds=30.5)
    with pytest.raises(WrongUse, match="begins in 30 seconds"):
        circuits.enter(ADA, "circuit-1", 1)
    hands.move(seconds=30)
    assert circuits.enter(ADA, "circuit-1", 1).card.title == "Second"


def test_time_that_is_up_opens_the_next_station_and_the_last_ends_the_circuit(
    circuits: Circuits, hands: Hands
) -> None:
    circuits.enter(ADA, "circuit-1", 0)
    hands.move(minutes=6)
    assert circuits.view(ADA, "circuit-1").ready_in_s == 0
    circuits.enter(ADA, "circuit-1", 1)
    hands.move(minutes=6)
    stands = circuits.view(ADA, "circuit-1")
    assert (stands.next, [one.phase for one in stands.stations]) == (None, ["ended", "ended"])


def test_a_station_out_of_turn_is_refused_and_one_that_has_begun_goes_on(
    circuits: Circuits, hands: Hands
) -> None:
    with pytest.raises(WrongUse, match="not this station's turn"):
        circuits.enter(ADA, "circuit-1", 1)
    first = circuits.enter(ADA, "circuit-1", 0)
    assert circuits.enter(ADA, "circuit-1", 0) == first


def test_nothing_is_told_of_a_station_before_its_turn(circuits: Circuits) -> None:
    first, second = circuits.view(ADA, "circuit-1").stations
    assert first.card is not None and first.card.task == "Find out what is wrong."
    assert second.card is None


def test_a_circuit_is_its_owners_and_goes_as_a_whole(circuits: Circuits, bedside: Bedside) -> None:
    view = circuits.enter(ADA, "circuit-1", 0)
    for refused in (circuits.view, circuits.forget):
        with pytest.raises(WrongUse, match="no such circuit"):
            refused(BOB, "circuit-1")
    with pytest.raises(WrongUse, match="id of a circuit is taken"):
        circuits.start(BOB, CircuitPlan(id="circuit-1", cases=("second-case",)))
    with pytest.raises(WrongUse, match="Remove the whole circuit"):
        bedside.forget(ADA, view.encounter)
    circuits.forget(ADA, "circuit-1")
    assert bedside.house.encounters.of(ADA.user_id) == []

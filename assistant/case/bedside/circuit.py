"""Circuits: several stations in order, each with its own clock, with time to change over between them."""

from datetime import datetime, timedelta
from math import ceil
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Engine, delete, insert, select

from assistant.accounts import Account
from assistant.case.bedside.actions import ClientId
from assistant.case.bedside.clock import closed_at
from assistant.case.bedside.encounters import Encounter, Sketch
from assistant.case.bedside.listing import phase_of
from assistant.case.bedside.play import LONGEST_STATION, Bedside, station_minutes
from assistant.case.bedside.tables import circuits
from assistant.case.bedside.view import Card, Phase, View, card_of
from assistant.faults import NotYours
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

MOST_STATIONS = 12


class CircuitPlan(Value):
    """A circuit to be started with these cases in this order. `id` is made by the client.

    `minutes` is how long each station lasts, None: as long as its case says.
    """

    id: ClientId
    cases: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_STATIONS)]
    minutes: int | None = Field(default=None, ge=1, le=LONGEST_STATION)
    change_over_s: int = Field(default=60, ge=0, le=600)


class Planned(Value):
    """A station that is to come: the version of the case is fixed when the circuit begins."""

    case_id: str
    version: int
    minutes: int


class Circuit(Value):
    """A circuit as it is kept."""

    id: str
    owner: str
    stations: tuple[Planned, ...]
    change_over_s: int
    started_at: datetime


class Station(Value):
    """A station as the student sees it: of one that has not begun nothing but, for the next, what to do.

    `number` counts from 0.
    """

    number: int
    minutes: int
    encounter: str | None = None
    phase: Phase | None = None
    card: Card | None = None


class CircuitView(Value):
    """Where a circuit stands. `next` is the station to be entered, in `ready_in_s` seconds at the earliest.

    Both are None while a station is open and after the last.
    """

    id: str
    started_at: datetime
    change_over_s: int
    stations: tuple[Station, ...]
    next: int | None
    ready_in_s: int | None


class Circuits:
    """The circuits of a library, each for its owner only."""

    def __init__(self, engine: Engine, bedside: Bedside) -> None:
        self._engine = engine
        self._bedside = bedside

    def start(self, who: Account, plan: CircuitPlan) -> CircuitView:
        """A new circuit; again is harmless. WrongUse where a case cannot be played or the id is taken."""
        cases = [self._bedside.playable(who, name) for name in plan.cases]
        stations = tuple(
            Planned(case_id=case.id, version=case.version, minutes=station_minutes(case, plan.minutes))
            for case in cases
        )
        circuit = Circuit(
            id=plan.id,
            owner=who.user_id,
            stations=stations,
            change_over_s=plan.change_over_s,
            started_at=self._bedside.house.now(),
        )
        self._keep(circuit)
        return self.view(who, plan.id)

    def view(self, who: Account, circuit_id: str) -> CircuitView:
        """The circuit as it stands now."""
        return self._seen(self._own(who, circuit_id), self._begun(who, circuit_id))

    def enter(self, who: Account, circuit_id: str, number: int) -> View:
        """The encounter of that station, begun now if it is its turn; again is harmless."""
        circuit, begun = self._own(who, circuit_id), self._begun(who, circuit_id)
        if number in {one.encounter.station for one in begun}:
            return self._bedside.view(who, _encounter_id(circuit, number))
        stands = self._seen(circuit, begun)
        if stands.next != number:
            raise WrongUse("It is not this station's turn.", "Finish the one before it.")
        if stands.ready_in_s:
            raise WrongUse(f"The station begins in {stands.ready_in_s} seconds.", "Read its instructions.")
        planned = circuit.stations[number]
        encounter = Encounter(
            id=_encounter_id(circuit, number),
            owner=who.user_id,
            case_id=planned.case_id,
            case_version=planned.version,
            mode="osce",
            minutes=planned.minutes,
            circuit=circuit.id,
            station=number,
            started_at=self._bedside.house.now(),
        )
        return self._bedside.begin(who, encounter)

    def forget(self, who: Account, circuit_id: str) -> None:
        """Removes a circuit with all its stations."""
        circuit = self._own(who, circuit_id)
        for sketch in self._begun(who, circuit_id):
            self._bedside.house.encounters.forget(who.user_id, sketch.encounter.id)
        with writing(self._engine) as connection:
            connection.execute(delete(circuits).where(circuits.c.circuit_id == circuit.id))

    def _begun(self, who: Account, circuit_id: str) -> list[Sketch]:
        return self._bedside.house.encounters.in_circuit(who.user_id, circuit_id)

    def _keep(self, circuit: Circuit) -> None:
        row = {
            "circuit_id": circuit.id,
            "owner": circuit.owner,
            "body": circuit.model_dump_json(),
            "started_at": circuit.started_at.isoformat(),
        }
        with writing(self._engine, alone=f"circuit {circuit.id}") as connection:
            known: Any = connection.execute(
                select(circuits.c.owner).where(circuits.c.circuit_id == circuit.id)
            ).scalar_one_or_none()
            if known is None:
                connection.execute(insert(circuits), row)
            elif known != circuit.owner:
                raise WrongUse("This id of a circuit is taken.", "Make another.")

    def _own(self, who: Account, circuit_id: str) -> Circuit:
        mine = (circuits.c.circuit_id == circuit_id) & (circuits.c.owner == who.user_id)
        with reading(self._engine) as connection:
            body = connection.execute(select(circuits.c.body).where(mine)).scalar_one_or_none()
        if body is None:
            raise NotYours("There is no such circuit in your history.", "Start another.")
        return Circuit.model_validate_json(body)

    def _seen(self, circuit: Circuit, begun: list[Sketch]) -> CircuitView:
        now = self._bedside.house.now()
        closed = [closed_at(one.encounter, one.marks, now) for one in begun]
        coming = len(begun) if len(begun) < len(circuit.stations) and None not in closed else None
        last = closed[-1] if closed else None
        free = last + timedelta(seconds=circuit.change_over_s) if last else now
        return CircuitView(
            id=circuit.id,
            started_at=circuit.started_at,
            change_over_s=circuit.change_over_s,
            stations=tuple(
                self._station(circuit, number, begun, number == coming)
                for number in range(len(circuit.stations))
            ),
            next=coming,
            ready_in_s=max(0, ceil((free - now).total_seconds())) if coming is not None else None,
        )

    def _station(self, circuit: Circuit, number: int, begun: list[Sketch], is_next: bool) -> Station:
        planned = circuit.stations[number]
        here = begun[number] if number < len(begun) else None
        is_known = here is not None or is_next
        case = self._bedside.house.shelf.case(planned.case_id, planned.version) if is_known else None
        return Station(
            number=number,
            minutes=planned.minutes,
            encounter=here.encounter.id if here else None,
            phase=phase_of(here, self._bedside.house.now()) if here else None,
            card=card_of(case) if case else None,
        )


def _encounter_id(circuit: Circuit, number: int) -> str:
    """The same for whoever enters twice at once, so that a station begins once."""
    return f"{circuit.id}.{number}"

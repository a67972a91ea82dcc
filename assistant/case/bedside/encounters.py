"""The encounters of a library: whose they are, and what happened in each, append-only.

Nothing is read without saying who reads. Every writer takes the encounter's row first, so that two tabs,
two members of a group and two servers of one database append one after the other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select

from assistant.case.bedside.tables import case_events, encounters, members
from assistant.case.events import CaseEvent, Ordered, Said
from assistant.faults import NotYours
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

Mode = Literal["practice", "osce"]
Role = Literal["history", "examination", "orders", "scribe"]
ROLES: tuple[Role, ...] = ("history", "examination", "orders", "scribe")
MOST_MEMBERS = 8
MARKS = ("paused", "resumed", "committed", "ended")
"""The kinds of events that tell where an encounter stands."""
UNCLEAR = '%"understood":"unclear"%'
"""In the body of an event this is never part of what was typed: there a quote has a backslash before it."""

_EVENT: TypeAdapter[CaseEvent] = TypeAdapter(CaseEvent)
_EVENTS: TypeAdapter[tuple[CaseEvent, ...]] = TypeAdapter(tuple[CaseEvent, ...])


class Encounter(Value):
    """A case that somebody plays. `minutes` limits a station; None: no limit.

    `code` is what others join it with; None where it is played alone. `station` counts from 0 in `circuit`.
    """

    id: str
    owner: str
    case_id: str
    case_version: int
    mode: Mode = "practice"
    minutes: int | None = None
    circuit: str | None = None
    station: int | None = None
    code: str | None = None
    started_at: datetime


class Member(Value):
    """Somebody in an encounter. Without a role they may do everything that nobody else has the role for."""

    user_id: str
    name: str
    role: Role | None = None


class Log(NamedTuple):
    """An encounter, who is in it, and what happened, in order."""

    encounter: Encounter
    members: tuple[Member, ...]
    events: tuple[CaseEvent, ...]


class Sketch(NamedTuple):
    """An encounter in a list: its number of events, when the last was, and those that mark how it stands."""

    encounter: Encounter
    events: int
    last_at: datetime
    marks: tuple[CaseEvent, ...]


class Encounters:
    """The encounters of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, encounter: Encounter, owner: Member) -> None:
        """Keeps a new encounter; again is harmless. WrongUse if the id is taken."""
        row = encounter.model_dump(exclude={"id"}) | {"encounter_id": encounter.id}
        with writing(self._engine, alone=f"encounter {encounter.id}") as connection:
            known = _row(connection, encounter.id)
            if known is None:
                connection.execute(insert(encounters), row | {"started_at": encounter.started_at.isoformat()})
                _join(connection, encounter.id, owner, encounter.started_at)
            elif known["owner"] != encounter.owner:
                raise WrongUse("This id of an encounter is taken.", "Make another.")

    def log(self, user_id: str, encounter_id: str, *, beyond: int = 0) -> Log:
        """The encounter with its events but the first `beyond`; NotYours unless that person is in it."""
        with reading(self._engine) as connection:
            row = _row(connection, encounter_id, of=user_id)
            if row is None:
                raise _not_yours()
            events = _events(connection, encounter_id, case_events.c.ordinal > beyond)
            return Log(_encounter(row), _members(connection, encounter_id), events)

    def append(self, encounter_id: str, event: CaseEvent, *, after: int) -> bool:
        """Whether the event was kept as the one after `after` others; if not, it or another came before."""
        with writing(self._engine) as connection:
            held = select(encounters.c.encounter_id).where(encounters.c.encounter_id == encounter_id)
            if connection.execute(held.with_for_update()).first() is None:
                raise _not_yours()
            mine = case_events.c.encounter_id == encounter_id
            if connection.execute(select(func.count()).where(mine)).scalar_one() != after:
                return False
            if connection.execute(
                select(case_events).where(mine, case_events.c.event_id == event.id)
            ).first():
                return False
            connection.execute(insert(case_events), _event_row(encounter_id, event, after + 1))
        return True

    def join(self, code: str, member: Member, at: datetime) -> str:
        """The id of the encounter of that code, which the member is in from now on, with the role given."""
        with writing(self._engine) as connection:
            row = connection.execute(
                select(encounters).where(encounters.c.code == code).with_for_update()
            ).mappings()
            found = row.first()
            if found is None:
                raise WrongUse("No encounter has this code.", "Ask whoever started it for the code.")
            here = _members(connection, found["encounter_id"])
            others = [one for one in here if one.user_id != member.user_id]
            if len(others) >= MOST_MEMBERS:
                raise WrongUse(f"{MOST_MEMBERS} people are in this encounter already.", "Start another.")
            gone = (members.c.encounter_id == found["encounter_id"]) & (members.c.user_id == member.user_id)
            connection.execute(delete(members).where(gone))
            _join(connection, found["encounter_id"], member, at)
        return str(found["encounter_id"])

    def of(self, user_id: str) -> list[Sketch]:
        """The encounters that person is in, newest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(_of(user_id).order_by(encounters.c.started_at.desc())).mappings().all()
            return [_sketch(connection, row) for row in rows]

    def in_circuit(self, user_id: str, circuit: str) -> list[Sketch]:
        """That person's encounters of one circuit, by station."""
        wanted = _of(user_id).where(encounters.c.circuit == circuit).order_by(encounters.c.station)
        with reading(self._engine) as connection:
            return [_sketch(connection, row) for row in connection.execute(wanted).mappings().all()]

    def forget(self, user_id: str, encounter_id: str) -> None:
        """Removes an encounter of one's own with all that happened in it; a member only leaves it."""
        with writing(self._engine) as connection:
            row = _row(connection, encounter_id, of=user_id)
            if row is None:
                raise _not_yours()
            here = members.c.encounter_id == encounter_id
            if row["owner"] != user_id:
                connection.execute(delete(members).where(here, members.c.user_id == user_id))
                return
            connection.execute(delete(case_events).where(case_events.c.encounter_id == encounter_id))
            connection.execute(delete(members).where(here))
            connection.execute(delete(encounters).where(encounters.c.encounter_id == encounter_id))

    def unclear(self, case_id: str) -> list[str]:
        """What was said or ordered in all encounters with a case and not understood; not by whom."""
        wanted = (
            select(case_events.c.body)
            .join(encounters, encounters.c.encounter_id == case_events.c.encounter_id)
            .where(encounters.c.case_id == case_id, case_events.c.body.like(UNCLEAR))
        )
        with reading(self._engine) as connection:
            bodies = connection.execute(wanted).scalars().all()
        return [event.text for event in _parsed(bodies) if isinstance(event, Said | Ordered)]


def _of(user_id: str) -> Any:
    joined = encounters.join(members, members.c.encounter_id == encounters.c.encounter_id)
    return select(encounters).select_from(joined).where(members.c.user_id == user_id)


def _row(connection: Connection, encounter_id: str, *, of: str | None = None) -> Any:
    wanted: Any = select(encounters)
    if of is not None:
        wanted = _of(of)
    return connection.execute(wanted.where(encounters.c.encounter_id == encounter_id)).mappings().first()


def _encounter(row: Any) -> Encounter:
    fields = {"id" if name == "encounter_id" else name: value for name, value in row.items()}
    return Encounter.model_validate(fields)


def _members(connection: Connection, encounter_id: str) -> tuple[Member, ...]:
    wanted = select(members).where(members.c.encounter_id == encounter_id)
    rows = connection.execute(wanted.order_by(members.c.joined_at, members.c.user_id)).mappings()
    return tuple(Member(user_id=row["user_id"], name=row["name"], role=row["role"]) for row in rows)


def _join(connection: Connection, encounter_id: str, member: Member, at: datetime) -> None:
    row = member.model_dump() | {"encounter_id": encounter_id, "joined_at": at.isoformat()}
    connection.execute(insert(members), row)


def _events(connection: Connection, encounter_id: str, which: ColumnElement[bool]) -> tuple[CaseEvent, ...]:
    wanted = select(case_events.c.body).where(case_events.c.encounter_id == encounter_id, which)
    return _parsed(connection.execute(wanted.order_by(case_events.c.ordinal)).scalars().all())


def _parsed(bodies: Sequence[str]) -> tuple[CaseEvent, ...]:
    try:
        return _EVENTS.validate_json(f"[{','.join(bodies)}]")
    except ValidationError as fault:
        raise PreceptorError(
            "This encounter was kept in a form that cannot be read.", "Update Preceptor, or start another."
        ) from fault


def _event_row(encounter_id: str, event: CaseEvent, ordinal: int) -> dict[str, Any]:
    return {
        "encounter_id": encounter_id,
        "event_id": event.id,
        "ordinal": ordinal,
        "user_id": event.by,
        "kind": event.kind,
        "body": _EVENT.dump_json(event).decode(),
        "at": event.at.isoformat(),
    }


def _sketch(connection: Connection, row: Any) -> Sketch:
    encounter = _encounter(row)
    wanted = select(func.count(), func.max(case_events.c.at))
    count, last = connection.execute(wanted.where(case_events.c.encounter_id == encounter.id)).one()
    last_at = datetime.fromisoformat(last) if last else encounter.started_at
    return Sketch(encounter, count, last_at, _events(connection, encounter.id, case_events.c.kind.in_(MARKS)))


def _not_yours() -> NotYours:
    return NotYours("There is no such encounter in your history.", "Choose one of yours, or start another.")

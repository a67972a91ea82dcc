"""Where the versions of each kind are kept, read and moved on a connection that somebody else has opened."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select, update

from curricula.audits.types import Audit
from curricula.blueprint import Blueprint
from curricula.cases.rows import cases
from curricula.cases.shelf import summary_of
from curricula.cases.types import Case
from curricula.items.rows import bodies, items
from curricula.items.types import ITEM
from curricula.objectives.types import Curriculum, Objective
from curricula.review.types import Kind, Version, Which
from curricula.types import Status, Taught
from curricula.versions import table_of
from retrieval.errors import WrongUse


class Place(NamedTuple):
    """The tables of a kind: that of the versions, that of their bodies, and what of a body stands in rows."""

    table: Table
    bodies: Table
    key: str
    read: Callable[[str], Taught]
    rows: Callable[[Taught], dict[str, Any]]


def _review(value: Taught) -> dict[str, Any]:
    return {"review": value.review}


def _summary(value: Taught) -> dict[str, Any]:
    return {"summary": summary_of(value).model_dump_json()} if isinstance(value, Case) else {}


def _planned(name: str, model: type[Taught]) -> Place:
    table = table_of(name)
    return Place(table, table, "id", model.model_validate_json, lambda _: {})


PLACES: Mapping[Kind, Place] = {
    "item": Place(items, bodies, "item_id", ITEM.validate_json, _review),
    "case": Place(cases, cases, "case_id", Case.model_validate_json, _summary),
    "objective": _planned("objectives", Objective),
    "curriculum": _planned("curricula", Curriculum),
    "blueprint": _planned("blueprints", Blueprint),
    "audit": _planned("audits", Audit),
}


def versions_of(connection: Connection, kind: Kind, object_id: str) -> tuple[Version, ...]:
    """Every version, newest first; none where there is no such thing."""
    place = PLACES[kind]
    table = place.table
    columns = (table.c.version, table.c.status, table.c.kept_by, table.c.imported_at, table.c.origin)
    found = select(*columns).where(table.c[place.key] == object_id).order_by(table.c.version.desc())
    return tuple(
        Version(
            version=row.version,
            status=row.status,
            saved_by=row.kept_by,
            at=datetime.fromisoformat(row.imported_at),
            origin=row.origin,
        )
        for row in connection.execute(found)
    )


def value_of(connection: Connection, which: Which) -> Taught:
    """That version with its status; WrongUse where it is not here."""
    place = PLACES[which.kind]
    body = connection.execute(select(place.bodies.c.body).where(_mine(place.bodies, which))).scalar()
    status = connection.execute(select(place.table.c.status).where(_mine(place.table, which))).scalar()
    if body is None or status is None:
        what = f"There is no {which.kind} {which.id[:100]} in version {which.version}."
        raise WrongUse(what, "Choose another.")
    return place.read(body).model_copy(update={"status": status})


def in_review(connection: Connection, kind: Kind) -> set[str]:
    """The ids of which a version is in review."""
    place = PLACES[kind]
    found = select(place.table.c[place.key]).where(place.table.c.status == "in_review").distinct()
    return set(connection.execute(found).scalars())


def give_status(connection: Connection, which: Which, status: Status) -> None:
    """Gives that version another status."""
    place = PLACES[which.kind]
    connection.execute(update(place.table).where(_mine(place.table, which)).values(status=status))


def retire_all(connection: Connection, kind: Kind, object_id: str) -> None:
    """Takes a thing out of use in all its versions."""
    place = PLACES[kind]
    mine = place.table.c[place.key] == object_id
    connection.execute(update(place.table).where(mine).values(status="retired"))


def sign_version(connection: Connection, which: Which, reviewer: str, review: str) -> None:
    """Writes into that version who reviewed it, and when; its contents stay."""
    place = PLACES[which.kind]
    signed = value_of(connection, which).model_copy(update={"reviewer": reviewer, "review": review})
    body = signed.model_dump_json(exclude={"status"})
    connection.execute(update(place.bodies).where(_mine(place.bodies, which)).values(body=body))
    if rows := place.rows(signed):
        connection.execute(update(place.table).where(_mine(place.table, which)).values(**rows))


def _mine(table: Table, which: Which) -> Any:
    key = table.c[PLACES[which.kind].key]
    return (key == which.id) & (table.c.version == which.version)

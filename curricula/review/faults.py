"""Everything wrong with a version that keeps it from going live, whatever its kind."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, Engine, select

from curricula.audits.lint import lint_audit
from curricula.audits.types import Audit
from curricula.blueprint import Blueprint, lint_blueprint
from curricula.cases.lint import Resolve, lint
from curricula.cases.types import Case
from curricula.items.drafts import Draft, drafts, read_draft
from curricula.items.lint import lint_item
from curricula.objectives.lint import lint_curriculum, lint_objective, lint_objectives
from curricula.objectives.types import Curriculum, Objective
from curricula.plans import plans_of
from curricula.review.types import Which
from curricula.tree import Remark, Spot
from curricula.types import SIGNED, Reference, Taught
from curricula.versions import values_of


def remarks_on(value: Taught, engine: Engine, resolve: Resolve | None) -> list[Remark]:
    """Every fault and warning of the value as if it were live; what it cites is looked up with `resolve`.

    Words that stand in no source of the library are a fault of every kind.
    """
    live = value.model_copy(update={"status": "published", "review": value.review or SIGNED})
    found = [*_linted(live, engine)]
    for spot, reference in references_in(value) if resolve else ():
        if resolve and (reason := resolve(reference)):
            what = f"cites “{reference.document[:60]}”: {reason}"
            found.append(Remark(spot, what, "words that stand in a source of the library"))
    return found


def references_in(value: BaseModel, spot: Spot = ()) -> Iterator[tuple[Spot, Reference]]:
    """Every citation of a value and of its parts, with its spot."""
    for name in type(value).model_fields:
        yield from _references(getattr(value, name), (*spot, name))


def told(remark: Remark) -> str:
    """A remark as a sentence."""
    where = ".".join(map(str, remark.spot))
    return f"{where} {remark.what}; expected: {remark.expected}.".strip()


def draft_of(connection: Connection, which: Which) -> Draft | None:
    """The draft that an item began as; None where a person wrote it."""
    if which.kind != "item":
        return None
    row = connection.execute(select(drafts).where(drafts.c.draft_id == which.id)).mappings().first()
    return read_draft(row) if row else None


def _references(value: Any, spot: Spot) -> Iterator[tuple[Spot, Reference]]:
    if isinstance(value, Reference):
        yield spot, value
    elif isinstance(value, BaseModel):
        yield from references_in(value, spot)
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from _references(one, (*spot, place))


def _linted(value: Taught, engine: Engine) -> list[Remark]:
    match value:
        case Case():
            return lint(value)
        case Objective():
            return [*lint_objective(value), *_among_others(value, engine)]
        case Curriculum():
            return lint_curriculum(value, _objectives(engine))
        case Audit():
            return lint_audit(value)
        case Blueprint():
            curricula = values_of(plans_of(engine).curricula.listed())
            return list(lint_blueprint(value, curricula, _objectives(engine)))
    return lint_item(value)  # type: ignore[arg-type]  # the only kind that is left


def _among_others(objective: Objective, engine: Engine) -> Iterator[Remark]:
    """Prerequisites that nobody wrote, and circles, as far as they are of this one."""
    others = [one for one in values_of(plans_of(engine).objectives.listed()) if one.id != objective.id]
    for place, remark in lint_objectives([objective, *others]):
        if place == 0:
            yield remark


def _objectives(engine: Engine) -> frozenset[str]:
    return frozenset(one.id for one in values_of(plans_of(engine).objectives.listed()))

"""Marks held against what was planted."""

from collections.abc import Sequence

from assistant.audits.types import Mark, Outcome, Placed
from curricula.audits.types import Audit, Planted
from retrieval.errors import WrongUse


def marked(audit: Audit, marks: Sequence[Mark]) -> tuple[Placed, ...]:
    """What came of every sentence, in order, and at the end of the answer as a whole.

    WrongUse where a mark names no sentence of the answer, or two marks the same place.
    """
    by_place = {mark.sentence: mark for mark in marks}
    places = [*range(1, len(audit.answer) + 1), None]
    if len(by_place) < len(marks):
        raise WrongUse("A sentence is marked twice.", "Mark each one once.")
    if unknown := by_place.keys() - set(places):
        number = next(iter(unknown))
        raise WrongUse(f"The answer has no sentence {number}.", f"It has {len(audit.answer)}.")
    planted = {fault.sentence: fault for fault in audit.faults}
    return tuple(_placed(place, planted.get(place), by_place.get(place)) for place in places)


def _placed(place: int | None, fault: Planted | None, mark: Mark | None) -> Placed:
    return Placed(
        sentence=place,
        outcome=_outcome(fault, mark),
        planted=fault.kind if fault else None,
        marked=mark.kind if mark else None,
    )


def _outcome(fault: Planted | None, mark: Mark | None) -> Outcome:
    if fault is None:
        return "passed" if mark is None else "false_alarm"
    if mark is None:
        return "missed"
    return "found" if mark.kind in fault.kinds else "called_otherwise"

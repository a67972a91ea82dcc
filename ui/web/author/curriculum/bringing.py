"""A YAML file of objectives and curricula, kept whole or not at all."""

from pathlib import Path
from typing import NamedTuple

from curricula.objectives.types import Curriculum, Objective
from curricula.plans import Plans, load_plans, put_together
from curricula.types import Fault
from curricula.versions import Source, T


class Brought(NamedTuple):
    """What came of the file; where there is a fault, nothing was kept."""

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    faults: tuple[str, ...]
    curriculum: str | None


def brought(plans: Plans, path: Path, source: Source) -> Brought:
    """Keeps the objectives and curricula of the file as drafts, whatever it says of their state.

    What is here in the same words stays as it is.
    """
    loaded = load_plans([path])
    faults = [_told(fault) for fault in loaded.faults]
    objectives = [_as_draft(one.value) for one in loaded.written if isinstance(one.value, Objective)]
    curricula = [_as_draft(one.value) for one in loaded.written if isinstance(one.value, Curriculum)]
    others = len(loaded.written) - len(objectives) - len(curricula)
    if others:
        faults.append(f"{others} entries are neither objectives nor curricula; import those in the terminal.")
    new: list[str] = []
    same: list[str] = []
    compared = (
        *zip(objectives, plans.objectives.compared(objectives), strict=True),
        *zip(curricula, plans.curricula.compared(curricula), strict=True),
    )
    for one, how in compared:
        if how == "other":
            faults.append(
                f"{one.id}: version {one.version} is here with other contents; give it a higher version."
            )
        (same if how == "same" else new).append(one.id)
    if not faults:
        put_together(plans, objectives, curricula, source)
    return Brought(tuple(new), tuple(same), tuple(faults), curricula[0].id if curricula else None)


def _as_draft(value: T) -> T:
    return value.model_copy(update={"status": "draft"})


def _told(fault: Fault) -> str:
    line = f"line {fault.line}: " if fault.line else ""
    return f"{line}{fault.field} {fault.what}; expected: {fault.expected}".strip()

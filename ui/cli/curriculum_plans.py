"""Objectives, curricula, blueprints and audits from YAML files into the library, and out as one file."""

from pathlib import Path
from typing import TYPE_CHECKING

from ui.cli.door import FINE, NO
from ui.cli.screen import console, counted, plain, write_json

if TYPE_CHECKING:
    from curricula.types import Fault


def import_plans(path: Path, *, json: Path | None, library: Path | None) -> int:
    """Takes the plans of a file or folder in, each once; exits with 1 where something was refused."""
    from datetime import UTC, datetime

    from assistant.accounts import LOCAL
    from assistant.home import open_plans
    from assistant.settings import read_settings
    from curricula.plans import load_plans, take_in
    from curricula.versions import Source

    source = Source(origin="yaml", at=datetime.now(UTC), by=LOCAL.user_id)
    with open_plans(read_settings(library=library)) as plans:
        taken = take_in(plans, load_plans([path]), source)
    faults = [fault.model_dump(mode="json") for fault in taken.faults]
    held = [fault.model_dump(mode="json") for fault in taken.held]
    write_json({"added": taken.added, "unchanged": taken.unchanged, "faults": faults, "held": held}, json)
    if json != Path("-"):
        for fault in taken.faults:
            console().print(plain(line_of(fault)))
        for fault in taken.held:
            console().print(plain(line_of(fault, "kept as a draft")))
        numbers = f"{len(taken.added)} added, {len(taken.unchanged)} unchanged"
        console().print(f"{numbers}, {counted(len(taken.faults), 'fault')}.")
    return NO if taken.faults else FINE


def export_plans(out: Path, *, json: Path | None, library: Path | None) -> int:
    """Writes the newest version of every plan that was not retired; exits with 1 where there is none."""
    from assistant.home import open_plans
    from assistant.settings import read_settings
    from curricula.load import to_yaml
    from curricula.versions import values_of

    with open_plans(read_settings(library=library)) as plans:
        values = [
            *values_of(plans.curricula.listed()),
            *values_of(plans.objectives.listed()),
            *values_of(plans.blueprints.listed()),
            *values_of(plans.audits.listed()),
        ]
    if values:
        out.write_text(to_yaml(*values), encoding="utf-8")
    write_json({"file": str(out), "plans": [value.id for value in values]}, json)
    if json != Path("-"):
        words = f"{len(values)} objectives, curricula, blueprints and audits written to {out}."
        console().print(plain(words if values else "Nothing was written: there is no plan."))
    return FINE if values else NO


def line_of(fault: "Fault", name: str = "fault") -> str:
    """A fault as the terminal shows it."""
    place = f"{fault.file}:{fault.line}" if fault.line else str(fault.file)
    subject = f"{fault.field} " if fault.field else ""
    return f"{place}: {name}: {subject}{fault.what}; expected: {fault.expected}"

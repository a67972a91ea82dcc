"""What is to be learned in a library: its objectives, curricula, blueprints and audits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from curricula.audits.load import AUDITS
from curricula.audits.types import Audit
from curricula.blueprint import BLUEPRINTS, Blueprint
from curricula.load import Loaded, Written, load
from curricula.objectives.load import CURRICULA, OBJECTIVES
from curricula.objectives.types import Curriculum, Objective
from curricula.review.imports import believed, note_taken
from curricula.tree import Remark
from curricula.types import Fault
from curricula.versions import Sort, Source, T, Versions

KINDS = (OBJECTIVES, CURRICULA, BLUEPRINTS, AUDITS)
FOLDERS = tuple(Path(__file__).parent / "starter" / name for name in ("objectives", "audits"))


class Plans(NamedTuple):
    """Where objectives, curricula, blueprints and audits are kept."""

    objectives: Versions[Objective]
    curricula: Versions[Curriculum]
    blueprints: Versions[Blueprint]
    audits: Versions[Audit]


class Taken(NamedTuple):
    """What came of files: what is new, what was here already, and the faults of the rest.

    `held` is taken in as a draft although the file has it as published, and why.
    """

    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    faults: tuple[Fault, ...]
    held: tuple[Fault, ...] = ()


def plans_of(engine: Engine) -> Plans:
    """The plans in that database."""
    return Plans(
        Versions(engine, Sort("objectives", Objective, "objective")),
        Versions(engine, Sort("curricula", Curriculum, "curriculum")),
        Versions(engine, Sort("blueprints", Blueprint, "blueprint")),
        Versions(engine, Sort("audits", Audit, "audit")),
    )


def load_plans(paths: Iterable[Path]) -> Loaded:
    """Every objective, curriculum, blueprint and audit of the files and folders, and every fault."""
    return load(paths, KINDS)


def take_in(plans: Plans, loaded: Loaded, source: Source) -> Taken:
    """Keeps what was read, each by its id and version; again is harmless.

    What is here with other contents is a fault, and the rest is kept. What a file has as published is taken
    in so only where it names an author and another reviewer, and as a draft otherwise.
    """
    parts = (
        _taken(plans.objectives, Objective, loaded.written, source),
        _taken(plans.curricula, Curriculum, loaded.written, source),
        _taken(plans.blueprints, Blueprint, loaded.written, source),
        _taken(plans.audits, Audit, loaded.written, source),
    )
    return Taken(
        tuple(one for part in parts for one in part.added),
        tuple(one for part in parts for one in part.unchanged),
        (*loaded.faults, *(fault for part in parts for fault in part.faults)),
        tuple(one for part in parts for one in part.held),
    )


def put_together(
    plans: Plans, objectives: Iterable[Objective], curricula: Iterable[Curriculum], source: Source
) -> None:
    """Keeps those versions in one transaction, all or none. WrongUse if one is here with other contents."""
    with plans.objectives.writing() as connection:
        plans.objectives.put_within(connection, objectives, source)
        plans.curricula.put_within(connection, curricula, source)


def plan_starter(plans: Plans, at: datetime, *, folders: Sequence[Path] = FOLDERS) -> Sequence[Fault]:
    """Keeps the plans that come with the product; files that were read before cost a millisecond each."""
    known = frozenset[str]().union(*(each.digests("starter") for each in plans))
    faults: list[Fault] = []
    for file in sorted(file for folder in folders for file in folder.rglob("*.yaml")):
        digest = sha256(file.read_bytes()).hexdigest()
        if digest not in known:
            source = Source(origin="starter", at=at, digest=digest)
            faults += take_in(plans, load_plans([file]), source).faults
    return faults


def _taken(versions: Versions[T], model: type[T], written: Iterable[Written], source: Source) -> Taken:
    """Those of the values that are of this sort, all good ones in one transaction."""
    mine = [one for one in written if isinstance(one.value, model)]
    values, held = [one.of(model) for one in mine], []
    if source.origin != "starter":
        trusted = [believed(value) for value in values]
        values = [value for value, _ in trusted]
        held = [_waits(one, why) for one, (_, why) in zip(mine, trusted, strict=True) if why]
    compared = versions.compared(values)
    other = Remark(("version",), "is kept already, with other contents", "a higher version, or another id")
    faults = [one.fault(other) for one, how in zip(mine, compared, strict=True) if how == "other"]
    kept = [value for value, how in zip(values, compared, strict=True) if how != "other"]
    put = versions.put_many(kept, source)
    pairs = list(zip(kept, put, strict=True))
    added, unchanged = (tuple(one.id for one, how in pairs if how == what) for what in ("added", "unchanged"))
    fresh = [value for value, how in pairs if how == "added" and source.origin != "starter"]
    note_taken(versions.engine, versions.sort.name, fresh, by=source.by, at=source.at)
    return Taken(added, unchanged, tuple(faults), tuple(held))


def _waits(written: Written, why: str) -> Fault:
    remark = Remark(("status",), "is published, and it is kept as a draft", why, warning=True)
    return written.fault(remark)

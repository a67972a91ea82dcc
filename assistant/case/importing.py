"""Cases of other makers taken into a library as drafts: what came of each, and what was left out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from assistant.guard.privacy import redact
from curricula.cases.lint import lint
from curricula.cases.shelf import Shelf, Source
from curricula.cases.types import Case
from curricula.formats.agentclinic import read_agentclinic
from curricula.formats.fhir import read_fhir
from curricula.formats.records import Draft, Refusal
from retrieval.errors import WrongUse
from retrieval.types import Value

Format = Literal["agentclinic", "fhir"]


class ImportLine(Value):
    """What came of one record. `notes` say what could not be carried, `faults` count what lint finds."""

    place: str
    outcome: Literal["added", "unchanged", "refused"]
    id: str | None = None
    title: str | None = None
    facts: int = 0
    findings: int = 0
    tests: int = 0
    faults: int = 0
    reason: str = ""
    notes: tuple[str, ...] = ()


def drafts_in(path: Path, form: Format) -> Iterator[Draft | Refusal]:
    """The drafts and refusals of a file; free text of a patient's own records without what is personal."""
    return read_agentclinic(path) if form == "agentclinic" else read_fhir(path, clean=redact)


def import_case(
    drawn: Draft | Refusal, shelf: Shelf, source: Source, *, map_intents: Callable[[Case], Case]
) -> ImportLine:
    """Puts a draft on the shelf, whole or not at all; a record that is there already changes nothing."""
    if isinstance(drawn, Refusal):
        return ImportLine(place=drawn.place, outcome="refused", reason=drawn.reason)
    if drawn.digest in shelf.digests(source.origin):
        case = shelf.case(drawn.case.id, drawn.case.version)
        return _line(drawn, case, "unchanged")
    case = map_intents(drawn.case)
    try:
        outcome = shelf.put(case, source.model_copy(update={"digest": drawn.digest}))
    except WrongUse as fault:
        return ImportLine(place=drawn.place, outcome="refused", id=case.id, reason=str(fault))
    return _line(drawn, case, outcome)


def _line(drawn: Draft, case: Case, outcome: Literal["added", "unchanged"]) -> ImportLine:
    return ImportLine(
        place=drawn.place,
        outcome=outcome,
        id=case.id,
        title=case.title,
        facts=len(case.facts),
        findings=len(case.findings),
        tests=len(case.tests),
        faults=sum(not remark.warning for remark in lint(case)),
        notes=drawn.notes,
    )

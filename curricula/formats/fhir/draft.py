"""The draft of a case out of a bundle: what is told, found and measured, and what was left out."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from curricula.cases.names import named_in
from curricula.cases.persons import voice_of
from curricula.cases.types import (
    Candidate,
    Case,
    Diagnosis,
    Fact,
    Finding,
    Investigation,
    Line,
    Person,
    Setting,
    Step,
)
from curricula.formats.demographics import called
from curricula.formats.fhir.amounts import Amounts, amounts_of, spoken
from curricula.formats.fhir.bundle import (
    NAMES,
    WRONG,
    Resource,
    bundle_of,
    category,
    codes_of,
    first_list,
    status_of,
    words_of,
)
from curricula.formats.fhir.history import tellers
from curricula.formats.fhir.source import POSSIBLE, Source, place_of, reason_of, source_of
from curricula.formats.ids import Ids, lowered, short_title

VITAL = frozenset(
    (
        *("8867-4", "9279-1", "8310-5", "85354-9", "8480-6", "8462-4"),
        *("2708-6", "59408-5", "29463-7", "8302-2", "39156-5"),
    )
)
"""LOINC: pulse, breathing rate, temperature, blood pressures, oxygen saturation, weight, height, BMI."""
EXAMINED = frozenset(("vital-signs", "exam"))
AUTHOR, REVIEW = "not stated (FHIR bundle)", "imported, not reviewed"
TASK = "Find out what is wrong, and say what you would do."
CARRIED = frozenset(
    (
        *("Patient", "Condition", "Observation", "MedicationStatement", "MedicationRequest", "Medication"),
        *("AllergyIntolerance", "DiagnosticReport", "Procedure", "FamilyMemberHistory", "Encounter"),
    )
)


class _Drawn:
    """The parts as they are made, with the ids that are taken and what was left out."""

    def __init__(self) -> None:
        self.ids = Ids()
        self.notes: list[str] = []
        self.facts: list[Fact] = []
        self.findings: list[Finding] = []
        self.tests: list[Investigation] = []
        self.steps: list[Step] = []
        self.candidates: list[Candidate] = []


def case_of_bundle(
    record: Any, digest: str, *, clean: Callable[[str], str] = str
) -> tuple[Case, tuple[str, ...]]:
    """The draft of one bundle, with what could not be carried; Refused where no case can be made of it."""
    source, drawn = source_of(bundle_of(record), clean), _Drawn()
    _drop_names(source, drawn)
    reported = _reports(source, drawn)
    for resource in source.bundle.resources:
        if resource.pointer not in reported and resource is not source.key:
            _take(source, resource, drawn)
    _count_others(source, drawn)
    reason = source.clean(reason_of(source))
    shown = reason if reason and not named_in(reason, source.diagnosis) else ""
    case = Case(
        id=f"fhir-{digest[:12]}",
        title=short_title(called(source.person), shown, source.diagnosis),
        author=AUTHOR,
        review=REVIEW,
        patient=source.person,
        setting=Setting(place=place_of(source.encounter), task=TASK),
        opening=_opening(source.person, shown),
        facts=tuple(drawn.facts),
        findings=tuple(drawn.findings),
        tests=tuple(drawn.tests),
        steps=tuple(drawn.steps),
        diagnosis=source.diagnosis,
        differential=(Candidate(diagnosis=source.diagnosis), *drawn.candidates),
        checklist=tuple(_checklist(source, drawn)),
    )
    return case, tuple(drawn.notes)


def _take(source: Source, resource: Resource, drawn: _Drawn) -> None:
    verified = codes_of(resource.body.get("verificationStatus"))
    marked = WRONG & {*verified, status_of(resource)}
    if marked:
        drawn.notes.append(f"{resource.pointer} ({resource.kind}) is marked {min(marked)}.")
    elif resource.kind == "Condition" and verified & POSSIBLE:
        drawn.candidates.append(
            Candidate(diagnosis=Diagnosis(name=words_of(resource.body.get("code")) or "?"))
        )
    elif resource.kind in ("Procedure", "MedicationRequest") and _is_now(source, resource):
        _treat(source, resource, drawn)
    elif resource.kind == "Observation" and "social-history" not in category(resource):
        _observe(source, resource, drawn)
    else:
        _tell(source, resource, drawn)


def _tell(source: Source, resource: Resource, drawn: _Drawn) -> None:
    teller = tellers(source.bundle, voice_of(source.person), source.now).get(resource.kind)
    if teller is None:
        return
    told = list(teller(resource))
    if not told:
        drawn.notes.append(f"{resource.pointer} ({resource.kind}) does not say what it is about.")
    for one in told:
        if named_in(f"{one.about} {one.says}", source.diagnosis):
            drawn.notes.append(f"{resource.pointer} names the diagnosis; that statement was left out.")
            continue
        drawn.facts.append(
            Fact(
                id=drawn.ids.new("fact", one.about.partition(":")[0]),
                about=source.clean(one.about),
                says=source.clean(one.says),
                absent=one.absent,
                source=resource.pointer,
            )
        )


def _treat(source: Source, resource: Resource, drawn: _Drawn) -> None:
    named = source.bundle.referred(resource.body.get("medicationReference"), resource)
    name = words_of(resource.body.get("code") or resource.body.get("medicationCodeableConcept"))
    name = name or (words_of(named.body.get("code")) if named else "")
    if name:
        text = source.clean(name)
        drawn.steps.append(Step(id=drawn.ids.new("step", text), text=text, accepts=(text,)))
    else:
        drawn.notes.append(f"{resource.pointer} ({resource.kind}) does not say what it is about.")


def _observe(source: Source, resource: Resource, drawn: _Drawn) -> None:
    name, amounts = source.clean(words_of(resource.body.get("code"))), amounts_of(resource)
    if not name or not (amounts.readings or amounts.words or amounts.series):
        drawn.notes.append(f"{resource.pointer} (Observation) states no value that can be shown.")
    elif category(resource) & EXAMINED or codes_of(resource.body.get("code")) & VITAL:
        said = [*(_named_amount(amounts, at) for at in range(len(amounts.readings))), amounts.words]
        drawn.findings.append(
            Finding(
                id=drawn.ids.new("finding", name),
                name=name,
                finding=source.clean("; ".join(part for part in said if part)),
                abnormal=amounts.abnormal,
                source=resource.pointer,
            )
        )
    else:
        drawn.tests.append(_test(source, resource, drawn, name=name, amounts=amounts))


def _named_amount(amounts: Amounts, at: int) -> str:
    reading = amounts.readings[at]
    return spoken(reading) if len(amounts.readings) == 1 else f"{reading.name} {spoken(reading)}"


def _test(source: Source, resource: Resource, drawn: _Drawn, *, name: str, amounts: Amounts) -> Investigation:
    held = named_in(amounts.words, source.diagnosis) is not None
    if held:
        drawn.notes.append(
            f"{resource.pointer} names the diagnosis, and is held until the student has committed."
        )
    return Investigation(
        id=drawn.ids.new("test", name),
        name=name,
        readings=amounts.readings,
        text=source.clean(amounts.words),
        series=amounts.series,
        held=held,
        source=resource.pointer,
    )


def _reports(source: Source, drawn: _Drawn) -> set[str]:
    """Takes the reports with the observations they name; the pointers of all that was taken."""
    taken: set[str] = set()
    for report in source.bundle.of("DiagnosticReport"):
        name = source.clean(words_of(report.body.get("code")))
        if not name or status_of(report) in WRONG:
            continue
        found = [source.bundle.referred(one, report) for one in first_list(report.body, "result")]
        parts = [(one, amounts_of(one)) for one in found if one is not None and status_of(one) not in WRONG]
        words = [str(report.body.get("conclusion") or "")]
        words += [
            f"{words_of(one.body.get('code'))}: {amounts.words}" for one, amounts in parts if amounts.words
        ]
        whole = Amounts(
            tuple(reading for _, amounts in parts for reading in amounts.readings),
            ". ".join(" ".join(text.split()).rstrip(".") for text in words if text),
            next((amounts.series for _, amounts in parts if amounts.series), None),
            None,
        )
        if report.body.get("presentedForm"):
            drawn.notes.append(f"{report.pointer} has attachments, which were left out.")
        if whole.readings or whole.words or whole.series:
            drawn.tests.append(_test(source, report, drawn, name=name, amounts=whole))
            taken |= {report.pointer, *(one.pointer for one, _ in parts)}
    return taken


def _is_now(source: Source, resource: Resource) -> bool:
    """Whether it was done or ordered in this encounter."""
    named = source.bundle.referred(resource.body.get("encounter"), resource)
    return source.encounter is not None and named == source.encounter


def _opening(person: Person, reason: str) -> str:
    came = "I've come" if person.speaks == "patient" else "We've come"
    return f"{came} about this: {lowered(reason)}." if reason else "Hello."


def _drop_names(source: Source, drawn: _Drawn) -> None:
    patient = source.bundle.of("Patient")[0]
    dropped = sorted(NAMES & patient.body.keys())
    dropped += ["birthDate (the age is kept)"] if "birthDate" in patient.body else []
    if dropped:
        drawn.notes.append(f"Dropped of the patient: {', '.join(dropped)}.")


def _count_others(source: Source, drawn: _Drawn) -> None:
    others = Counter(one.kind or "unnamed" for one in source.bundle.resources if one.kind not in CARRIED)
    for kind, count in sorted(others.items()):
        drawn.notes.append(f"{count} of {kind[:60]} were left out: a case has no place for them.")
    for report in source.bundle.of("DiagnosticReport"):
        if report.pointer not in {test.source for test in drawn.tests}:
            drawn.notes.append(f"{report.pointer} (DiagnosticReport) states nothing that can be shown.")


def _checklist(source: Source, drawn: _Drawn) -> Iterator[Line]:
    """A line for each kind of thing, as a beginning for an author."""
    parts = (
        Line(
            id="asks", domain="history", text="Asks about the past", any_of=tuple(f.id for f in drawn.facts)
        ),
        Line(
            id="examines", domain="examination", text="Examines", any_of=tuple(f.id for f in drawn.findings)
        ),
        Line(
            id="orders", domain="investigation", text="Orders tests", any_of=tuple(t.id for t in drawn.tests)
        ),
        Line(id="treats", domain="management", text="Treats", any_of=tuple(s.id for s in drawn.steps)),
    )
    yield from (line for line in parts if line.any_of)
    name = source.diagnosis.name
    yield Line(id="the-diagnosis", domain="reasoning", text=f"Considers {name}", candidates=(name,), weight=3)

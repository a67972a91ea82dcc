"""Cases in the form of AgentClinic: an OSCE examination as free texts under names that vary."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from curricula.cases.atoms import Atom, Leaf, leaves, says_nothing, split
from curricula.cases.names import ABBREVIATION, BRACKETS, named_in
from curricula.cases.persons import voice_of
from curricula.cases.types import (
    Candidate,
    Case,
    Diagnosis,
    Domain,
    Fact,
    Finding,
    Investigation,
    Line,
    Person,
    Setting,
    Step,
)
from curricula.formats.demographics import called, person_of
from curricula.formats.ids import Ids, lowered, named, short_title
from curricula.formats.readings import reading_of
from curricula.formats.records import Draft, Refusal, drafts_of
from retrieval.errors import Refused

WHOLE = "OSCE_Examination"
ACTOR, EXAMINATION, TESTS = "Patient_Actor", "Physical_Examination_Findings", "Test_Results"
KEY, TASK, PLAN = "Correct_Diagnosis", "Objective_for_Doctor", "Management_and_Follow_Up"
KNOWN = frozenset((ACTOR, EXAMINATION, TESTS, KEY, TASK, PLAN))
NORMAL = re.compile(r"\b(?:normal|unremarkable|negative|within)\b", re.IGNORECASE)
PLAIN_TASK = "Find out what is wrong, and say what you would do."
AUTHOR, REVIEW = "not stated (AgentClinic format)", "imported, not reviewed"


def read_agentclinic(path: Path) -> Iterator[Draft | Refusal]:
    """A draft or a refusal for each record of a JSONL or JSON file."""
    return drafts_of(path, case_of_record)


class _Source(NamedTuple):
    """The examination inside a record, where it stands there, and what its parts are named by."""

    examination: Mapping[str, Any]
    root: str
    diagnosis: Diagnosis
    person: Person


def case_of_record(record: Any, digest: str) -> tuple[Case, tuple[str, ...]]:
    """The draft of one record, with what could not be carried; Refused where no case can be made of it."""
    source = _source(record)
    ids, notes = Ids(), list(_unknown(source.examination))
    facts = list(_facts(source, ids, notes))
    if not facts:
        raise Refused("It holds nothing that a patient could tell (Patient_Actor).")
    findings = list(_findings(source, ids, notes))
    tests = list(_tests(source, ids, notes))
    task = str(source.examination.get(TASK) or "").strip()
    if not task or named_in(task, source.diagnosis):
        notes += ["The task names the diagnosis; a plain one took its place."] if task else []
        task = PLAIN_TASK
    symptom = _symptom(source, facts)
    case = Case(
        id=_id(record, digest),
        title=short_title(called(source.person), symptom.text if symptom else "", source.diagnosis),
        author=AUTHOR,
        review=REVIEW,
        patient=source.person,
        setting=Setting(task=task),
        opening=_opening(source.person, symptom),
        facts=tuple(fact for fact, _ in facts),
        findings=tuple(findings),
        tests=tuple(tests),
        steps=tuple(_steps(source, ids)),
        diagnosis=source.diagnosis,
        differential=(Candidate(diagnosis=source.diagnosis),),
        checklist=tuple(_checklist(source, [fact for fact, _ in facts], findings, tests)),
    )
    return case, tuple(notes)


def _source(record: Any) -> _Source:
    inner = record.get(WHOLE) if isinstance(record, Mapping) else None
    examination = inner if isinstance(inner, Mapping) else record
    if not isinstance(examination, Mapping) or not KNOWN & examination.keys():
        raise Refused(f"It has no {WHOLE} with a {ACTOR} and a {KEY}.")
    key = examination.get(KEY)
    if not isinstance(key, str) or not key.strip():
        raise Refused(f"It does not say what is right ({KEY}).")
    actor = examination.get(ACTOR)
    if not isinstance(actor, Mapping):
        raise Refused(f"It holds nothing that a patient could tell ({ACTOR}).")
    story = " ".join(leaf.text for leaf in leaves(actor, ""))
    root = f"/{WHOLE}" if examination is inner else ""
    return _Source(examination, root, _diagnosis(key), person_of(actor.get("Demographics"), story))


def _diagnosis(key: str) -> Diagnosis:
    name = " ".join(key.split()).rstrip(".")
    shorts = [inner.strip() for inner in BRACKETS.findall(name) if ABBREVIATION.fullmatch(inner.strip())]
    return Diagnosis(name=BRACKETS.sub("", name).strip() if shorts else name, also=tuple(shorts))


def _id(record: Mapping[str, Any], digest: str) -> str:
    given = re.sub(r"[^a-z0-9]+", "-", str(record.get("id") or "").casefold()).strip("-")[:100]
    return given.strip("-") or f"agentclinic-{digest[:12]}"


def _facts(source: _Source, ids: Ids, notes: list[str]) -> Iterator[tuple[Fact, Atom]]:
    parts = split(source.examination[ACTOR], f"{source.root}/{ACTOR}", voice_of(source.person))
    notes += [f"{leaf.pointer} says nothing (“{leaf.text[:60]}”)." for leaf in parts.empty]
    for atom in parts.atoms:
        if named_in(f"{atom.text} {atom.says}", source.diagnosis):
            notes.append(f"{atom.pointer} names the diagnosis; that statement was left out.")
            continue
        made = Fact(
            id=ids.new(*atom.headings),
            about=atom.about,
            says=atom.says,
            absent=atom.absent,
            told="freely" if _is_first(atom) else "asked",
            source=atom.pointer,
        )
        yield made, atom


def _findings(source: _Source, ids: Ids, notes: list[str]) -> Iterator[Finding]:
    for leaf in _stated(source, EXAMINATION, notes):
        if named_in(leaf.text, source.diagnosis):
            notes.append(f"{leaf.pointer} names the diagnosis, and is told when it is examined.")
        yield Finding(
            id=ids.new(*leaf.headings), name=named(leaf.headings), finding=leaf.text, source=leaf.pointer
        )


def _tests(source: _Source, ids: Ids, notes: list[str]) -> Iterator[Investigation]:
    for leaf in _stated(source, TESTS, notes):
        name = named(leaf.headings)
        amount = reading_of(name.rpartition(": ")[2], leaf.text)
        held = named_in(leaf.text, source.diagnosis) is not None
        if held:
            notes.append(f"{leaf.pointer} names the diagnosis, and is held until the student has committed.")
        yield Investigation(
            id=ids.new(*leaf.headings),
            name=name,
            readings=(amount[0],) if amount else (),
            text=amount[1] if amount else leaf.text,
            held=held,
            source=leaf.pointer,
        )


def _stated(source: _Source, part: str, notes: list[str]) -> Iterator[Leaf]:
    for leaf in leaves(source.examination.get(part), f"{source.root}/{part}"):
        if says_nothing(leaf.text) and not NORMAL.search(leaf.text):
            notes.append(f"{leaf.pointer} says nothing (“{leaf.text[:60]}”).")
        else:
            yield leaf if leaf.headings else leaf._replace(headings=(part.replace("_", " "),))


def _steps(source: _Source, ids: Ids) -> Iterator[Step]:
    for leaf in leaves(source.examination.get(PLAN), ""):
        yield Step(id=ids.new("step", *leaf.headings), text=leaf.text)


def _is_first(atom: Atom) -> bool:
    return any("primary" in heading.casefold() or "chief" in heading.casefold() for heading in atom.headings)


def _symptom(source: _Source, facts: Iterable[tuple[Fact, Atom]]) -> Atom | None:
    """What the patient comes for: the primary symptom, or else the first thing affirmed."""
    told = [atom for _, atom in facts if not atom.absent and "Demographics" not in atom.headings]
    return next((atom for atom in told if _is_first(atom)), told[0] if told else None)


def _opening(person: Person, symptom: Atom | None) -> str:
    """Says what the record says, in a form that fits any wording of it."""
    came = "I've come" if person.speaks == "patient" else "We've come"
    return f"{came} about this: {lowered(symptom.text)}." if symptom else "Hello."


def _checklist(
    source: _Source, facts: list[Fact], findings: list[Finding], tests: list[Investigation]
) -> Iterator[Line]:
    """A line for each part of the record, as a beginning for an author."""
    groups: tuple[tuple[Domain, str, str, Iterable[Any]], ...] = (
        ("history", ACTOR, "Asks about", facts),
        ("examination", EXAMINATION, "Examines", findings),
        ("investigation", TESTS, "Orders", tests),
    )
    ids = Ids()
    for domain, part, verb, made in groups:
        for pointer, names in _grouped(made, f"{source.root}/{part}/").items():
            about = named((pointer.replace("_", " "),)) if pointer else part.replace("_", " ")
            yield Line(
                id=ids.new(domain, pointer),
                domain=domain,
                text=f"{verb}: {about.lower()}",
                any_of=tuple(names),
            )
    yield Line(
        id="the-diagnosis",
        domain="reasoning",
        text=f"Considers {source.diagnosis.name}",
        candidates=(source.diagnosis.name,),
        weight=3,
    )


def _grouped(made: Iterable[Any], root: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for part in made:
        first = str(part.source).removeprefix(root).partition("/")[0]
        if first != "Demographics":
            groups.setdefault(first, []).append(part.id)
    return groups


def _unknown(examination: Mapping[str, Any]) -> Iterator[str]:
    for name in examination.keys() - KNOWN:
        yield f"{str(name)[:60]} is no part that is known here, and was left out."

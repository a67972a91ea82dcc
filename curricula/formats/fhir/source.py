"""Who a bundle is about, when it was, and which of its conditions is the diagnosis."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from curricula.cases.types import Diagnosis, Person
from curricula.formats.fhir.bundle import (
    Bundle,
    Resource,
    category,
    codes_of,
    day_of,
    first,
    groups,
    scrubber,
    status_of,
    words_of,
)
from retrieval.errors import Refused

POSSIBLE = frozenset(("provisional", "differential", "unconfirmed"))
PLACES = {
    "EMER": "Emergency department",
    "AMB": "Outpatient clinic",
    "IMP": "Hospital ward",
    "ACUTE": "Hospital ward",
    "HH": "The patient's home",
    "VR": "By telephone or video",
}
OLDEST = 89


class Source(NamedTuple):
    """The bundle, its patient, day, encounter and diagnosis (`key`), and how texts are cleaned."""

    bundle: Bundle
    person: Person
    now: date | None
    encounter: Resource | None
    diagnosis: Diagnosis
    key: Resource
    clean: Callable[[str], str]


def source_of(bundle: Bundle, clean: Callable[[str], str]) -> Source:
    """The bundle understood; Refused where it has not one patient, or nothing that could be the diagnosis."""
    patients = bundle.of("Patient")
    if len(patients) != 1:
        raise Refused(f"It holds {len(patients)} patients; a case has one.")
    encounter = max(
        bundle.of("Encounter"), key=lambda one: str(one.first("period", "start") or ""), default=None
    )
    now = day_of(encounter.first("period", "start")) if encounter else None
    now = now or _latest(bundle)
    key = _key(bundle, encounter)
    diagnosis = Diagnosis(name=words_of(key.body.get("code")))
    person = _person(patients[0], now)
    return Source(bundle, person, now, encounter, diagnosis, key, scrubber(bundle, clean))


def _latest(bundle: Bundle) -> date | None:
    names = ("effectiveDateTime", "issued", "recordedDate", "authoredOn")
    days = (day_of(resource.body.get(name)) for resource in bundle.resources for name in names)
    return max((day for day in days if day), default=None)


def _person(patient: Resource, now: date | None) -> Person:
    """Age and sex only. Above 89 the age itself would tell who it is, and is given as 90."""
    sex = str(patient.body.get("gender") or "")
    known = sex if sex in ("female", "male") else None
    born = day_of(patient.body.get("birthDate"))
    if born is None or now is None or born > now:
        return Person(sex=known)
    days = (now - born).days
    if days >= 2 * 365:
        age = min(now.year - born.year - ((now.month, now.day) < (born.month, born.day)), OLDEST + 1)
        speaks_self = age >= 12
        parent = None if speaks_self else "a parent"
        return Person(age=age, sex=known, speaks="patient" if speaks_self else "parent", speaker=parent)
    sizes = (("months", 30), ("weeks", 7), ("days", 1))
    unit, size = next((unit, size) for unit, size in sizes if days >= 2 * size or unit == "days")
    return Person.model_validate(
        {"age": days // size, "age_unit": unit, "sex": known, "speaks": "parent", "speaker": "a parent"}
    )


def _key(bundle: Bundle, encounter: Resource | None) -> Resource:
    """The condition that is the diagnosis: the encounter's, or the latest that is active and confirmed."""
    given = groups(encounter.body.get("diagnosis")) if encounter else []
    for one in sorted(given, key=_rank):
        found = bundle.referred(first(one, "condition"), encounter) if encounter else None
        if found is not None and words_of(found.body.get("code")):
            return found
    conditions = [one for one in bundle.of("Condition") if words_of(one.body.get("code"))]
    fitting = [
        one
        for one in conditions
        if status_of(one) in ("active", "recurrence", "relapse", "")
        and not codes_of(one.body.get("verificationStatus")) & (POSSIBLE | {"refuted", "entered-in-error"})
    ]
    if not fitting:
        raise Refused("It names no active condition that could be the diagnosis.")
    return max(fitting, key=lambda one: ("encounter-diagnosis" in category(one), _when(one)))


def _rank(diagnosis: Mapping[str, Any]) -> int:
    rank = diagnosis.get("rank")
    return rank if isinstance(rank, int) else 99


def _when(resource: Resource) -> str:
    return str(resource.body.get("recordedDate") or resource.body.get("onsetDateTime") or "")


def reason_of(source: Source) -> str:
    """Why the patient came, empty where nobody says."""
    return words_of(source.encounter.body.get("reasonCode")) if source.encounter else ""


def place_of(encounter: Resource | None) -> str:
    """Where it was, empty where nobody says."""
    return PLACES.get(str(encounter.first("class", "code")), "") if encounter else ""

"""What the patient could tell: other conditions, medicines, allergies, operations, family and habits."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from curricula.cases.persons import Voice
from curricula.formats.fhir.amounts import amounts_of, spoken
from curricula.formats.fhir.bundle import (
    Bundle,
    Resource,
    ago,
    codes_of,
    day_of,
    first,
    first_list,
    many,
    status_of,
    words_of,
)
from curricula.formats.ids import lowered

NO_ALLERGY = frozenset(("716186003", "409137002", "1220595008", "no-known-allergies"))
PAST = frozenset(("resolved", "remission", "inactive", "completed", "stopped"))


class Told(NamedTuple):
    """A statement: what it is about in the record's words, how it is said, and whether it denies."""

    resource: Resource
    about: str
    says: str
    absent: bool = False


def condition(resource: Resource, voice: Voice, now: date | None) -> Told | None:
    """Another illness of the patient."""
    name = lowered(words_of(resource.body.get("code")))
    if not name:
        return None
    if "refuted" in codes_of(resource.body.get("verificationStatus")):
        return Told(resource, f"Past medical history: No {name}", f"No, not {name}.", absent=True)
    when = ago(day_of(resource.body.get("onsetDateTime")), now)
    if status_of(resource) in PAST:
        return Told(
            resource, f"Past medical history: {name}", _sentence(f"{voice.subject} had {name}", when, ", ")
        )
    since = f"it was found {when}" if when and when != "today" else ""
    return Told(resource, f"Past medical history: {name}", _sentence(f"{voice.has} got {name}", since, ", "))


def medicine(resource: Resource, bundle: Bundle, voice: Voice) -> Told | None:
    """A medicine that the patient takes, or has taken."""
    named = bundle.referred(resource.body.get("medicationReference"), resource)
    name = words_of(resource.body.get("medicationCodeableConcept"))
    name = name or (words_of(named.body.get("code")) if named else "")
    if not name:
        return None
    doses = first_list(resource.body, "dosage") or first_list(resource.body, "dosageInstruction")
    dose = " ".join(str(first(doses, "text") or "").split())
    if status_of(resource) in PAST:
        return Told(
            resource, f"Medications: formerly {name}", _sentence(f"{voice.has} taken {name}", "before")
        )
    verb = "take" if voice.subject in ("I", "they") else "takes"
    return Told(
        resource, f"Medications: {name} {dose}", _sentence(f"{voice.subject} {verb} {name}", dose, ", ")
    )


def allergy(resource: Resource, voice: Voice) -> Told | None:
    """What the patient cannot have, or that there is nothing of the kind."""
    name = lowered(words_of(resource.body.get("code")))
    denied = codes_of(resource.body.get("code")) & NO_ALLERGY
    refuted = "refuted" in codes_of(resource.body.get("verificationStatus"))
    if denied:
        return Told(resource, "Allergies: no known allergies", "No, no allergies.", absent=True)
    if not name:
        return None
    if refuted:
        return Told(resource, f"Allergies: not {name}", f"No, not to {name}.", absent=True)
    signs = (
        lowered(words_of(sign))
        for one in many(resource.body.get("reaction"))
        for sign in first_list(one, "manifestation")
    )
    reaction = " and ".join(sign for sign in signs if sign)
    after = f"it gives {_object(voice)} {reaction}" if reaction else ""
    return Told(
        resource, f"Allergies: {name} {reaction}", _sentence(f"{voice.am} allergic to {name}", after, ", ")
    )


def operation(resource: Resource, voice: Voice, now: date | None) -> Told | None:
    """Something that was done to the patient before."""
    name = lowered(words_of(resource.body.get("code")))
    if not name:
        return None
    day = day_of(resource.body.get("performedDateTime") or first(resource.body, "performedPeriod", "start"))
    return Told(
        resource,
        f"Past surgical history: {name}",
        _sentence(f"{voice.subject} had {name}", ago(day, now), ", "),
    )


def relative(resource: Resource, voice: Voice) -> Iterator[Told]:
    """What a member of the family has or had, a statement each."""
    who = words_of(resource.body.get("relationship")).lower() or "relative"
    for one in many(resource.body.get("condition")):
        if name := lowered(words_of(first(one, "code"))):
            yield Told(resource, f"Family history: {who}: {name}", _sentence(f"{voice.my} {who} had {name}"))


def habit(resource: Resource) -> Told | None:
    """A way of living, as the record words it."""
    name = words_of(resource.body.get("code"))
    amounts = amounts_of(resource)
    value = "; ".join([*map(spoken, amounts.readings), *([amounts.words] if amounts.words else [])])
    if not name or not value:
        return None
    return Told(resource, f"Social history: {name}: {value}", _sentence(f"{name}: {value}"))


def _object(voice: Voice) -> str:
    return {"I": "me", "he": "him", "she": "her", "they": "them"}[voice.subject]


def _sentence(text: str, more: str = "", joint: str = " ") -> str:
    whole = f"{text}{joint}{more}" if more else text
    return f"{whole[:1].upper()}{whole[1:].rstrip('.')}."


Teller = Callable[[Resource], Iterator[Told]]


def tellers(bundle: Bundle, voice: Voice, now: date | None) -> Mapping[str, Teller]:
    """By type of resource, what the patient tells of it."""

    def one(made: Told | None) -> Iterator[Told]:
        return iter([made] if made else [])

    return {
        "Condition": lambda resource: one(condition(resource, voice, now)),
        "MedicationStatement": lambda resource: one(medicine(resource, bundle, voice)),
        "MedicationRequest": lambda resource: one(medicine(resource, bundle, voice)),
        "AllergyIntolerance": lambda resource: one(allergy(resource, voice)),
        "Procedure": lambda resource: one(operation(resource, voice, now)),
        "FamilyMemberHistory": lambda resource: relative(resource, voice),
        "Observation": lambda resource: one(habit(resource)),
    }

"""Makes bundles in the public form of FHIR R4, of patients who do not exist."""

from random import Random
from typing import Any

DAY = "2024-03-10"
NAMES = ("Quillfeather", "Brambleworth", "Ostrander", "Tillowby")
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
OBSERVED = "http://terminology.hl7.org/CodeSystem/observation-category"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
MEANING = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"


def concept(text: str, code: str = "", system: str = SNOMED) -> dict[str, Any]:
    """A CodeableConcept with a text and, if given, a code."""
    coding = [{"system": system, "code": code, "display": text}] if code else []
    return {"text": text} | ({"coding": coding} if coding else {})


def coded(code: str, system: str) -> dict[str, Any]:
    """A CodeableConcept that is a code alone."""
    return {"coding": [{"system": system, "code": code}]}


def condition(
    name: str, *, clinical: str = "active", verified: str = "confirmed", **more: Any
) -> dict[str, Any]:
    """A Condition."""
    states = {"clinicalStatus": coded(clinical, CLINICAL), "verificationStatus": coded(verified, VERIFIED)}
    return {"resourceType": "Condition", "code": concept(name, "1"), "subject": _patient(), **states, **more}


def observation(name: str, *, category: str = "laboratory", code: str = "", **more: Any) -> dict[str, Any]:
    """An Observation; its value is given by its field, such as valueQuantity."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [coded(category, OBSERVED)],
        "code": concept(name, code, LOINC),
        "subject": _patient(),
        "effectiveDateTime": f"{DAY}T09:20:00+00:00",
        **more,
    }


def quantity(value: float, unit: str, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    """A valueQuantity with its reference range."""
    limits = {name: {"value": one, "unit": unit} for name, one in (("low", low), ("high", high)) if one}
    made: dict[str, Any] = {
        "valueQuantity": {"value": value, "unit": unit, "system": "http://unitsofmeasure.org"}
    }
    return made | ({"referenceRange": [limits]} if limits else {})


def patient(name: str = NAMES[0], **more: Any) -> dict[str, Any]:
    """A Patient with everything that tells who somebody is."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [{"system": "urn:oid:1.2.3", "value": "MRN-0071843"}],
        "name": [{"use": "official", "family": name, "given": ["Perpetua", "Anne"]}],
        "telecom": [{"system": "phone", "value": "555-0142-778", "use": "home"}],
        "gender": "female",
        "birthDate": "1966-11-02",
        "address": [{"line": ["14 Larkspur Crescent"], "city": "Dunmere", "postalCode": "DX9 4QQ"}],
    } | more


def encounter(**more: Any) -> dict[str, Any]:
    """The Encounter that the bundle is about."""
    return {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "EMER"},
        "subject": _patient(),
        "period": {"start": f"{DAY}T09:00:00+00:00", "end": f"{DAY}T15:00:00+00:00"},
        "reasonCode": [concept("Pain on breathing in")],
        "diagnosis": [{"condition": {"reference": "Condition/c1"}, "rank": 1}],
    } | more


def bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A Bundle of type collection; resources without an id get one."""
    entries = []
    for number, resource in enumerate(resources):
        whole = {"id": f"r{number}"} | resource
        entries.append({"fullUrl": f"urn:uuid:{number:032x}", "resource": whole})
    return {"resourceType": "Bundle", "type": "collection", "entry": entries} | more


def whole_bundle(**replaced: dict[str, Any]) -> dict[str, Any]:
    """A woman with pleurisy, with one or more of every type of resource that is carried."""
    resources: dict[str, dict[str, Any]] = {
        "patient": patient(),
        "encounter": encounter(),
        "key": condition("Pleurisy", id="c1"),
        "past": condition("Eczema", clinical="resolved", onsetDateTime="2004-03"),
        "other": condition("Hypothyroidism", onsetDateTime="2019-03-01"),
        "possible": condition("Pulmonary embolism", verified="provisional"),
        "refuted": condition("Asthma", verified="refuted"),
        "wrong": condition("Gout", verified="entered-in-error"),
        "pulse": observation("Heart rate", category="vital-signs", code="8867-4", **quantity(96, "/min")),
        "pressure": observation(
            "Blood pressure",
            category="vital-signs",
            code="85354-9",
            component=[
                {"code": concept("Systolic"), **quantity(128, "mmHg")},
                {"code": concept("Diastolic"), **quantity(76, "mmHg")},
            ],
        ),
        "rub": observation("Auscultation of the chest", category="exam", valueString="A rub on the left."),
        "sodium": observation("Sodium", id="na", **quantity(139, "mmol/L", 135, 145)),
        "potassium": observation(
            "Potassium", id="k", interpretation=[coded("H", MEANING)], **quantity(5.6, "mmol/L", 3.5, 5.0)
        ),
        "dimer": observation("D-dimer", **quantity(310, "ng/mL", None, 500)),
        "smoking": observation(
            "Tobacco smoking status", category="social-history", valueCodeableConcept=concept("Never smoker")
        ),
        "panel": {
            "resourceType": "DiagnosticReport",
            "status": "final",
            "code": concept("Electrolytes"),
            "result": [{"reference": "Observation/na"}, {"reference": f"urn:uuid:{12:032x}"}],
        },
        "film": {
            "resourceType": "DiagnosticReport",
            "status": "final",
            "code": concept("Chest film"),
            "conclusion": "Mrs Quillfeather: clear lungs. In keeping with pleurisy.",
            "presentedForm": [{"contentType": "application/pdf"}],
        },
        "takes": {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": concept("levothyroxine"),
            "dosage": [{"text": "75 micrograms every morning"}],
        },
        "drug": {"resourceType": "Medication", "id": "m1", "code": concept("ibuprofen")},
        "given": {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationReference": {"reference": "Medication/m1"},
            "encounter": {"reference": "Encounter/e1"},
        },
        "allergy": {
            "resourceType": "AllergyIntolerance",
            "clinicalStatus": coded("active", CLINICAL),
            "code": concept("penicillin"),
            "reaction": [{"manifestation": [concept("Hives")]}],
        },
        "operation": {
            "resourceType": "Procedure",
            "status": "completed",
            "code": concept("Appendicectomy"),
            "performedDateTime": "1999-03-02",
        },
        "family": {
            "resourceType": "FamilyMemberHistory",
            "status": "completed",
            "relationship": concept("Mother"),
            "condition": [{"code": concept("Stroke")}],
        },
        "claim": {"resourceType": "Claim"},
    }
    return bundle(*(resources | replaced).values())


def random_bundle(seed: int) -> dict[str, Any]:
    """A bundle with some resources missing, some fields emptied and some put out of shape."""
    dice = Random(seed)
    made = whole_bundle()
    for entry in list(made["entry"]):
        body = entry["resource"]
        if body["resourceType"] not in ("Patient", "Condition") and dice.random() < 0.3:
            made["entry"].remove(entry)
        for name in list(body):
            if name not in ("resourceType", "id", "code", "verificationStatus") and dice.random() < 0.2:
                body[name] = dice.choice([None, [], {}, "", "text", 7, [None], [{}], {"reference": "#x"}])
    return made


def _patient() -> dict[str, str]:
    return {"reference": "Patient/p1"}

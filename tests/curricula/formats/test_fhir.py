"""A bundle in the public form of FHIR R4 becomes a draft, without what tells who the patient is."""

import json
from pathlib import Path
from typing import Any

import pytest

from curricula.cases.lint import lint
from curricula.cases.types import Case
from curricula.formats.fhir import read_fhir
from curricula.formats.fhir.draft import case_of_bundle
from curricula.formats.records import Draft, Refusal
from retrieval.errors import Refused
from tests.curricula.formats.bundles import (
    NAMES,
    bundle,
    condition,
    encounter,
    observation,
    patient,
    quantity,
    random_bundle,
    whole_bundle,
)

DIGEST = "a" * 64


def imported(record: Any) -> tuple[Case, tuple[str, ...]]:
    return case_of_bundle(record, DIGEST)


def said(case: Case) -> list[str]:
    return [fact.says for fact in case.facts]


def test_the_patient_keeps_age_and_sex_and_nothing_else() -> None:
    case, notes = imported(whole_bundle())
    assert (case.patient.age, case.patient.sex, case.patient.name) == (57, "female", None)
    whole = case.model_dump_json()
    told = [*NAMES, "Perpetua", "0071843", "555-0142", "Larkspur", "Dunmere", "DX9", "1966", "2024", "1999"]
    assert [word for word in told if word in whole] == []
    assert "[removed]: clear lungs" in whole
    assert "Dropped of the patient: address, identifier, name, telecom, birthDate (the age is kept)." in notes


def test_conditions_medicines_allergies_operations_and_family_become_what_is_told() -> None:
    case, _ = imported(whole_bundle())
    assert said(case) == [
        "I had eczema, 20 years ago.",
        "I've got hypothyroidism, it was found 5 years ago.",
        "No, not asthma.",
        "Tobacco smoking status: Never smoker.",
        "I take levothyroxine, 75 micrograms every morning.",
        "I am allergic to penicillin, it gives me hives.",
        "I had appendicectomy, 25 years ago.",
        "My mother had stroke.",
    ]
    assert [fact.absent for fact in case.facts] == [False, False, True, *[False] * 5]


def test_the_encounter_gives_diagnosis_reason_and_place() -> None:
    case, _ = imported(whole_bundle())
    assert case.diagnosis.name == "Pleurisy"
    assert case.title == "A 57-year-old woman: pain on breathing in"
    assert case.setting.place == "Emergency department"
    assert case.opening == "I've come about this: pain on breathing in."


def test_vital_signs_and_what_was_examined_become_findings() -> None:
    case, _ = imported(whole_bundle())
    assert [(one.name, one.finding) for one in case.findings] == [
        ("Heart rate", "96 /min"),
        ("Blood pressure", "Systolic 128 mmHg; Diastolic 76 mmHg"),
        ("Auscultation of the chest", "A rub on the left."),
    ]


def test_a_report_gathers_the_observations_that_it_names() -> None:
    case, _ = imported(whole_bundle())
    panel, film, dimer = case.tests
    assert panel.name == "Electrolytes"
    assert [(one.name, one.value, one.low, one.high) for one in panel.readings] == [
        ("Sodium", 139, 135, 145),
        ("Potassium", 5.6, 3.5, 5.0),
    ]
    assert film.held
    assert (dimer.name, dimer.readings[0].high) == ("D-dimer", 500)


def test_what_was_ordered_in_the_encounter_is_a_step_and_what_was_thought_of_a_candidate() -> None:
    case, _ = imported(whole_bundle())
    assert [step.text for step in case.steps] == ["ibuprofen"]
    assert [one.diagnosis.name for one in case.differential] == ["Pleurisy", "Pulmonary embolism"]


def test_what_could_not_be_carried_is_listed() -> None:
    notes = " ".join(imported(whole_bundle())[1])
    for words in (
        "1 of Claim were left out",
        "has attachments",
        "is marked entered-in-error",
        "names the diagnosis",
    ):
        assert words in notes


def test_a_draft_has_no_fault_but_intents_which_are_mapped_later() -> None:
    case, _ = imported(whole_bundle())
    faults = [remark for remark in lint(case) if not remark.warning and remark.spot[-1] != "intents"]
    assert faults == []
    parts = (*case.facts, *case.findings, *case.tests)
    assert len({part.id for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("born", "age", "unit", "speaks"),
    [
        ("2024-03-07", 3, "days", "parent"),
        ("2024-02-10", 4, "weeks", "parent"),
        ("2023-05-10", 10, "months", "parent"),
        ("2021-03-11", 2, "years", "parent"),
        ("2012-03-10", 12, "years", "patient"),
        ("1920-01", 90, "years", "patient"),
        ("2030-01-01", None, "years", "patient"),
        ("?", None, "years", "patient"),
    ],
)
def test_the_age_is_that_at_the_encounter_and_never_tells_who_it_is(
    born: str, age: float | None, unit: str, speaks: str
) -> None:
    person = imported(whole_bundle(patient=patient(birthDate=born)))[0].patient
    assert (person.age, person.age_unit, person.speaks) == (age, unit, speaks)


def test_without_an_encounter_the_latest_confirmed_active_condition_is_the_diagnosis() -> None:
    case, _ = imported(
        bundle(
            patient(),
            condition("Eczema", recordedDate="2020-01-01"),
            condition("Shingles", recordedDate="2024-01-01"),
            condition("Lupus", recordedDate="2024-02-01", verified="provisional"),
        )
    )
    assert case.diagnosis.name == "Shingles"
    assert case.opening == "Hello."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"valueString": "clear"}, "clear"),
        ({"valueBoolean": True}, "yes"),
        ({"valueCodeableConcept": {"coding": [{"display": "Positive"}]}}, "Positive"),
        ({"valueRange": {"low": {"value": 2, "unit": "mm"}, "high": {"value": 4}}}, "2 to 4 mm"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, "1 : 128"),
    ],
)
def test_values_that_are_no_amounts_are_kept_as_words(value: dict[str, Any], shown: str) -> None:
    case, _ = imported(bundle(patient(), condition("Shingles"), observation("Swab", **value)))
    assert case.tests[0].text == shown


def test_a_bound_is_kept_and_sampled_data_become_a_plot() -> None:
    bound = quantity(5, "mg/L")
    bound["valueQuantity"]["comparator"] = "<"
    strip = {
        "origin": {"value": 0, "unit": "mV"},
        "period": 4,
        "factor": 0.5,
        "dimensions": 1,
        "data": "0 1 2",
    }
    case, _ = imported(
        bundle(
            patient(),
            condition("Shingles"),
            observation("CRP", **bound),
            observation("ECG lead II", valueSampledData=strip),
        )
    )
    assert case.tests[0].readings[0].value == "< 5"
    series = case.tests[1].series
    assert series is not None
    assert (series.x, series.y, series.y_label) == ((0, 0.004, 0.008), (0, 0.5, 1), "mV")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([], "no FHIR bundle"),
        ({"resourceType": "Patient"}, "no FHIR bundle"),
        (bundle(), "0 patients"),
        (bundle(patient(), patient()), "2 patients"),
        (bundle(patient()), "no active condition"),
        (bundle(patient(), condition("Gout", clinical="resolved")), "no active condition"),
        (bundle(patient(), encounter()), "no active condition"),
    ],
)
def test_a_bundle_that_makes_no_case_is_refused_with_its_reason(record: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        imported(record)


@pytest.mark.parametrize("seed", range(100))
def test_a_bundle_with_gaps_and_odd_shapes_is_read_or_refused(seed: int) -> None:
    try:
        case, _ = imported(random_bundle(seed))
    except Refused:
        return
    assert Case.model_validate_json(case.model_dump_json()) == case


def test_a_file_may_hold_bundles_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "bundles.ndjson"
    path.write_text("\n".join(json.dumps(one) for one in (whole_bundle(), {"resourceType": "X"})))
    drawn = list(read_fhir(path))
    assert [type(one) for one in drawn] == [Draft, Refusal]


def test_free_text_is_cleaned_as_the_caller_wishes(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(whole_bundle()))
    (draft,) = read_fhir(path, clean=lambda text: text.replace("left", "[removed]"))
    assert isinstance(draft, Draft)
    assert draft.case.findings[2].finding == "A rub on the [removed]."

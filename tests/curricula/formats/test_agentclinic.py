"""Records in the form of AgentClinic become drafts that can be played; what cannot be carried is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.cases.lint import lint
from curricula.cases.names import named_in
from curricula.cases.types import Case
from curricula.formats.agentclinic import case_of_record, read_agentclinic
from curricula.formats.demographics import called, person_of
from curricula.formats.readings import reading_of
from curricula.formats.records import Draft, Refusal
from retrieval.errors import Refused
from tests.curricula.formats.examination import osce, record


def imported(**changed: Any) -> tuple[Case, tuple[str, ...]]:
    return case_of_record(record(**changed), "0" * 64)


def value_at(whole: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        whole = whole[int(name)] if isinstance(whole, list) else whole[name]
    return whole


def test_every_statement_finding_and_result_becomes_a_part_with_its_pointer() -> None:
    case, notes = imported()
    parts = (*case.facts, *case.findings, *case.tests)
    told = {part.source for part in parts} | {note.split()[0] for note in notes}
    assert all(isinstance(value_at(record(), str(part.source)), str) for part in parts)
    assert len({part.id for part in parts}) == len(parts)
    assert "/OSCE_Examination/Patient_Actor/Symptoms/Secondary_Symptoms/1" in told
    assert "/OSCE_Examination/Physical_Examination_Findings/Vital_Signs/Blood_Pressure/Sitting" in told
    assert "/OSCE_Examination/Test_Results/Laboratory_Tests/ESR" in told


def test_parts_have_names_that_a_student_can_read() -> None:
    case, _ = imported()
    assert [finding.name for finding in case.findings] == [
        "Temperature",
        "Blood pressure: Sitting",
        "Throat examination: Inspection",
    ]
    assert [test.name for test in case.tests] == [
        "Complete blood count: WBC",
        "Complete blood count: Hemoglobin",
        "CRP",
        "ESR",
        "Neck X-ray",
        "Throat swab",
    ]


def test_amounts_become_readings_with_the_limits_that_are_stated() -> None:
    wbc, _, crp, *_ = imported()[0].tests
    assert (wbc.readings[0].value, wbc.readings[0].unit, wbc.text) == (14200, "/μL", "elevated")
    assert (crp.readings[0].low, crp.readings[0].high, crp.text) == (0, 5, "")


@pytest.mark.parametrize(
    "text",
    ["0-5 /HPF", "60% of predicted", "<5 mg/L", "5 mg on day 1 and 7 mg on day 3", "4", "Normal", "1/2"],
)
def test_what_is_more_than_one_amount_stays_words(text: str) -> None:
    assert reading_of("x", text) is None


def test_what_says_nothing_is_told_and_not_played() -> None:
    case, notes = imported()
    assert any("Social_History says nothing" in note for note in notes)
    assert any("Percussion says nothing" in note for note in notes)
    assert not any("Percussion" in finding.name for finding in case.findings)


def test_a_result_that_names_the_diagnosis_is_held_and_a_statement_is_left_out() -> None:
    history = "She fears streptococcal pharyngitis. She has a sore throat."
    case, notes = imported(Patient_Actor=osce()["Patient_Actor"] | {"History": history})
    assert [test.name for test in case.tests if test.held] == ["Throat swab"]
    assert not any(named_in(fact.says, case.diagnosis) for fact in case.facts)
    assert any("History names the diagnosis; that statement was left out" in note for note in notes)


def test_neither_title_nor_task_nor_opening_names_the_diagnosis() -> None:
    actor = osce()["Patient_Actor"] | {"Symptoms": {"Primary_Symptom": "Pain of streptococcal pharyngitis"}}
    case, notes = imported(Objective_for_Doctor="Treat streptococcal pharyngitis.", Patient_Actor=actor)
    assert named_in(f"{case.title} {case.setting.task} {case.opening}", case.diagnosis) is None
    assert any("task names the diagnosis" in note for note in notes)


def test_the_abbreviation_in_brackets_is_another_name() -> None:
    diagnosis = imported()[0].diagnosis
    assert (diagnosis.name, diagnosis.also) == ("Streptococcal pharyngitis", ("GAS",))


def test_the_draft_has_no_fault_but_intents_which_are_mapped_later() -> None:
    case, _ = imported()
    faults = [remark for remark in lint(case) if not remark.warning and remark.spot[-1] != "intents"]
    assert faults == []
    assert case.status == "draft"
    assert {line.domain for line in case.checklist} == {
        "history",
        "examination",
        "investigation",
        "reasoning",
    }


@pytest.mark.parametrize(
    ("words", "age", "unit", "sex", "speaks"),
    [
        ("25-year-old female", 25, "years", "female", "patient"),
        ("2-week-old female newborn", 2, "weeks", "female", "parent"),
        ("10-month-old boy", 10, "months", "male", "parent"),
        ("58-year-old white man from Ohio", 58, "years", "male", "patient"),
        ("45 yo M", 45, "years", "male", "patient"),
        ("3-day-old infant girl", 3, "days", "female", "parent"),
        ("Newborn male", None, "years", "male", "parent"),
        ("two-year-old girl", 2, "years", "female", "parent"),
        ({"Age": 67, "Gender": "Male"}, 67, "years", "male", "patient"),
        ({"Age": "18 months", "Sex": "F"}, 18, "months", "female", "parent"),
        ("A college student", None, "years", None, "patient"),
        ("", None, "years", None, "patient"),
    ],
)
def test_who_the_patient_is_comes_from_the_demographics(
    words: Any, age: float | None, unit: str, sex: str | None, speaks: str
) -> None:
    person = person_of(words, "")
    assert (person.age, person.age_unit, person.sex, person.speaks) == (age, unit, sex, speaks)


def test_the_sex_is_taken_from_the_story_where_nothing_else_tells_it() -> None:
    assert person_of("23-year-old student", "He says his hand hurts. He fell.").sex == "male"
    assert person_of("23-year-old student", "He and she fell.").sex is None


def test_an_older_child_speaks_unless_parents_are_in_the_story() -> None:
    assert person_of("8-year-old boy", "Headache.").speaks == "patient"
    told = person_of("8-year-old boy", "His father says he cries at night.")
    assert (told.speaks, told.speaker) == ("parent", "his father")


def test_a_title_has_the_right_article() -> None:
    people = ("8-year-old boy", "84-year-old female", "11-month-old girl", "30-year-old", "?")
    assert [called(person_of(words, "")) for words in people] == [
        "An 8-year-old boy",
        "An 84-year-old woman",
        "An 11-month-old girl",
        "A 30-year-old person",
        "A patient",
    ]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (3, "no OSCE_Examination"),
        ({}, "no OSCE_Examination"),
        ({"OSCE_Examination": {"Patient_Actor": {"History": "x"}}}, "does not say what is right"),
        (record(Correct_Diagnosis=" "), "does not say what is right"),
        (record(Patient_Actor="x"), "nothing that a patient could tell"),
        (record(Patient_Actor={}), "nothing that a patient could tell"),
    ],
)
def test_a_record_that_makes_no_case_is_refused_with_its_reason(given: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        case_of_record(given, "0" * 64)


def test_a_bad_line_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    lines = [
        json.dumps({"id": "Case 1"} | record()),
        "{",
        json.dumps(record()),
        "[" * 5000,
        json.dumps({"id": "case-1"} | record()),
        "7" * 9000,
        '{"id": "\\ud800"}',
        json.dumps(osce()),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    drawn = list(read_agentclinic(path))
    assert [(one.place, type(one)) for one in drawn] == [
        ("line 1", Draft),
        ("line 2", Refusal),
        ("line 3", Draft),
        ("line 4", Refusal),
        ("line 5", Refusal),
        ("line 6", Refusal),
        ("line 7", Refusal),
        ("line 8", Draft),
    ]
    reasons = [one.reason for one in drawn if isinstance(one, Refusal)]
    assert [reason.split(" (")[0] for reason in reasons] == [
        "It is no JSON",
        "It is nested too deep.",
        "The case case-1 stands in the file already",
        "It holds a number that is too long.",
        "It holds half a character.",
    ]


def test_a_record_without_an_id_gets_one_from_its_contents(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps([record(), osce(Correct_Diagnosis="Tonsillitis")]), encoding="utf-8")
    first, other = (one.case.id for one in read_agentclinic(path) if isinstance(one, Draft))
    again = [one.case.id for one in read_agentclinic(path) if isinstance(one, Draft)]
    assert first != other
    assert again == [first, other]


def test_nonsense_is_one_refusal_each(tmp_path: Path) -> None:
    huge, binary = tmp_path / "huge.jsonl", tmp_path / "b.jsonl"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(Refused, match=r"too large \(100 MB\)"):
        list(read_agentclinic(huge))
    with pytest.raises(Refused, match="UTF-8"):
        list(read_agentclinic(binary))


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


@given(ANY, ANY, ANY)
def test_any_shape_under_the_known_names_becomes_a_case(actor: Any, found: Any, tests: Any) -> None:
    parts = osce()["Patient_Actor"] | {"More": actor}
    case, _ = imported(Patient_Actor=parts, Physical_Examination_Findings=found, Test_Results=tests)
    assert Case.model_validate_json(case.model_dump_json()) == case

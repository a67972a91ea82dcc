"""Grading a diagnosis in free text: the rules, over the table that ships."""

import csv
from pathlib import Path

import pytest

from assistant.case.grading.diagnosis import Grade, grade
from assistant.case.grading.evidence import evidence_in, evidence_of
from assistant.case.grading.lexicon import shipped_lexicon
from curricula.cases.types import Diagnosis
from tests.assistant.case.encounter import small_case

SAMPLES = Path(__file__).parents[2] / "samples" / "graded_diagnoses.tsv"
ROWS = list(csv.DictReader(SAMPLES.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


def graded(
    submitted: str, key: str = "Pulmonary embolism", *, case: str = "", **names: tuple[str, ...]
) -> Grade:
    return grade(submitted, Diagnosis(name=key, **names), shipped_lexicon(), evidence_in([case]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['key']}: {row['submitted']}")
def test_an_answer_is_graded_as_a_person_would(row: dict[str, str]) -> None:
    given = graded(row["submitted"], row["key"])
    assert given.verdict == row["verdict"], given.reason


def test_a_wrong_side_is_told_by_the_case_where_the_key_names_none() -> None:
    case = "Sudden pain in the right testicle. The right testis lies high."
    assert graded("left testicular torsion", "Testicular torsion", case=case).verdict == "partly"
    assert graded("R testicular torsion", "Testicular torsion", case=case).verdict == "correct"
    assert graded("left testicular torsion", "Testicular torsion").verdict == "correct"


def test_a_wrong_level_is_told_by_the_case() -> None:
    case = "Films of the lumbar spine show a narrow lumbar canal."
    assert graded("cervical spinal stenosis", "Spinal stenosis", case=case).verdict == "partly"
    assert graded("lumbar spinal stenosis", "Spinal stenosis", case=case).verdict == "correct"


@pytest.mark.parametrize(
    ("key", "submitted"),
    [
        ("hypothyroidism", "hyperthyroidism"),
        ("hyperkalaemia", "hypokalaemia"),
        ("hypocalcaemia", "hypercalcemia"),
        ("diverticulitis", "diverticulosis"),
        ("osteomyelitis", "osteomalacia"),
        ("nephrotic syndrome", "nephritic syndrome"),
        ("macrocytic anaemia", "microcytic anaemia"),
        ("Cushing disease", "Addison disease"),
    ],
)
def test_near_spellings_of_another_disease_are_no_slips_of_the_pen(key: str, submitted: str) -> None:
    assert graded(submitted, key).verdict != "correct"


def test_a_slip_between_two_contraries_is_not_guessed() -> None:
    assert graded("hyprthyroidism", "hypothyroidism").verdict != "correct"


def test_the_names_of_the_case_count_before_those_of_the_table() -> None:
    assert graded("chest cold", "acute bronchitis", also=("chest cold",)).verdict == "correct"
    assert graded("bronchitis", "acute bronchitis", wider=("bronchitis",)).verdict == "partly"
    assert graded("lung attack", "acute bronchitis", unlike=("lung attack",)).verdict == "wrong"


def test_a_key_that_the_table_does_not_hold_is_graded_by_its_own_names() -> None:
    assert graded("zebra stripe syndrome", "Zebra-stripe syndrome").verdict == "correct"
    assert graded("Zebra stripe", "Zebra-stripe syndrome").verdict == "correct"
    assert graded("pneumonia", "Zebra-stripe syndrome").verdict == "wrong"


PSYCHOSIS = {"also": ("psychosis",), "unlike": ("drug-induced psychosis",)}
BY_DRUG = Diagnosis(name="Drug-induced psychosis", also=("cannabis-induced psychosis",))


@pytest.mark.parametrize(
    "submitted",
    [
        "psychosis due to cannabis",
        "psychosis secondary to cannabis",
        "psychosis induced by cannabis",
        "cannabis-induced psychosis",
        "acute psychosis from drugs",
    ],
)
def test_a_cause_that_makes_it_another_disease_is_not_right(submitted: str) -> None:
    key = Diagnosis(name="First episode of psychosis", **PSYCHOSIS)
    given = grade(submitted, key, shipped_lexicon(), others=[BY_DRUG])
    assert given.verdict != "correct", given.reason


def test_a_cause_of_which_nobody_can_tell_is_not_graded_and_says_why() -> None:
    given = graded("psychosis due to weed", "First episode of psychosis", **PSYCHOSIS)
    assert given.verdict is None
    assert "cause" in given.reason


@pytest.mark.parametrize(
    ("key", "submitted"),
    [
        ("Drug-induced psychosis", "psychosis due to cannabis"),
        ("Pulmonary embolism", "PE due to a DVT"),
        ("Heart failure", "heart failure due to myocardial infarction"),
        ("Delirium due to urinary retention", "delirium secondary to urinary retention"),
    ],
)
def test_the_right_disease_with_its_cause_is_right(key: str, submitted: str) -> None:
    diagnosis = BY_DRUG if key == BY_DRUG.name else Diagnosis(name=key)
    given = grade(submitted, diagnosis, shipped_lexicon())
    assert given.verdict == "correct", given.reason


@pytest.mark.parametrize("submitted", ["", "   ", "?", "I do not know", "xqzzt brrp", "sorry, no idea"])
def test_what_names_no_disease_is_not_graded_and_says_why(submitted: str) -> None:
    given = graded(submitted)
    assert given.verdict is None
    assert given.reason


def test_the_reason_quotes_the_words_that_were_graded() -> None:
    given = graded("asthma. no fever")
    assert "“asthma”" in given.reason
    assert given.matched == "asthma"


def test_a_very_long_answer_is_graded_in_time() -> None:
    assert graded("PE " + "or pneumonia " * 5000).verdict == "partly"


def test_the_evidence_of_a_case_leaves_its_diagnosis_out() -> None:
    evidence = evidence_of(small_case())
    assert evidence.holds(["troponin"])
    assert not evidence.holds(["pericarditis"])

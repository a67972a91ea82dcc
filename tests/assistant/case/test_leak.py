"""No text before commitment names the diagnosis or a candidate."""

import pytest

from assistant.case.leak import is_safe, leaked, secrets_of
from curricula.cases.types import Candidate, Diagnosis
from tests.assistant.case.encounter import PERICARDITIS, small_case

EMBOLISM = Candidate(diagnosis=Diagnosis(name="pulmonary embolism", also=("PE",)), must_not_miss=True)
CASE = small_case(differential=(Candidate(diagnosis=PERICARDITIS), EMBOLISM))
SECRETS = secrets_of(CASE)


@pytest.mark.parametrize(
    "text",
    [
        "Could it be acute pericarditis?",
        "PERICARDITIS",
        "What would a pulmonary embolus do to the pulse?",
        "Have you thought of a PE?",
        "Think of p e r i c a r d i t i s.",
        "Pulmonary-embolism must be excluded.",
    ],
)
def test_a_name_of_the_diagnosis_or_of_a_candidate_is_found(text: str) -> None:
    assert leaked(text, SECRETS)


@pytest.mark.parametrize(
    "text",
    [
        "What else could this be?",
        "Ask what makes the pain better.",
        "Listen to the heart with the patient leaning forward.",
        "Has the opening of your history covered everything?",
    ],
)
def test_a_text_that_names_nothing_is_safe(text: str) -> None:
    assert is_safe(text, SECRETS)


def test_names_that_only_the_table_knows_are_secret_too() -> None:
    heart = small_case(diagnosis=Diagnosis(name="STEMI"), differential=())
    assert leaked("an ST-elevation myocardial infarction", secrets_of(heart))


def test_an_abbreviation_that_is_also_a_word_counts_in_capitals_only() -> None:
    blood = small_case(
        diagnosis=Diagnosis(name="acute lymphoblastic leukaemia", also=("ALL",)), differential=()
    )
    secrets = secrets_of(blood)
    assert is_safe("Have you asked about all of it?", secrets)
    assert leaked("This is ALL.", secrets)


def test_an_eponym_without_its_disease_is_a_name() -> None:
    bowel = small_case(diagnosis=Diagnosis(name="Crohn's disease"), differential=())
    assert leaked("Is it Crohn?", secrets_of(bowel))

"""A calculator is offered when a question needs one, with what the question says and nothing more."""

import time

import pytest

from assistant.calculators import CALCULATORS
from assistant.calculators.find import offers


@pytest.mark.parametrize(
    ("question", "name", "stated"),
    [
        (
            "egfr 70 year old woman creatinine 1.4",
            "egfr",
            {"age": "70", "sex": "female", "creatinine": "1.4"},
        ),
        (
            "Cockcroft-Gault 80F 55kg creatinine 110 umol/L",
            "cockcroft-gault",
            {"age": "80", "sex": "female", "weight": "55 kg", "creatinine": "110 umol/l"},
        ),
        (
            "CHA2DS2-VASc for a 76-year-old man with hypertension and a previous stroke",
            "cha2ds2-vasc",
            {"age": "76", "sex": "male", "hypertension": "yes", "stroke": "yes"},
        ),
        ("What is the CHA₂DS₂-VASc score?", "cha2ds2-vasc", {}),
        ("how is QTc calculated", "qtc", {}),
        ("BMI 80 kg 175 cm", "bmi", {"weight": "80 kg", "height": "175 cm"}),
        ("Wells score for PE in a patient with haemoptysis", "wells-pe", {"haemoptysis": "yes"}),
        ("15 mg/kg for a child of 12 kg", "dose-by-weight", {"dose_per_kg": "15 mg/kg", "weight": "12 kg"}),
        (
            "dopamine 5 mcg/kg/min 70 kg 400 mg in 250 mL",
            "infusion-rate",
            {"dose_rate": "5 mcg/kg/min", "weight": "70 kg", "amount": "400 mg", "volume": "250 ml"},
        ),
        (
            "NEWS2 with RR 22, BP 95/60",
            "news2",
            {"respiratory_rate": "22", "systolic": "95"},
        ),
        ("curb65 in an 80 year old, bun 12 mmol/L", "curb-65", {"age": "80", "urea": "12 mmol/l"}),
    ],
)
def test_a_question_that_needs_a_calculator_is_offered_it_filled_in(
    question: str, name: str, stated: dict[str, str]
) -> None:
    [offer] = offers(question)
    assert (offer.calculator, offer.stated) == (name, stated)


@pytest.mark.parametrize(
    "question",
    [
        "What is the first-line drug treatment for hypertension?",
        "metformin when eGFR is below 30",
        "Which drug for a 70 year old woman with eGFR 40?",
        "Which drug for a 70 year old woman whose egfr is below 30?",
        "MELD-Na in cirrhosis",
        "Does BMI predict outcome after hip surgery?",
        "What CHA2DS2-VASc needs anticoagulation?",
        "When is thrombolysis given in stroke?",
        "paracetamol dose in children",
        "good news2u about sodium",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert offers(question) == ()


def test_a_denied_history_stays_open() -> None:
    [offer] = offers("CHA2DS2-VASc in a man aged 70, no hypertension or diabetes; heart failure")
    assert offer.stated == {"age": "70", "sex": "male", "heart_failure": "yes"}


def test_a_time_is_no_result() -> None:
    [offer] = offers("calculate egfr of a woman, creatinine 3 days ago 1.4 mg/dl")
    assert "creatinine" not in offer.stated


def test_both_sexes_in_a_question_leave_it_open() -> None:
    [offer] = offers("calculate egfr for a man or a woman of creatinine 1 mg/dl")
    assert offer.stated == {"creatinine": "1 mg/dl"}


def test_an_ambiguous_score_is_offered_in_both_forms() -> None:
    assert [offer.calculator for offer in offers("wells score")] == ["wells-dvt", "wells-pe"]


@pytest.mark.parametrize("one", CALCULATORS, ids=lambda one: one.name)
def test_every_calculator_is_found_by_each_of_its_names(one: object) -> None:
    from assistant.calculators.types import Calculator

    assert isinstance(one, Calculator)
    for name in one.names:
        assert one.name in [offer.calculator for offer in offers(f"calculate {name}")], name


@pytest.mark.parametrize(
    "question",
    [
        "egfr 70 year old woman creatinine 1.4",
        "What is the first-line drug for hypertension?",
        "calculate news2 " + "9 " * 990,
        "calculate egfr " + "creatinine is of " * 110,
        "has-bled of a patient " + "no aspirin, cirrhosis " * 90,
    ],
)
def test_finding_costs_less_than_five_milliseconds(question: str) -> None:
    offers(question)
    begun = time.process_time()
    for _ in range(20):
        offers(question)
    assert (time.process_time() - begun) / 20 < 0.005

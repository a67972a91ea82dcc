"""Follow-up questions keep their subject."""

import pytest

from assistant.answer.followup import standalone


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("First-line treatment of hypertension in adults?", "and in pregnancy?", "hypertension in pregnancy"),
        ("How is community-acquired pneumonia treated?", "What about penicillin allergy?", "pneumonia"),
        ("stroke thrombolysis window", "contraindications?", "stroke thrombolysis window contraindications"),
        ("What is metformin used for?", "What is its maximum dose?", "metformin"),
    ],
)
def test_an_elliptic_question_gets_the_subject_of_the_one_before(
    before: str, question: str, expected: str
) -> None:
    assert expected in standalone(question, (before,))


def test_a_replaced_qualifier_does_not_stay() -> None:
    assert "adults" not in standalone("and in pregnancy?", ("Treatment of hypertension in adults?",))


def test_the_subject_lasts_over_several_follow_ups() -> None:
    history = ("What is the dose of aspirin in STEMI?", "and in stroke?")
    assert standalone("for how long?", history) == "dose of aspirin in stroke for how long?"


@pytest.mark.parametrize(
    "question",
    ["What are the symptoms of asthma?", "amoxicillin dose in pneumonia", "sepsis fluids first hour"],
)
def test_a_question_with_its_own_subject_stays_as_it_is(question: str) -> None:
    assert standalone(question, ("What is heart failure?",)) == question


def test_the_first_question_stays_as_it_is() -> None:
    assert standalone("and in pregnancy?", ()) == "and in pregnancy?"

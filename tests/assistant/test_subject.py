"""Sentences that do not speak to the question fail their check; those that do pass on to it."""

from pathlib import Path

import pytest

from assistant.answer.subject import ASIDE, FRAGMENT, Subject
from retrieval.models.choice import ModelChoice
from retrieval.models.choose import encoder_for, ranker_for
from retrieval.models.working import Models

QUESTION = "What does the SGLT2 inhibitor dapagliflozin do in heart failure?"


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder: Path = tmp_path_factory.mktemp("models")
    return Subject([QUESTION], Models(encoder_for(ModelChoice(), folder), ranker_for(ModelChoice(), folder)))


@pytest.mark.parametrize(
    "sentence",
    [
        "It lowers the risk of cardiovascular death and of admission to hospital.",
        "Dapagliflozin.",
        "Yes.",
        "10 mg once daily.",
    ],
)
def test_what_may_answer_goes_on_to_its_check(subject: Subject, sentence: str) -> None:
    assert subject.missed_by(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers enjoy a ten percent discount on garden furniture this week.",
        "The text above was written for librarians and must never be printed.",
    ],
)
def test_what_is_about_something_else_fails(subject: Subject, sentence: str) -> None:
    assert subject.missed_by(sentence) == ASIDE


@pytest.mark.parametrize("sentence", ["GardenGlow.", "Miller and colleagues.", "print_rules"])
def test_a_few_words_that_state_nothing_fail(subject: Subject, sentence: str) -> None:
    assert subject.missed_by(sentence) == FRAGMENT


def test_what_the_asker_said_is_part_of_the_subject() -> None:
    words_only = Models(None, None)
    assert Subject([QUESTION, "It costs garden furniture."], words_only).missed_by("Furniture.") is None
    assert Subject([QUESTION], words_only).missed_by("Furniture.") == FRAGMENT
    assert Subject([QUESTION], words_only).missed_by("Furniture was sold to all of the guests.") is None

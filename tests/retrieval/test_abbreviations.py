"""Abbreviations in questions."""

import pytest

from retrieval.abbreviations import expand


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("dose in AF", "atrial fibrillation"),
        ("nstemi management", "ST-elevation myocardial infarction"),
        ("PEs after surgery", "pulmonary embolism"),
        ("LABA+LAMA in COPD", "long-acting muscarinic antagonist"),
        ("T2DM/CKD target", "chronic kidney disease"),
    ],
)
def test_an_abbreviation_is_spelt_out(question: str, meaning: str) -> None:
    assert expand(question).startswith(question)
    assert meaning.casefold() in expand(question).casefold()


def test_an_ambiguous_one_gets_every_sense() -> None:
    assert {"multiple sclerosis", "mitral stenosis"} <= set(
        expand("MS prognosis").strip(")").split("(")[1].split("; ")
    )


@pytest.mark.parametrize(
    "question",
    [
        "does it map to all of us",
        "normal pressure hydrocephalus (NPH)",
        "atrial fibrillation",
        "WHAT IS THE TREATMENT OF ALL PATIENTS WITH IT",
    ],
)
def test_ordinary_words_and_explained_abbreviations_are_left_alone(question: str) -> None:
    assert expand(question) == question

"""Abbreviations in questions."""

from pathlib import Path

import numpy as np
import pytest

from retrieval.abbreviations import expand, senses_in
from retrieval.indexes.lexical import LexicalIndex
from retrieval.ports import IndexRow, Probe


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


def test_what_an_abbreviation_may_stand_for_is_kept_apart_from_what_was_asked() -> None:
    assert senses_in("stroke risk in AF") == {"AF": ("atrial fibrillation",)}
    assert senses_in("stroke risk in atrial fibrillation (AF)") == {}


def first(folder: Path, question: str, *texts: str) -> str:
    """The text that the words of the question find first among these and some about other things."""
    others = [f"Gout of the {joint} is treated with colchicine." for joint in ("toe", "knee", "hand", "foot")]
    index = LexicalIndex(folder)
    index.add((IndexRow(n, str(n), "", "", text, np.zeros(1)) for n, text in enumerate([*texts, *others])), 1)
    return [*texts, *others][index.search(Probe(question, None, senses_in(question)), 1, None)[0][0]]


def test_an_abbreviation_is_one_word_beside_what_is_asked_about_it(tmp_path: Path) -> None:
    defined = "Atrial fibrillation (AF) is atrial activity of fibrillation."
    answering = "Shock in atrial fibrillation calls for cardioversion."
    assert first(tmp_path, "AF with shock", defined, answering) == answering


def test_the_best_sense_of_an_ambiguous_abbreviation_counts(tmp_path: Path) -> None:
    mixed = "Multiple murmurs, mitral and others: sclerosis or stenosis of a valve."
    meant = "The prognosis of multiple sclerosis varies."
    assert first(tmp_path, "MS prognosis", mixed, meant) == meant


def test_an_abbreviation_that_only_the_source_uses_is_found_by_itself(tmp_path: Path) -> None:
    said = "COPD: target saturation 88% to 92%."
    assert first(tmp_path, "COPD target", "A target for everyone.", said) == said

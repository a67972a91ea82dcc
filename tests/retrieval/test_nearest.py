"""The sentences of a text that a statement is to be held against."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.nearest import nearest_sentences
from retrieval.text import sentences

SCURVY = (
    "Scurvy\n"
    "The disease comes from a lack of ascorbic acid. Sailors were once prone to it. "
    "Gums swell and bleed, and wounds heal slowly. Tiredness comes first. "
    "Adults are given 250 mg four times a day for a week. Recovery begins within two days."
)


@pytest.mark.parametrize(
    ("statement", "most", "kept"),
    [
        ("Wounds heal slowly and the gums bleed.", 1, "Gums swell and bleed, and wounds heal slowly."),
        (
            "Recovery begins within days when adults are given 250 mg.",
            2,
            "Adults are given 250 mg four times a day for a week. Recovery begins within two days.",
        ),
        (
            "After recovery begins, tiredness, which comes first, is gone.",
            3,
            "Tiredness comes first. Recovery begins within two days.",
        ),
        (
            "Quinine treats malaria.",
            3,
            "Scurvy The disease comes from a lack of ascorbic acid. Sailors were once prone to it.",
        ),
    ],
)
def test_the_sentences_that_hold_the_statement_are_kept_in_their_order(
    statement: str, most: int, kept: str
) -> None:
    assert nearest_sentences(statement, SCURVY, most) == kept


def test_a_rare_word_finds_its_sentence_before_common_ones_do() -> None:
    text = "Patients have disease. Treatment of patients. Nitisinone helps. Patients may have other disease."
    assert nearest_sentences("Patients with the disease have nitisinone.", text, 1) == "Nitisinone helps."


def test_a_text_of_few_sentences_stays_as_it_is() -> None:
    assert nearest_sentences("Gums bleed.", " Gums bleed.  Wounds\theal. ") == "Gums bleed.  Wounds\theal."


@given(st.text(max_size=80), st.text(max_size=300), st.integers(1, 4))
def test_what_is_kept_are_sentences_of_the_text(statement: str, text: str, most: int) -> None:
    kept = nearest_sentences(statement, text, most)
    given = [text[begin:end] for begin, end in sentences(text)]
    assert kept == text.strip() or (len(given) > most and all(part in text for part in kept.split(" ")))


def test_a_passage_is_searched_in_less_than_two_milliseconds() -> None:
    passage = SCURVY * 3
    started = process_time()
    for _ in range(50):
        nearest_sentences("Adults with swollen gums are given 250 mg of the vitamin for a week.", passage)
    assert (process_time() - started) / 50 < 0.002

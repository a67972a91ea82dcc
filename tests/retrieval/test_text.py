"""Sentences and words of medical English."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import content_words, pieces, plain, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Give 0.5 mg. Repeat after 5 minutes.", ["Give 0.5 mg.", "Repeat after 5 minutes."]),
        ("See Fig. 3 for details. It helps.", ["See Fig. 3 for details.", "It helps."]),
        ("Use a beta-blocker (e.g. bisoprolol) daily. Stop it.", 2),
        ("S. aureus is a common cause. Treat it.", 2),
        ("Is it safe? Yes! Go on.", 3),
        ("It works.[12] It is cheap.", ["It works.[12]", "It is cheap."]),
        ("First item\nSecond item", ["First item", "Second item"]),
        ("approx. 5 mL is lost.", ["approx. 5 mL is lost."]),
        ("Table 2. Doses in adults. Taken by mouth.", ["Table 2. Doses in adults.", "Taken by mouth."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str] | int) -> None:
    found = split(text)
    assert (len(found) if isinstance(expected, int) else found) == expected


@given(st.text(max_size=300))
def test_sentences_are_ordered_trimmed_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_content_words_leave_out_stop_words_unless_nothing_else_is_there() -> None:
    assert content_words("What is the dose of co-amoxiclav?") == ["dose", "co-amoxiclav"]
    assert content_words("what is it") == ["what", "is", "it"]


def test_plain_text_has_neither_case_nor_accents() -> None:
    assert plain("Ménière’s Ⅳ") == "meniere’s iv"


def test_pieces_are_cut_at_white_space_and_never_exceed_their_size() -> None:
    text = "word " * 100 + "x" * 300
    spans = list(pieces(text, 0, len(text), 120))
    assert all(end - start <= 120 for start, end in spans)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")

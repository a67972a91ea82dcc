"""What is found of a person in a text, and what only looks like it."""

import json
import time
from pathlib import Path

import pytest

from assistant.guard.privacy import find, redact

TEXTS = Path(__file__).parents[1] / "samples" / "phi" / "texts.jsonl"
ROWS = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_own_text_loses_its_spans_and_nothing_else(row: dict[str, object]) -> None:
    text = str(row["text"])
    spans, optional = (
        [(span["start"], span["end"]) for span in row[name]]  # type: ignore[attr-defined]
        for name in ("spans", "optional")
    )
    found = find(text)
    masked = {at for span in found for at in range(span.start, span.end)}
    left = [text[start:end] for start, end in spans if not masked >= letters(text, start, end)]
    allowed = {at for start, end in [*spans, *optional] for at in range(start, end)}
    beyond = [text[s.start : s.end] for s in found if not allowed & set(range(s.start, s.end))]
    assert (left, beyond) == ([], [])


def letters(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}


def test_the_texts_are_enough_and_half_of_them_look_alikes() -> None:
    private = sum(bool(row["spans"]) for row in ROWS)
    assert len(ROWS) >= 120 and 0.4 < private / len(ROWS) < 0.6


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Mr Alan Whitby, MRN 4471902, K 6.1?", "Mr [name], MRN [record number], K 6.1?"),
        ("Mail ann@ward.example or ring 07700 900321.", "Mail [e-mail address] or ring [phone number]."),
        ("My nan is 93 with AF.", "My nan is [age over 89] with AF."),
    ],
)
def test_redacting_names_the_kind_and_keeps_the_rest(text: str, without: str) -> None:
    assert redact(text) == without


def test_redacting_twice_changes_nothing() -> None:
    for row in ROWS:
        once = redact(row["text"])
        assert redact(once) == once


@pytest.mark.parametrize(
    ("number", "private"),
    [("943 476 5919", True), ("943 476 5918", False), ("8804217762084", True), ("8804217762085", False)],
)
def test_a_bare_number_is_private_only_when_its_check_digit_holds(number: str, private: bool) -> None:
    assert bool(find(f"Result {number} came back.")) is private


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 2000,
        "A" * 2000,
        "Aa " * 660,
        "1 2 3 " * 330,
        "a.b@" * 500,
        "(((((" * 400,
        "|^|^" * 500,
        "\u200b\u0000é" * 300,
        "Dr " * 600,
        "12 Aa Aa Aa, " * 150,
    ],
)
def test_hostile_text_is_screened_in_time(text: str) -> None:
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 1

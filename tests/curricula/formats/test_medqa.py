"""Questions of the MedQA kind are taken over in their variants; each that cannot be says why."""

import json
from typing import Any

import pytest
from hypothesis import given

from curricula.formats import medqa
from curricula.formats.building import parted
from curricula.items.keeping import Entry
from curricula.items.types import SingleBestAnswer
from retrieval.errors import Refused
from tests.curricula.formats.items import ROUND_TRIP, Made, choices

QUESTION = {"question": "A man is ill. What is it?", "options": {"A": "Flu", "B": "Cold"}, "answer": "B"}


def read(*records: Any) -> Any:
    return medqa.read("\n".join(json.dumps(record) for record in records).encode(), "q.jsonl")


def item_of(record: dict[str, Any]) -> SingleBestAnswer:
    (found,) = read(record).found
    assert isinstance(found.item, SingleBestAnswer)
    return found.item


@ROUND_TRIP
@given(choices(pictures=True) | choices())
def test_what_is_written_is_read_back_equal(one: Made) -> None:
    exported = medqa.write([Entry(one.item, one.pictures)])
    if not isinstance(one.item, SingleBestAnswer):
        assert [loss.place for loss in exported.lost] == [one.item.id]
        return
    (found,) = medqa.read(exported.data, "items.jsonl").found
    assert (found.item, dict(found.pictures), found.lost) == (one.item, one.pictures, ())


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"answer": "Cold", "answer_idx": "B"},
        {"answer": "cold"},
        {"answer": None, "answer_idx": 1},
        {"options": ["Flu", "Cold"], "answer": 1},
        {"options": [{"key": "A", "value": "Flu"}, {"key": "B", "value": "Cold"}]},
        {"options": None, "choices": ["Flu", "Cold"], "answer": "B"},
    ],
)
def test_the_key_is_found_however_it_is_said(changed: dict[str, Any]) -> None:
    item = item_of(QUESTION | changed)
    assert (item.vignette, item.lead_in) == ("A man is ill.", "What is it?")
    assert (item.key.id, item.key.text, len(item.options)) == ("b", "Cold", 2)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"answer": "C"}, "Its answer “C” is none of its options (A, B)."),
        ({"answer": None}, "It does not say which option is right."),
        ({"answer": "Flu", "answer_idx": "B"}, "Its answer and its answer_idx name different options."),
        ({"options": {}}, "It has no options."),
        ({"options": {"A": "Flu"}, "answer": "A"}, "options: is a list of 1"),
        ({"options": {"A": "Flu", "B": ""}}, "options.1.text: is empty"),
        ({"options": {"A": "Flu", "B": ["x"]}}, "An option is no text."),
        ({"question": " "}, "It has no question."),
        ({"may_need_image": True}, "Its wording needs a picture, which is not there (may_need_image)."),
        ({"pictures": [{"file": "x.png", "data": "!"}]}, "One of its pictures cannot be read"),
    ],
)
def test_what_is_no_question_is_refused_with_its_reason_and_the_rest_is_read(
    changed: dict[str, Any], reason: str
) -> None:
    found = read(QUESTION | changed, QUESTION | {"id": "good"})
    assert [one.item.id for one in found.found] == ["good"]
    assert [one.place for one in found.refused] == ["line 1"]
    assert found.refused[0].reason.startswith(reason)


def test_a_question_without_an_id_gets_the_same_one_every_time() -> None:
    assert item_of(QUESTION).id == item_of(QUESTION).id
    assert item_of(QUESTION).id != item_of(QUESTION | {"answer": "A"}).id
    found = read(QUESTION, QUESTION)
    assert (len(found.found), len(found.refused)) == (1, 1)


def test_yes_and_no_are_options_and_what_has_no_place_is_told() -> None:
    found = read({"question": "Is it so?", "options": {"A": "yes", "B": "no"}, "answer": "A", "pmids": ["1"]})
    assert [option.text for option in found.found[0].item.options] == ["yes", "no"]
    assert [loss.what for loss in found.lost] == ["the fields pmids"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is it?", ("", "What is it?")),
        ("He is ill. He coughs. What is it?", ("He is ill. He coughs.", "What is it?")),
        ("He saw Dr. No. What is it?", ("He saw Dr. No.", "What is it?")),
        (
            "He has E. coli in 1.5 mL. Why is it there?\nNa 140",
            ("He has E. coli in 1.5 mL.", "Why is it there?\nNa 140"),
        ),
        ("Vitamin B1 deficiency is seen in", ("", "Vitamin B1 deficiency is seen in")),
        ("He coughs. Treatment of choice is", ("He coughs.", "Treatment of choice is")),
    ],
)
def test_the_last_sentence_that_asks_is_the_lead_in(text: str, parts: tuple[str, str]) -> None:
    assert parted(text) == parts


def test_a_long_file_of_nonsense_is_told_as_one_thing() -> None:
    with pytest.raises(Refused, match="None of the first 1000 records"):
        medqa.read(b"nonsense\n" * 1_000_000, "q.jsonl")
    with pytest.raises(Refused, match="too large"):
        medqa.read(b"x" * 65 * 1024 * 1024, "q.jsonl")

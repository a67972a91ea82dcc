"""Who needs a person and not a library; clinical questions about the same things are answered."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.guard.help import LINES, notice
from assistant.guard.routing import route
from assistant.guard.screen import fitting, needs_help, screened
from retrieval.types import Query

UTTERANCES = Path(__file__).parents[1] / "samples" / "routing" / "utterances.jsonl"
ROWS = [json.loads(line) for line in UTTERANCES.read_text(encoding="utf-8").splitlines()]
CLINICAL = "clinical"
MOST_MISROUTED = 0.05


def held_out(row: dict[str, str]) -> bool:
    """A third of the utterances, chosen by their digest, by which nothing was tuned."""
    return sha256(row["text"].encode()).digest()[0] % 3 == 0


def led(row: dict[str, str]) -> str:
    return route(row["text"]) or CLINICAL


@pytest.mark.parametrize("held", [False, True], ids=["tuned on", "held out"])
def test_at_most_one_utterance_in_twenty_is_misrouted(held: bool) -> None:
    rows = [row for row in ROWS if held_out(row) is held]
    wrong = [(row["text"], led(row)) for row in rows if led(row) != row["route"]]
    assert len(rows) >= 40
    assert len(wrong) <= MOST_MISROUTED * len(rows), wrong


def test_no_clinical_question_is_taken_for_a_cry_for_help() -> None:
    clinical = [row for row in ROWS if row["route"] == CLINICAL]
    assert 2 * len(clinical) >= len(ROWS) >= 120
    assert [row["text"] for row in clinical if led(row) in ("emergency", "self_harm")] == []


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "999"), ("us", "911"), ("IE", "112"), ("DE", "112"), (None, "local"), ("XX", "local")],
)
def test_the_number_is_that_of_the_country(country: str | None, number: str) -> None:
    assert number in notice("emergency", country).text


def test_somebody_to_talk_to_is_named_where_known() -> None:
    assert "116 123" in notice("self_harm", "GB").text
    assert "988" in notice("self_harm", "US").text
    assert "crisis line in your country" in notice("self_harm", "PL").text
    assert {len(code) for code in LINES} == {2}


def test_help_replaces_an_answer_and_the_other_notices_go_with_one() -> None:
    assert needs_help(screened(Query(text="I want to kill myself"), "GB"))
    assert not needs_help(screened(Query(text="Should I stop my warfarin?"), "GB"))
    assert screened(Query(text="How is suicide risk assessed?"), "GB") == ()


def test_neither_an_answered_question_nor_a_follow_up_is_off_topic() -> None:
    told = screened(Query(text="who won the football world cup"), None)
    assert [one.kind for one in told] == ["off_topic"]
    assert fitting(told, answered=False, follows=False) == told
    assert fitting(told, answered=True, follows=False) == fitting(told, answered=False, follows=True) == ()


def test_a_private_question_brings_the_same_without_what_tells_who_it_is() -> None:
    [told] = screened(Query(text="Mr Alan Whitby, MRN 4471902: is K 6.1 dangerous?"), None)
    assert told.kind == "privacy" and "name and record number" in told.text
    assert told.instead == "Mr [name], MRN [record number]: is K 6.1 dangerous?"
    assert screened(Query(text=told.instead or ""), None) == ()

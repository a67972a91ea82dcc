"""What can be done at the bedside, by whom and when, and that it is done once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine

from assistant.case.bedside.actions import LONGEST_DIAGNOSIS, Action
from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.view import View
from assistant.case.events import LONGEST_UTTERANCE
from assistant.faults import Overtaken
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import ADA, BOB, OLGA, make_bedside, make_engine, played_case, started

ACTION: TypeAdapter[Action] = TypeAdapter(Action)


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = make_engine(tmp_path, database)
    yield engine
    engine.dispose()


@pytest.fixture
def bedside(engine: Engine) -> Bedside:
    made = make_bedside(engine)
    started(made)
    return made


def act(bedside: Bedside, kind: str, number: int = 1, who: Any = ADA, **fields: Any) -> View:
    action = ACTION.validate_python({"kind": kind, "id": f"{kind}-number-{number}", **fields})
    return bedside.act(who, "encounter-1", action)


def test_what_is_said_ordered_and_found_is_seen(bedside: Bedside) -> None:
    act(bedside, "say", text="onset?")
    act(bedside, "order", 1, of="examination", text="listen for a rub")
    seen = act(bedside, "order", 2, of="test", text="troponin")
    assert seen.transcript[0].reply == "It began two days ago."
    assert [one.finding for one in seen.findings] == ["A scratching sound in time."]
    assert [(one.name, one.status, one.due) for one in seen.results] == [("Troponin", "pending", 65)]
    seen = act(bedside, "wait")
    assert (seen.next_result, seen.results[0].status, seen.minute) == (None, "ready", 65)
    assert seen.results[0].readings[0].flag is None


def test_an_order_by_an_entry_of_the_shared_table_is_kept_by_its_name(bedside: Bedside) -> None:
    seen = act(bedside, "order", of="test", entries=["test.troponin"])
    assert (seen.transcript[0].text, seen.results[0].name) == ("cardiac troponin", "Troponin")
    with pytest.raises(WrongUse, match="There is no entry"):
        act(bedside, "order", 2, of="test", entries=["test.nothing"])


def test_the_list_under_which_an_order_was_typed_is_told(bedside: Bedside) -> None:
    started(bedside)
    seen = act(bedside, kind="order", of="treatment", text="give the nsaid")
    assert [turn.of for turn in seen.transcript] == ["treatment"]


def test_the_same_id_again_changes_nothing(bedside: Bedside) -> None:
    first = act(bedside, "say", text="onset?")
    assert act(bedside, "say", text="onset?") == first
    assert act(bedside, "say", text="another thing, by the same id") == first


def test_starting_again_by_the_same_id_goes_on_with_the_encounter(bedside: Bedside) -> None:
    seen = act(bedside, "say", text="onset?")
    assert started(bedside) == seen


def test_a_crash_between_the_event_and_the_reply_costs_nothing(
    bedside: Bedside, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Encounters.append

    def crash(self: Encounters, *given: Any, **more: Any) -> bool:
        append(self, *given, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Encounters, "append", crash)
        act(bedside, "say", text="onset?")
    seen = act(bedside, "say", text="onset?")
    assert [turn.text for turn in seen.transcript] == ["onset?"]


def test_two_tabs_at_once_lose_nothing(bedside: Bedside) -> None:
    def tab(first: int) -> None:
        for number in range(first, first + 5):
            act(bedside, "say", number, text=f"onset {number}")
            act(bedside, "say", number, text=f"onset {number}")

    tabs = [Thread(target=tab, args=(first,)) for first in (100, 200)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    seen = bedside.view(ADA, "encounter-1")
    assert sorted(turn.text for turn in seen.transcript) == sorted(
        f"onset {number}" for first in (100, 200) for number in range(first, first + 5)
    )
    assert [turn.ordinal for turn in seen.transcript] == list(range(1, 11))


def test_a_board_that_somebody_changed_meanwhile_is_not_covered(bedside: Bedside) -> None:
    seen = act(bedside, "rank", 1, board=[{"text": "pericarditis"}], seen=0)
    with pytest.raises(Overtaken, match="changed meanwhile"):
        act(bedside, "rank", 2, board=[{"text": "pneumonia"}], seen=0)
    seen = act(bedside, "rank", 3, board=[{"text": "pneumonia", "tier": "likely"}], seen=seen.ordinal)
    assert [[one.text for one in board.ranked] for board in seen.boards] == [["pericarditis"], ["pneumonia"]]


def test_after_commitment_nothing_changes_any_more(bedside: Bedside) -> None:
    act(bedside, "order", of="test", text="echo")
    seen = act(bedside, "commit", diagnosis="pericarditis", plan=["rest", " ", "ibuprofen"])
    assert (seen.phase, seen.results[0].status, seen.results[0].text) == (
        "committed",
        "ready",
        "A small effusion.",
    )
    assert seen.committed is not None and seen.committed.plan == ("rest", "ibuprofen")
    for kind, fields in (("say", {"text": "onset"}), ("commit", {"diagnosis": "flu"}), ("pause", {})):
        with pytest.raises(WrongUse, match="You have committed"):
            act(bedside, kind, 2, **fields)
    assert act(bedside, "end").ended_why == "finished"


def test_an_encounter_that_was_given_up_has_ended(bedside: Bedside) -> None:
    assert act(bedside, "end").ended_why == "left"
    with pytest.raises(WrongUse, match="This encounter has ended"):
        act(bedside, "say", text="onset")


def test_while_it_is_paused_it_can_only_be_resumed_or_ended(bedside: Bedside) -> None:
    assert act(bedside, "pause").phase == "paused"
    with pytest.raises(WrongUse, match="paused"):
        act(bedside, "say", text="onset")
    assert act(bedside, "resume").phase == "open"
    with pytest.raises(WrongUse, match="not paused"):
        act(bedside, "resume", 2)


def test_the_tutors_question_is_answered_once_and_hints_come_in_steps(bedside: Bedside) -> None:
    seen = bedside.view(ADA, "encounter-1")
    assert seen.question is not None
    seen = act(bedside, "answer", prompt="first", text="A clot in the lung.")
    assert (seen.question, seen.answered[0].answer) == (None, "A clot in the lung.")
    with pytest.raises(WrongUse, match="does not ask this now"):
        act(bedside, "answer", 2, prompt="first", text="Again.")
    for number in (1, 2):
        seen = act(bedside, "hint", number, about="history")
    assert [one.step for one in seen.hints] == [1, 2]
    with pytest.raises(WrongUse, match="no further hint on history"):
        act(bedside, "hint", 3, about="history")


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("say", {"text": "x" * 5000}, f"5,000 characters; at most {LONGEST_UTTERANCE:,}"),
        ("say", {"text": " \x00\n "}, "The message is empty"),
        ("order", {"of": "test", "text": ""}, "The order is empty"),
        ("wait", {}, "No result is awaited"),
        ("frame", {"text": ""}, "The sentence is empty"),
        ("rank", {"board": [{"text": "  "}]}, "A diagnosis is empty"),
        ("commit", {"diagnosis": ""}, "The diagnosis is empty"),
        ("commit", {"diagnosis": "x" * (LONGEST_DIAGNOSIS + 1)}, "at most 300 can be taken"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(
    bedside: Bedside, kind: str, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(WrongUse, match=says):
        act(bedside, kind, **fields)
    assert bedside.view(ADA, "encounter-1").ordinal == 0


def test_personal_details_are_not_kept(bedside: Bedside) -> None:
    seen = act(bedside, "say", text="I'm Anna Schmidt, a student. What was the onset?")
    assert seen.transcript[0].text == "I'm [name], a student. What was the onset?"
    assert seen.transcript[0].reply == "It began two days ago."


def test_a_draft_is_played_by_its_authors_only(engine: Engine) -> None:
    bedside = make_bedside(engine, played_case(id="drafted", status="draft"))
    with pytest.raises(WrongUse, match="no published case drafted"):
        started(bedside, case="drafted")
    assert started(bedside, OLGA, case="drafted").card.id == "drafted"


def test_an_encounter_goes_on_with_the_version_it_began_with(bedside: Bedside, engine: Engine) -> None:
    later = make_bedside(engine, played_case(version=2, title="A newer title"))
    assert later.view(ADA, "encounter-1").card.version == 1
    assert started(later, BOB, id="encounter-2").card.version == 2

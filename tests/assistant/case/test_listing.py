"""What can be played and what was played, each person's own; and what authors learn from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine

from assistant.case.bedside.actions import Action
from assistant.case.bedside.listing import Wanted, export, offers, safe_topics, standings, unmatched
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.view import View
from curricula.cases.types import Person
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import (
    ADA,
    BOB,
    EVE,
    OLGA,
    Hands,
    make_bedside,
    make_engine,
    played_case,
    started,
)

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
TOPICS = ("Pericarditis", "cardiology", "acute pericarditis in the young", "chest")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = make_engine(tmp_path, database)
    yield engine
    engine.dispose()


@pytest.fixture
def bedside(engine: Engine, hands: Hands) -> Bedside:
    """Three cases, one of them a draft, one of a child."""
    child = Person(age=30, age_unit="months", speaks="parent")
    return make_bedside(
        engine,
        played_case(topics=TOPICS),
        played_case(id="child", title="A child", level="early", patient=child),
        played_case(id="drafted", title="A draft", status="draft"),
        now=hands,
    )


def act(bedside: Bedside, who: Any, kind: str, number: int = 1, **fields: Any) -> View:
    action = ACTION.validate_python({"kind": kind, "id": f"{kind}-number-{number}", **fields})
    return bedside.act(who, "encounter-1", action)


def names(bedside: Bedside, who: Any = ADA, **wanted: Any) -> list[str]:
    return [one.card.id for one in offers(bedside, who, Wanted(**wanted))]


def test_the_list_is_narrowed_by_what_is_wanted(bedside: Bedside) -> None:
    assert names(bedside) == ["child", "sharp-chest-pain"]
    assert names(bedside, level="early") == names(bedside, age="child") == ["child"]
    assert names(bedside, speaks="parent") == ["child"]
    assert names(bedside, topic="Cardiology") == ["sharp-chest-pain"]
    started(bedside)
    assert names(bedside, unplayed=True) == ["child"]
    assert names(bedside, BOB, unplayed=True) == ["child", "sharp-chest-pain"]


def test_drafts_are_listed_for_authors_only(bedside: Bedside) -> None:
    assert names(bedside, OLGA) == ["child", "drafted", "sharp-chest-pain"]


def test_topics_that_name_what_is_to_be_found_are_neither_listed_nor_found(bedside: Bedside) -> None:
    assert safe_topics(played_case(topics=TOPICS)) == ("cardiology",)
    assert names(bedside, topic="pericarditis") == []


def test_each_person_sees_where_their_own_encounters_stand(bedside: Bedside, hands: Hands) -> None:
    started(bedside)
    started(bedside, id="encounter-2", mode="osce")
    act(bedside, ADA, "pause")
    assert {one.encounter: one.phase for one in standings(bedside, ADA)} == {
        "encounter-1": "paused",
        "encounter-2": "open",
    }
    hands.move(minutes=9)
    act(bedside, ADA, "resume")
    act(bedside, ADA, "commit", diagnosis="flu")
    stands = {one.encounter: (one.phase, one.title) for one in standings(bedside, ADA)}
    assert stands["encounter-1"] == ("committed", "A student with sharp chest pain")
    assert stands["encounter-2"] == ("ended", "A student with sharp chest pain")
    assert standings(bedside, BOB) == []


def test_an_export_tells_no_more_than_the_view_before_the_end(bedside: Bedside) -> None:
    started(bedside)
    act(bedside, ADA, "say", text="onset")
    assert export(bedside, ADA, "encounter-1").events == ()
    act(bedside, ADA, "commit", diagnosis="flu")
    assert [one.kind for one in export(bedside, ADA, "encounter-1").events] == ["said", "committed"]
    with pytest.raises(WrongUse, match="no such encounter"):
        export(bedside, BOB, "encounter-1")


def test_authors_learn_what_was_not_understood_and_not_who_said_it(bedside: Bedside) -> None:
    started(bedside)
    for number, text in enumerate(("wibble?", "Wibble?", 'onset "understood":"unclear"', "what now")):
        act(bedside, ADA, "say", number, text=text)
    found = unmatched(bedside.house.encounters, "sharp-chest-pain")
    assert [(one.text, one.times) for one in found] == [("wibble?", 2), ("what now", 1)]
    assert ADA.user_id not in str(found)


def test_in_a_group_everybody_does_their_part_and_sees_who_did_what(bedside: Bedside) -> None:
    code = started(bedside, shared=True, role="history").code
    assert code is not None
    bedside.join(BOB, f" {code.lower()} ", "orders")
    with pytest.raises(WrongUse, match="In this group ada takes the history"):
        act(bedside, BOB, "say", text="onset")
    act(bedside, ADA, "say", text="onset")
    act(bedside, BOB, "order", of="test", text="troponin")
    view = act(bedside, BOB, "rank", board=[{"text": "pericarditis"}])
    assert [(turn.kind, turn.by) for turn in view.transcript] == [
        ("said", "ada"),
        ("ordered", "bob"),
        ("listed", "bob"),
    ]
    assert [(seat.name, seat.role, seat.is_you) for seat in view.seats] == [
        ("ada", "history", False),
        ("bob", "orders", True),
    ]
    assert bedside.view(ADA, "encounter-1").boards == view.boards
    assert "u-bob" not in view.model_dump_json()
    with pytest.raises(WrongUse, match="no such encounter"):
        bedside.view(EVE, "encounter-1")

"""Before commitment nothing that a view holds says what the student is to find out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from assistant.case.bedside.actions import Action
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.view import View
from curricula.cases.types import Fact, Image, Investigation
from tests.assistant.case.bedside import ADA, make_bedside, make_engine, played_case, started

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
SECRET = Fact(id="secret-cold", says="I caught a cold on the ferry.")
XRAY = Investigation(
    id="film-of-effusion",
    name="Chest film",
    text="A globular heart.",
    minutes=20,
    image=Image(file="pericardial-effusion.png", alt="A chest film"),
)


@pytest.fixture
def bedside(tmp_path: Path) -> Iterator[Bedside]:
    """A bedside with a case that has more to hide."""
    engine = make_engine(tmp_path)
    case = played_case()
    case = case.model_copy(update={"facts": (*case.facts, SECRET), "tests": (*case.tests, XRAY)})
    made = make_bedside(engine, case)
    started(made)
    yield made
    engine.dispose()


def act(bedside: Bedside, kind: str, number: int = 1, **fields: Any) -> View:
    action = ACTION.validate_python({"kind": kind, "id": f"{kind}-number-{number}", **fields})
    return bedside.act(ADA, "encounter-1", action)


def everything_but(bedside: Bedside, *shown: str) -> list[str]:
    """Words of the case that a view must not hold; `shown` are ids of what the student has got."""
    case = bedside.house.shelf.case("sharp-chest-pain")
    hidden = [case.diagnosis.name, *case.diagnosis.also, *case.diagnosis.wider]
    hidden += [line.text for line in case.checklist] + [line.id for line in case.checklist]
    hidden += [fact.says for fact in case.facts if fact.id not in shown]
    hidden += [one.finding for one in case.findings if one.id not in shown]
    hidden += [one.name for one in case.tests if one.id not in shown]
    hidden += [step.text for step in case.steps] + [change.says for change in case.timeline]
    return [*hidden, "pericardial-effusion.png", "film-of-effusion", "secret-cold"]


def holds(view: View, words: list[str]) -> list[str]:
    text = json.dumps(view.model_dump(mode="json")).casefold()
    return [one for one in words if one.casefold().replace('"', '\\"') in text]


def test_at_the_start_only_the_opening_is_there(bedside: Bedside) -> None:
    words = [one for one in everything_but(bedside) if one != "chest pain"]
    view = bedside.view(ADA, "encounter-1")
    assert holds(view, words) == []
    assert view.card.opening == "My chest hurts."


def test_what_is_told_found_and_ordered_is_all_that_is_added(bedside: Bedside) -> None:
    act(bedside, "say", text="onset?")
    view = act(bedside, "order", of="test", text="film-of-effusion troponin")
    words = everything_but(bedside, "onset", "film-of-effusion", "troponin")
    # The student's own words come back as they were typed.
    typed = {"film-of-effusion", "chest pain"}
    assert [one for one in holds(view, words) if one not in typed] == []
    assert "A globular heart." not in view.model_dump_json()
    assert bedside.pictures(ADA, "encounter-1") == {}


def test_a_picture_is_shown_by_a_key_once_its_result_is_there(bedside: Bedside) -> None:
    act(bedside, "order", of="test", text="film-of-effusion")
    view = act(bedside, "wait")
    assert view.results[0].picture is not None
    assert "effusion.png" not in view.model_dump_json()
    found = bedside.pictures(ADA, "encounter-1")
    assert found[view.results[0].picture.key].file == "pericardial-effusion.png"


def test_a_held_result_says_nothing_but_that_it_comes_after_commitment(bedside: Bedside) -> None:
    act(bedside, "order", of="test", text="echo")
    view = act(bedside, "wait", minutes=600)
    [result] = view.results
    assert (result.status, result.due, result.text) == ("after_commitment", None, "")
    assert "effusion" not in view.model_dump_json()

"""Marks over HTTP: versions, the learner's own, and the expert's kept back until it may be seen."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.home import open_library
from assistant.settings import read_settings
from curricula.cases.types import Image, Investigation
from curricula.items.keeping import Entry, Source
from curricula.items.types import Picture
from tests.assistant.case.bedside import Hands, make_bedside, played_case
from tests.assistant.quiz.bank import NOON, question
from tests.ui.serving import serving_api
from ui.desk import LocalDesk

FILM = Investigation(id="film", name="Chest film", image=Image(file="film.png", alt="A chest film"))
BOX = {
    "id": "m1",
    "shape": "box",
    "left": 0.2,
    "top": 0.2,
    "right": 0.4,
    "bottom": 0.4,
    "label": "secret word",
}
SITTING = "/api/quiz/sittings/sitting-1"
ITEM = f"{SITTING}/pictures/0/film.png/marks"
CASE = "/api/encounters/encounter-1/pictures/result-0/marks"


def layer(label: str = "secret word", author: str = "learner") -> dict[str, Any]:
    return {"author": author, "marks": [BOX | {"label": label}]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_library(read_settings(library=tmp_path_factory.mktemp("marks"))) as library:
        desk = LocalDesk(library)
        case = played_case(topics=("cardiology",))
        case = case.model_copy(update={"tests": (*case.tests, FILM)})
        files = {"film.png": b"a film"}
        desk.bedside = make_bedside(library.store.engine, case, now=Hands(), pictures=files)
        item = question(1, topics=("films",), pictures=(Picture(file="film.png", alt="A film"),))
        expert = layer(author="educator")
        marks = httpx.Request("PUT", "http://x", json=expert).content
        desk.quizzes.house.bank.put_many(
            [Entry(item, files | {"film.png.marks.json": marks})], Source(origin="author", at=NOON)
        )
        with serving_api(desk) as at:
            yield at


def client(address: str, name: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"x-login": name}, trust_env=False, timeout=30)


@pytest.fixture
def lea(address: str) -> Iterator[httpx.Client]:
    """A learner with a sitting of one item, not answered yet."""
    with client(address, "learner") as one:
        one.delete(SITTING)
        begun = {"id": "sitting-1", "mode": "study", "topics": ["films"], "count": 1}
        assert one.post("/api/quiz/sittings", json=begun).status_code == 200
        yield one


@pytest.fixture
def ed(address: str) -> Iterator[httpx.Client]:
    with client(address, "educator") as one:
        yield one


def put(by: httpx.Client, address: str, given: dict[str, Any]) -> httpx.Response:
    known = by.get(address)
    version = max((one["version"] for one in known.json()["layers"]), default=0)
    return by.put(address, json={"layer": given, "version": version})


def test_the_expert_of_an_item_comes_after_marking_and_answering_and_not_before(lea: httpx.Client) -> None:
    seen = [lea.get(f"{SITTING}").text, lea.get(ITEM).text, lea.get(f"{ITEM}/comparison").text]
    assert put(lea, ITEM, layer("mine")).json()["version"] >= 1
    seen += [lea.get(ITEM).text, lea.get(f"{ITEM}/comparison").text]
    assert "once this has been answered" in seen[-1]
    assert lea.get(f"{SITTING}/pictures/0/film.png.marks.json").status_code == 404
    assert not [one for one in seen if "secret word" in one]
    answer = {
        "kind": "answer",
        "id": "answer-0001",
        "place": 0,
        "response": {"kind": "chosen", "options": ["a"]},
    }
    assert lea.post(f"{SITTING}/events", json=answer).status_code == 200
    found = lea.get(f"{ITEM}/comparison").json()
    assert found["expert"]["marks"][0]["label"] == "secret word"
    assert found["comparison"]["held"][0]["outcome"] == "other_label"


def test_an_answer_without_a_mark_does_not_show_the_expert(lea: httpx.Client, ed: httpx.Client) -> None:
    put(lea, ITEM, {"author": "learner", "marks": []})
    answer = {
        "kind": "answer",
        "id": "answer-0002",
        "place": 0,
        "response": {"kind": "chosen", "options": ["a"]},
    }
    lea.post(f"{SITTING}/events", json=answer)
    refused = lea.get(f"{ITEM}/comparison")
    assert refused.status_code == 400 and "marked nothing yet" in refused.text
    assert ed.get(ITEM).status_code == 404, "another person's sitting"


def test_a_second_tab_is_told_and_overwrites_nothing(lea: httpx.Client) -> None:
    version = put(lea, ITEM, layer("first tab")).json()["version"]
    refused = lea.put(ITEM, json={"layer": layer("second tab"), "version": version - 1})
    assert refused.status_code == 409
    assert refused.json()["error"]["kind"] == "Overtaken"
    assert lea.get(ITEM).json()["layers"][0]["layer"]["marks"][0]["label"] == "first tab"


def test_the_expert_of_a_case_waits_for_the_commitment(lea: httpx.Client, ed: httpx.Client) -> None:
    assert lea.get(CASE).status_code == 404
    lea.post("/api/encounters", json={"id": "encounter-1", "case": "sharp-chest-pain"})
    order = {"kind": "order", "id": "order-00001", "of": "test", "text": "chest film"}
    assert lea.post("/api/encounters/encounter-1/events", json=order).status_code == 200
    lea.post("/api/encounters/encounter-1/events", json={"kind": "wait", "id": "wait-000001"})
    shown = lea.get("/api/encounters/encounter-1").json()["results"]
    assert [one["key"] for one in shown] == ["result-0"]
    experts = "/api/cases/sharp-chest-pain/1/pictures/film.png/marks"
    assert put(ed, experts, layer(author="educator")).status_code == 200
    assert put(lea, CASE, layer("Secret word")).status_code == 200
    assert "secret word" not in lea.get(CASE).text + lea.get(f"{CASE}/comparison").text
    lea.post("/api/encounters/encounter-1/events", json={"kind": "end", "id": "end-0000001"})
    assert lea.get(f"{CASE}/comparison").json()["comparison"]["held"][0]["outcome"] == "found"
    assert ed.get(CASE).status_code == 404, "an encounter that one is not in"


def test_the_experts_layer_is_for_educators(lea: httpx.Client, ed: httpx.Client) -> None:
    address = "/api/items/item-1/1/pictures/film.png/marks"
    assert lea.get(address).status_code == lea.put(address, json={}).status_code == 403
    assert lea.get("/api/items/nothing/1/pictures/film.png/marks").status_code == 403
    assert ed.get("/api/items/nothing/1/pictures/film.png/marks").status_code == 404
    assert ed.get("/api/items/item-1/1/pictures/film.png.marks.json/marks").status_code == 404
    beside = ed.get(address).json()
    assert (beside["writable"], beside["layers"][0]["version"]) == (["educator"], 0)
    assert put(ed, address, layer("drawn here", author="educator")).json()["version"] == 1


@pytest.mark.parametrize(
    "given",
    [
        {"layer": {"author": "learner", "marks": [BOX | {"left": 2}]}, "version": 0},
        {"layer": {"author": "learner", "marks": [BOX | {"html": "<b>"}]}, "version": 0},
        {"layer": {"author": "learner"}, "version": -1},
        {},
    ],
)
def test_what_is_no_layer_is_refused_in_words(lea: httpx.Client, given: dict[str, Any]) -> None:
    refused = lea.put(ITEM, json=given)
    assert refused.status_code == 400 and "cannot be read" in refused.text

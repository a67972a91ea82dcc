"""Cases over HTTP: the whole way of an encounter, each person their own."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.case.debriefing.briefing import Over
from assistant.case.opined import Opinion, Remark
from assistant.home import open_library
from assistant.settings import read_settings
from curricula.cases.types import Image, Investigation
from tests.assistant.case.bedside import Hands, make_bedside, played_case
from tests.ui.serving import TOKEN, serving_api
from ui.desk import LocalDesk
from ui.remote import RemoteDesk

FILM = Investigation(id="film", name="Chest film", image=Image(file="film.png", alt="A chest film"))
NEW = {"id": "encounter-1", "case": "sharp-chest-pain"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Hands]]:
    """Where a library with one case is served, and its time."""
    hands = Hands()
    with open_library(read_settings(library=tmp_path_factory.mktemp("cases"))) as library:
        desk = LocalDesk(library)
        case = played_case(topics=("cardiology",))
        case = case.model_copy(update={"tests": (*case.tests, FILM)})
        desk.bedside = make_bedside(
            library.store.engine, case, now=hands, pictures={"film.png": b"a film"}, opine=opined
        )
        with serving_api(desk) as address:
            yield address, hands


@pytest.fixture
def lea(served: tuple[str, Hands]) -> Iterator[httpx.Client]:
    """A learner, who starts with no encounter."""
    with httpx.Client(base_url=served[0], headers={"x-login": "learner"}) as client:
        yield client
        for one in client.get("/api/encounters").json()["encounters"]:
            client.delete(f"/api/encounters/{one['encounter']}")


@pytest.fixture
def ed(served: tuple[str, Hands]) -> Iterator[httpx.Client]:
    """An educator."""
    with httpx.Client(base_url=served[0], headers={"x-login": "educator"}) as client:
        yield client


def opined(over: Over) -> Opinion:
    """What a model thinks of any encounter."""
    remark = Remark(text="Greet the patient.", line="asks-onset")
    return Opinion(model="mind-7b", prompt="opinion@1", improvements=(remark,))


def act(client: httpx.Client, kind: str, number: int = 1, **fields: Any) -> httpx.Response:
    body = {"kind": kind, "id": f"{kind}-number-{number}", **fields}
    return client.post("/api/encounters/encounter-1/events", json=body)


def test_a_second_opinion_is_asked_for_once_it_is_over(lea: httpx.Client, ed: httpx.Client) -> None:
    address = "/api/encounters/encounter-1/opinion"
    lea.post("/api/encounters", json=NEW)
    assert (lea.get(address).status_code, lea.post(address).status_code) == (400, 400)
    act(lea, "commit", diagnosis="pericarditis")
    assert lea.get(address).json() == {"offered": True, "opinion": None}
    marks = lea.get("/api/encounters/encounter-1/debrief").json()
    assert lea.post(address).json()["improvements"][0]["text"] == "Greet the patient."
    assert lea.get(address).json()["opinion"]["model"] == "mind-7b"
    assert lea.get("/api/encounters/encounter-1/debrief").json() == marks
    assert ed.get(address).status_code == ed.post(address).status_code == 404


def test_an_encounter_from_its_list_to_its_export(lea: httpx.Client) -> None:
    [case] = lea.get("/api/cases", params={"topic": "cardiology"}).json()["cases"]
    assert lea.get("/api/cases", params={"topic": "nothing"}).json()["cases"] == []
    assert lea.post("/api/encounters", json=NEW | {"case": case["card"]["id"]}).json()["phase"] == "open"
    assert act(lea, "say", text="onset?").json()["transcript"][0]["reply"] == "It began two days ago."
    [entry] = lea.get("/api/orders", params={"of": "test", "typed": "trop"}).json()["entries"]
    view = act(lea, "order", of="test", entries=[entry["id"]]).json()
    assert [one["status"] for one in view["results"]] == ["pending"]
    assert act(lea, "commit", diagnosis="pericarditis").json()["phase"] == "committed"
    [stands] = lea.get("/api/encounters").json()["encounters"]
    assert (stands["phase"], stands["events"]) == ("committed", 3)
    assert len(lea.get("/api/encounters/encounter-1/export").json()["events"]) == 3
    assert lea.get("/api/cases", params={"unplayed": True}).json()["cases"] == []


def test_nobody_else_reaches_an_encounter(lea: httpx.Client, ed: httpx.Client) -> None:
    lea.post("/api/encounters", json=NEW)
    path = "/api/encounters/encounter-1"
    replies = [
        ed.get(path),
        ed.delete(path),
        ed.get(f"{path}/export"),
        ed.get(f"{path}/pictures/result-0"),
        act(ed, "say", text="onset"),
    ]
    assert {reply.status_code for reply in replies} == {404}
    assert {reply.json()["error"]["what"] for reply in replies} == {
        "There is no such encounter in your history."
    }
    assert ed.get("/api/encounters").json()["encounters"] == []
    assert httpx.get(str(lea.base_url) + path).status_code == 401
    assert lea.get(path).json()["ordinal"] == 0


def test_a_picture_is_sent_once_its_result_is_there(lea: httpx.Client) -> None:
    lea.post("/api/encounters", json=NEW)
    path = "/api/encounters/encounter-1/pictures/result-0"
    assert lea.get(path).status_code == 404
    view = act(lea, "order", of="test", text="film").json()
    assert view["results"][0]["picture"]["key"] == "result-0"
    picture = lea.get(path)
    assert (picture.content, picture.headers["content-type"]) == (b"a film", "image/png")
    assert "default-src 'none'" in picture.headers["content-security-policy"]


def test_debrief_and_marking_sheet_come_after_commitment_and_only_then(lea: httpx.Client) -> None:
    lea.post("/api/encounters", json=NEW)
    paths = [f"/api/encounters/encounter-1/{name}" for name in ("debrief", "sheet")]
    for path in paths:
        early = lea.get(path)
        assert (early.status_code, "pericarditis" in early.text) == (400, False)
    act(lea, "say", text="<b>onset</b>?")
    act(lea, "commit", diagnosis="pericarditis")
    found = lea.get(paths[0]).json()
    assert (found["grade"]["verdict"], found["lines"][0]["status"]) == ("correct", "done")
    sheet = lea.get(paths[1])
    assert sheet.headers["content-type"].startswith("text/html")
    assert "Asks when it began" in sheet.text and "&lt;b&gt;onset&lt;/b&gt;?" in sheet.text


def test_the_blank_sheet_is_for_examiners(lea: httpx.Client, ed: httpx.Client) -> None:
    path = "/api/cases/sharp-chest-pain/sheet"
    assert lea.get(path).status_code == 403
    assert "Asks when it began" in ed.get(path).text


def test_what_cannot_be_done_has_its_status_and_one_sentence(lea: httpx.Client) -> None:
    lea.post("/api/encounters", json=NEW)
    act(lea, "rank", 1, board=[{"text": "pericarditis"}])
    refused = {
        409: act(lea, "rank", 2, board=[{"text": "flu"}], seen=0),
        400: act(lea, "say", text="x" * 5000),
    }
    for status, reply in refused.items():
        assert reply.status_code == status
        assert reply.json()["error"]["next_step"]
    assert act(lea, "fly").status_code == 400
    assert lea.post("/api/encounters", json=NEW | {"id": "short"}).status_code == 400
    assert lea.get("/api/cases/sharp-chest-pain/unmatched").status_code == 403


def test_educators_learn_what_was_not_understood(lea: httpx.Client, ed: httpx.Client) -> None:
    lea.post("/api/encounters", json=NEW)
    act(lea, "say", text="wibble?")
    found = ed.get("/api/cases/sharp-chest-pain/unmatched").json()["unmatched"]
    assert {"text": "wibble?", "times": 1} in found


def test_a_group_meets_by_its_code(lea: httpx.Client, ed: httpx.Client) -> None:
    code = lea.post("/api/encounters", json=NEW | {"shared": True}).json()["code"]
    view = ed.post("/api/encounters/join", json={"code": code, "role": "scribe"}).json()
    assert [seat["name"] for seat in view["seats"]] == ["lea", "ed"]
    assert act(lea, "commit", diagnosis="flu").status_code == 400


def test_a_circuit_is_walked_station_by_station(lea: httpx.Client, served: tuple[str, Hands]) -> None:
    plan = {"id": "circuit-1", "cases": ["sharp-chest-pain"] * 2, "minutes": 5, "change_over_s": 30}
    assert lea.post("/api/circuits", json=plan).json()["next"] == 0
    view = lea.post("/api/circuits/circuit-1/stations/0").json()
    assert (view["mode"], view["clock"]["limit_s"]) == ("osce", 300)
    assert lea.post("/api/circuits/circuit-1/stations/1").status_code == 400
    served[1].move(minutes=6)
    assert lea.get("/api/circuits/circuit-1").json()["ready_in_s"] == 0
    assert lea.delete("/api/circuits/circuit-1").status_code == 200
    assert lea.get("/api/circuits/circuit-1").status_code == 404


def test_the_command_lines_desk_says_the_same_as_the_open_library(served: tuple[str, Hands]) -> None:
    from assistant.case.bedside.actions import Commit, Say
    from assistant.case.bedside.listing import Wanted
    from assistant.case.bedside.play import Beginning

    with RemoteDesk(served[0], TOKEN) as desk:
        casework = desk.casework()
        assert [one.card.id for one in casework.offers(Wanted())] == ["sharp-chest-pain"]
        first = casework.start(Beginning(id="of-the-owner", case="sharp-chest-pain"))
        then = casework.act(first.encounter, Say(id="say-number-1", text="onset?"))
        assert casework.view(first.encounter) == then
        assert [one.encounter for one in casework.standings()] == ["of-the-owner"]
        assert [one.id for one in casework.entries("examination", "heart")] == ["examination.heart"]
        casework.act(first.encounter, Commit(id="commit-number-1", diagnosis="flu"))
        assert casework.second(first.encounter).offered
        assert casework.ask_second(first.encounter) == casework.second(first.encounter).opinion

"""Learning over HTTP: numbers, corrections, cards and removal, each person their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from assistant.home import build_starter, open_library
from assistant.learner.types import Attempt
from assistant.quiz.types import Chosen, Graded
from assistant.settings import read_settings
from curricula.formats.anki.read import read
from curricula.items.types import ClozeCard
from tests.assistant.learner.attempts import attempt
from tests.ui.serving import ACCOUNTS, serving_api
from ui.desk import LocalDesk

STARTER = Path(__file__).parents[2] / "curricula" / "starter" / "library"
LEA = ACCOUNTS["learner"].user_id
ITEM = "stroke-haemorrhage-on-dabigatran"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    """A library with the starter items and one of its chapters."""
    folder = tmp_path_factory.mktemp("learning")
    chapter = folder / "chapter"
    chapter.mkdir()
    for path in STARTER.glob("stroke*"):
        (chapter / path.name).write_bytes(path.read_bytes())
    with open_library(read_settings(library=folder / "library")) as library:
        list(build_starter(library, lambda _progress: None, source=chapter))
        yield LocalDesk(library)


@pytest.fixture(scope="module")
def address(desk: LocalDesk) -> Iterator[str]:
    with serving_api(desk) as address:
        yield address


@pytest.fixture
def lea(desk: LocalDesk, address: str) -> Iterator[httpx.Client]:
    """A learner with six answers, the last a miss."""
    desk.learning.log.append(missed_last())
    with httpx.Client(base_url=address, headers={"x-login": "learner"}) as client:
        yield client
        client.post("/api/learning/forget", json={"attempts": None})


@pytest.fixture
def ed(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={"x-login": "educator"}) as client:
        yield client


def missed_last() -> list[Attempt]:
    now = datetime.now(UTC)
    given = [attempt(number, user_id=LEA, at=now - timedelta(hours=9 - number)) for number in range(5)]
    wrong = Graded(correct=False, score=0)
    last = attempt(5, user_id=LEA, item_id=ITEM, graded=wrong, response=Chosen(options=("b",)), at=now)
    return [*given, last]


def correct(client: httpx.Client, number: int, name: str, counts: bool) -> httpx.Response:
    body = {"id": name, "counts": counts, "reason": "" if counts else "misread"}
    return client.post(f"/api/learning/attempts/s1.{number}/corrections", json=body)


def test_every_number_has_its_attempts_and_follows_what_the_learner_corrects(lea: httpx.Client) -> None:
    [before] = lea.get("/api/learning/progress").json()["objectives"]
    assert before["attempts"] == [f"s1.{number}" for number in range(6)]
    assert correct(lea, 5, "c1", counts=False).json()["corrections"][0]["reason"] == "misread"
    [after] = lea.get("/api/learning/progress").json()["objectives"]
    assert after["attempts"] == before["attempts"][:5] and after["probability"] > before["probability"]
    correct(lea, 5, "c2", counts=True)
    [again] = lea.get("/api/learning/progress").json()["objectives"]
    assert again["attempts"] == before["attempts"]
    assert again["probability"] == pytest.approx(before["probability"], abs=1e-4)
    shown = lea.get("/api/learning/attempts", params={"id": ["s1.5", "s1.0"]}).json()["attempts"]
    assert [(one["attempt"]["id"], len(one["corrections"])) for one in shown] == [("s1.5", 2), ("s1.0", 0)]


def test_a_miss_offers_a_cited_card_that_is_kept_as_the_learner_words_it(lea: httpx.Client) -> None:
    offered = lea.get("/api/learning/attempts/s1.5/card").json()
    assert "{{idarucizumab}}" in offered["card"]["text"].lower()
    assert offered["citation"]["quote"] == offered["card"]["references"][0]["quote"]
    wording = {"text": "Dabigatran is reversed by {{idarucizumab}}.", "extra": "5 g"}
    kept = lea.post("/api/learning/attempts/s1.5/card", json=wording).json()
    assert lea.post("/api/learning/attempts/s1.5/card", json=wording).json() == kept
    assert kept["card"]["references"] == offered["card"]["references"] and kept["item_id"] == ITEM
    path = f"/api/learning/cards/{kept['card']['id']}"
    better = wording | {"text": "{{Idarucizumab}} reverses dabigatran.", "based_on": 1}
    assert lea.put(path, json=better).json()["card"]["version"] == 2
    assert lea.put(path, json=better).status_code == 409
    assert lea.get("/api/learning/progress").json()["due"]["new"] == 2, "the missed item and the card"
    assert lea.delete(path).json() == {"status": "forgotten"}
    assert lea.get("/api/learning/cards").json() == {"cards": []}


def test_a_right_answer_offers_no_card(lea: httpx.Client) -> None:
    assert lea.get("/api/learning/attempts/s1.0/card").json()["card"] is None
    wording = {"text": "{{a}}", "extra": ""}
    assert lea.post("/api/learning/attempts/s1.0/card", json=wording).status_code == 400


def test_nobody_else_reaches_it(lea: httpx.Client, ed: httpx.Client) -> None:
    kept = lea.post("/api/learning/attempts/s1.5/card", json={"text": "{{a}}"}).json()
    replies = [
        ed.get("/api/learning/attempts/s1.5/card"),
        correct(ed, 5, "c9", counts=False),
        ed.delete(f"/api/learning/cards/{kept['card']['id']}"),
    ]
    assert {one.status_code for one in replies} == {404}
    assert ed.get("/api/learning/attempts", params={"id": "s1.5"}).json() == {"attempts": []}
    assert ed.get("/api/learning/progress").json()["attempts"] == 0
    assert ed.post("/api/learning/forget", json={"attempts": ["s1.5"]}).json()["attempts"] == 0
    assert httpx.get(f"{lea.base_url}/api/learning/progress").status_code == 401


def test_a_wish_plans_anew_and_one_out_of_range_is_refused(lea: httpx.Client) -> None:
    wish = {"retention": 0.95, "new_cards_a_day": 0}
    assert lea.put("/api/learning/preference", json=wish).json() == wish
    due = lea.get("/api/learning/progress").json()["due"]
    assert (due["new"], due["waiting"]) == (0, 1)
    assert lea.put("/api/learning/preference", json={"retention": 0.99}).status_code == 400


def test_own_cards_go_to_anki(lea: httpx.Client) -> None:
    none = lea.get("/api/learning/cards.apkg")
    assert none.status_code == 400 and "no cards of yours" in none.text
    lea.post("/api/learning/attempts/s1.5/card", json={"text": "Rest is {{six weeks}}."})
    package = lea.get("/api/learning/cards.apkg")
    (found,) = read(package.content, "cards.apkg").found
    assert isinstance(found.item, ClozeCard) and found.item.text == "Rest is {{six weeks}}."


def test_everything_can_be_taken_away_and_removed(lea: httpx.Client) -> None:
    correct(lea, 0, "c5", counts=False)
    everything = lea.get("/api/learning/export").json()
    assert [one["attempt"]["id"] for one in everything["attempts"]] == [f"s1.{n}" for n in range(6)]
    table = lea.get("/api/learning/export.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = table.text.splitlines()
    assert rows[0].startswith("attempt,at,mode,item") and rows[1].endswith("false,misread")
    assert lea.post("/api/learning/forget", json={"attempts": ["s1.5"]}).json()["attempts"] == 1
    gone = lea.post("/api/learning/forget", json={"attempts": None}).json()
    assert (gone["attempts"], gone["cards"], gone["ratings"]) == (5, 0, 0)
    assert lea.get("/api/learning/progress").json()["attempts"] == 0

"""The pages of items over HTTP: every field is in a form, saving never publishes, files come and go."""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.testclient import TestClient

from assistant.accounts import LOCAL, Account
from assistant.home import open_library
from assistant.settings import read_settings
from curricula.items.bank import Bank
from curricula.items.load import ITEMS, read_one
from curricula.items.types import SingleBestAnswer
from curricula.items.wanted import ALL, Wanted
from retrieval.library import Library
from tests.ui.people import NOON
from ui.desk import LocalDesk
from ui.web.author.items.exchange_routes import exchange_routes
from ui.web.author.items.papers import KEPT, NAMES, paper_of
from ui.web.author.items.routes import item_routes
from ui.web.people import account_of

LEARNER = Account(user_id="ada", name="ada", role="learner")
QUESTION = {
    "id": "first-drug",
    "title": "First drug",
    "type": "single_best_answer",
    "author": "Bo",
    "lead_in": "Which drug is started first?",
    "options": [
        {"id": "a", "text": "Ramipril", "correct": True, "reason": "It is the first drug."},
        {"id": "b", "text": "Aspirin", "correct": False, "reason": "It lowers no pressure."},
    ],
}


@pytest.fixture
def library(filled: Path) -> Iterator[Library]:
    """An open library with two sources."""
    with open_library(read_settings()) as opened:
        yield opened


@pytest.fixture
def site_of(library: Library) -> Callable[[Account], TestClient]:
    """The pages as an account sees them."""
    desk = LocalDesk(library)

    def site(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(exchange_routes(desk, lambda: NOON))
        app.include_router(item_routes(desk, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    return site


@pytest.fixture
def site(site_of: Callable[[Account], TestClient]) -> TestClient:
    return site_of(LOCAL)


@pytest.fixture
def bank(library: Library) -> Bank:
    return Bank(library.store.engine)


def sent(based_on: int | None = None, **changed: Any) -> dict[str, Any]:
    return {"item": QUESTION | changed, "based_on": based_on}


@pytest.mark.parametrize("kind", NAMES)
def test_every_field_of_an_item_is_in_its_form(kind: Any) -> None:
    shown = [name for section in paper_of(kind).sections for name in section.fields]
    assert sorted(shown) == sorted(set(ITEMS.variants[kind].model_fields) - KEPT)


def test_saving_makes_a_draft_whatever_the_form_says(site: TestClient, bank: Bank) -> None:
    form = sent(status="published", reviewer="Somebody")
    assert site.post("/author/items/save", json=form).json() == {
        "id": "first-drug",
        "version": 1,
        "status": "draft",
    }
    assert bank.item("first-drug").reviewer is None


def test_saving_over_a_newer_version_shows_both_and_keeps_the_newer_one(site: TestClient, bank: Bank) -> None:
    site.post("/author/items/save", json=sent())
    site.post("/author/items/save", json=sent(1, lead_in="What comes first?"))
    reply = site.post("/author/items/save", json=sent(1, lead_in="What is given first?"))
    assert reply.status_code == 409
    assert "What comes first?" in reply.json()["merge"]
    form = site.post("/author/items/merge", json=sent(1, lead_in="What is given first?")).json()
    assert "What is given first?" in form["parts"]
    assert form["based_on"] == 2
    assert [one.version for one in bank.versions("first-drug")] == [2, 1]


def test_what_lint_says_comes_with_its_field(site: TestClient) -> None:
    remarks = site.post("/author/items/check", json=sent(lead_in="")).json()["remarks"]
    assert ["lead_in"] in [one["spot"] for one in remarks]


def test_trying_an_item_marks_the_answer_and_keeps_nothing(site: TestClient, bank: Bank) -> None:
    asked = site.post("/author/items/try", json=sent()).json()["html"]
    assert "It is the first drug." not in asked
    told = sent() | {"response": {"kind": "chosen", "options": ["b"]}}
    html = site.post("/author/items/try", json=told).json()["html"]
    assert "Not right." in html
    assert "It is the first drug." in html
    assert not bank.versions("first-drug")


def test_a_picture_is_kept_without_what_its_file_told(site: TestClient, bank: Bank) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret words"
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "grey").save(file, "jpeg", exif=exif)
    reply = site.post("/author/items/picture", files={"file": ("My Film.jpg", file.getvalue(), "image/jpeg")})
    name = reply.headers["x-name"]
    assert name.startswith("my-film-")
    picture = {"file": name, "alt": "A grey field"}
    form = sent(pictures=[picture])
    missing = site.post("/author/items/save", json=form)
    assert missing.json()["remarks"][0]["what"].endswith("which is not here")
    # What a browser sends is not believed: the raw file is taken in anew as well.
    raw = {name: base64.b64encode(file.getvalue()).decode()}
    assert site.post("/author/items/save", json=form | {"pictures": raw}).status_code == 200
    kept = bank.picture("first-drug", 1, name)
    assert kept is not None
    assert kept.startswith(b"\x89PNG")
    assert b"secret" not in kept
    copy = sent(id="a-copy", pictures=[picture]) | {"copied": "first-drug"}
    assert site.post("/author/items/save", json=copy).status_code == 200
    assert bank.picture("a-copy", 1, name) == kept


def test_yaml_reads_back_as_the_same_item(site: TestClient) -> None:
    text = site.post("/author/items/yaml", json=sent()).json()["text"]
    item, _ = read_one(text)
    assert isinstance(item, SingleBestAnswer)
    assert item.key.text == "Ramipril"
    parts = site.post("/author/items/read", json={"text": text}).json()["parts"]
    assert "Ramipril" in parts
    assert site.post("/author/items/read", json={"text": "id: ["}).json()["remarks"]


def test_a_sentence_is_found_with_its_source(site: TestClient) -> None:
    found = site.get("/author/sentences?q=labetalol in pregnancy").json()["sentences"]
    assert found[0]["document"] == "Hypertension in adults"
    assert found[0]["quote"].startswith("Labetalol is the first drug")


def test_files_come_in_as_drafts_with_what_was_refused_and_go_out_again(site: TestClient, bank: Bank) -> None:
    site.post("/author/items/save", json=sent())
    for form, suffix in (("csv", "csv"), ("yaml", "yaml"), ("moodle", "xml")):
        asked = {"id": ["first-drug"], "form": form, "sure": "yes"}
        file = site.post("/author/items/export", data=asked)
        assert f"items.{suffix}" in file.headers["content-disposition"]
        body = file.content.replace(b"first-drug", f"from-{form}".encode())
        site.post("/author/items/import", files={"file": (f"items.{suffix}", body)})
    listed = bank.listed(Wanted(statuses=ALL, words="First drug", states=frozenset({"draft"})))
    names = {one.id for one in listed}
    assert {"from-csv", "from-yaml"} <= names
    wrong = site.post("/author/items/import", files={"file": ("items.yaml", b"id: Wrong One\nlead_in: x\n")})
    assert "Refused" in wrong.text
    assert site.post("/author/items/import", files={"file": ("items.doc", b"x")}).status_code == 422


def test_the_list_is_searched_and_comes_by_pages(site: TestClient) -> None:
    site.post("/author/items/save", json=sent())
    assert "First drug" in site.get("/author/items?q=first drug&status=draft").text
    assert "Edit" not in site.get("/author/items?origin=starter").text.split("<tbody>")[1]
    assert "Page 2 of" in site.get("/author/items?page=2").text
    assert "No item is like this" in site.get("/author/items?q=nothing-like-this").text


def test_retiring_asks_first_and_goes_the_way_of_every_review(site: TestClient) -> None:
    site.post("/author/items/save", json=sent())
    assert 'href="/author/items/item/first-drug/retire"' in site.get("/author/items?q=first drug").text
    asked = site.get("/author/items/item/first-drug/retire").text
    assert 'action="/author/review/item/first-drug"' in asked and 'value="retire"' in asked
    assert site.get("/author/items/item/nowhere/retire").status_code == 404


def test_an_item_begun_from_a_gap_names_its_objective(site: TestClient) -> None:
    choosing = site.get("/author/items/new?objective=sepsis-management").text
    assert "type=cloze_card&amp;objective=sepsis-management" in choosing
    form = site.get("/author/items/new?type=cloze_card&objective=sepsis-management").text
    assert ">sepsis-management</textarea>" in form


def test_learners_see_and_change_nothing(site_of: Callable[[Account], TestClient], bank: Bank) -> None:
    site = site_of(LEARNER)
    for address in ("", "/new", "/item/first-drug", "/import"):
        assert site.get(f"/author/items{address}").status_code == 403
    for address in ("save", "check", "try", "merge", "yaml"):
        assert site.post(f"/author/items/{address}", json=sent()).status_code == 403
    assert site.get("/author/sentences?q=labetalol").status_code == 403
    assert not bank.versions("first-drug")

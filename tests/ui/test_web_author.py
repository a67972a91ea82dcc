"""The page Author over HTTP: every field is in the form, nothing is overwritten unseen, and roles hold."""

import base64
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import Engine
from starlette.testclient import TestClient

from assistant.accounts import LOCAL, Account
from assistant.case.bedside.encounters import Encounters
from assistant.migrations import ASSISTANT
from curricula.cases.shelf import ALL, Shelf, Source
from curricula.cases.types import Case
from curricula.migrations import CURRICULA
from curricula.review.reviews import Reviews
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from tests.assistant.case.encounter import small_case
from ui.web.author.editor import SECTIONS
from ui.web.author.routes import Writing, author_routes
from ui.web.author.schema import shape_of
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEARNER = Account(user_id="ada", name="ada", role="learner")
MINE = small_case(id="mine")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with one case of an author's and one that came with the product."""
    made = open_engine(tmp_path)
    migrate(made, [*CURRICULA, *ASSISTANT], NOON)
    shelf = Shelf(made)
    shelf.put(MINE, Source(origin="author", at=NOON))
    shelf.put(small_case(id="theirs", status="published"), Source(origin="starter", at=NOON))
    yield made
    made.dispose()


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    return Shelf(engine)


@pytest.fixture
def site_of(engine: Engine) -> Callable[[Account], TestClient]:
    """The page as an account sees it."""

    def site(who: Account) -> TestClient:
        app = FastAPI()
        writing = Writing(Shelf(engine), Encounters(engine), Reviews(engine), now=lambda: NOON)
        app.include_router(author_routes(lambda: writing))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    return site


@pytest.fixture
def site(site_of: Callable[[Account], TestClient]) -> TestClient:
    return site_of(LOCAL)


def sent(case: Case, based_on: int | None, **more: Any) -> dict[str, Any]:
    return {"case": case.model_dump(mode="json"), "based_on": based_on} | more


def test_every_field_of_a_case_is_in_the_form() -> None:
    shown = [name for section in SECTIONS for name in section.fields]
    assert sorted(shown) == sorted(set(Case.model_fields) - {"version", "status", "reviewer"})


def test_every_kind_of_field_has_a_control() -> None:
    waiting, seen = [Case], set()
    while waiting:
        model: Any = waiting.pop()
        for field in model.model_fields.values():
            inner = shape_of(field.annotation).inner
            if inner is not None and inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    assert {model.__name__ for model in seen} >= {"Person", "Fact", "Reading", "Series", "Image", "Line"}


def test_the_list_offers_to_change_ones_own_and_to_copy_what_came_with_the_product(site: TestClient) -> None:
    html = site.get("/author").text
    assert 'href="/author/case/mine"' in html
    assert 'href="/author/case/theirs"' not in html
    assert 'href="/author/new?copy=theirs"' in html


def test_the_form_holds_what_the_case_holds_as_inert_text(site: TestClient, shelf: Shelf) -> None:
    case = small_case(id="odd", opening='</textarea><script>alert("1")</script>')
    shelf.put(case, Source(origin="author", at=NOON))
    html = site.get("/author/case/odd").text
    assert "<script>alert" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html
    assert "It is better when I lean forward." in html


def test_saving_makes_the_next_version(site: TestClient, shelf: Shelf) -> None:
    reply = site.post("/author/save", json=sent(small_case(id="mine", opening="Still."), 1))
    assert reply.json() == {"id": "mine", "version": 2, "status": "draft"}
    assert shelf.case("mine").opening == "Still."
    assert shelf.versions("mine")[0].origin == "author"


def test_a_change_to_an_older_version_overwrites_nothing(site: TestClient, shelf: Shelf) -> None:
    site.post("/author/save", json=sent(small_case(id="mine", opening="First."), 1))
    reply = site.post("/author/save", json=sent(small_case(id="mine", opening="Second."), 1))
    assert reply.status_code == 409
    assert "meanwhile" in reply.json()["error"]
    assert "First." in reply.json()["merge"]
    assert "Second." in reply.json()["merge"]
    assert shelf.case("mine").opening == "First."


def test_what_was_chosen_of_two_texts_comes_back_in_the_form(site: TestClient) -> None:
    site.post("/author/save", json=sent(small_case(id="mine", opening="First.", title="Chest pain"), 1))
    mine = sent(small_case(id="mine", opening="Second."), 1)
    for choice, opening in (
        ({"take": "theirs"}, "First."),
        ({"take": "edited", "text": "Third."}, "Third."),
        (None, "Second."),
    ):
        chosen = {'["opening"]': choice} if choice else {}
        form = site.post("/author/merge", json=mine | {"chosen": chosen}).json()
        assert form["based_on"] == 2
        assert opening in form["parts"]
        assert "Chest pain" in form["parts"]


def test_a_form_out_of_shape_is_refused(site: TestClient) -> None:
    site.post("/author/save", json=sent(small_case(id="mine", opening="First."), 1))
    wrong = sent(MINE, 1)
    wrong["case"]["facts"] = {"onset": 5}
    reply = site.post("/author/merge", json=wrong)
    assert reply.status_code == 422
    assert "The form cannot be read: facts" in reply.json()["error"]


def test_a_new_case_cannot_take_an_id_that_is_here(site: TestClient) -> None:
    reply = site.post("/author/save", json=sent(MINE, None))
    assert reply.status_code == 422
    assert "taken by another case" in reply.json()["error"]


def test_what_does_not_fit_the_schema_is_told_at_its_field_and_not_saved(
    site: TestClient, shelf: Shelf
) -> None:
    form = sent(MINE, 1)
    form["case"]["facts"][1]["told"] = "later"
    form["case"]["patient"]["age"] = "old"
    for address in ("/author/check", "/author/save"):
        remarks = site.post(address, json=form).json()["remarks"]
        assert {tuple(remark["spot"]) for remark in remarks} == {("facts", 1, "told"), ("patient", "age")}
    assert len(shelf.versions("mine")) == 1


def test_saving_never_publishes_whatever_the_form_sends(site: TestClient, shelf: Shelf) -> None:
    sent_live = {"status": "published", "reviewer": "Somebody Else"}
    reply = site.post("/author/save", json=sent(MINE.model_copy(update=sent_live), 1))
    assert (reply.status_code, reply.json()["status"]) == (200, "draft")
    assert (shelf.case("mine").status, shelf.case("mine").reviewer) == ("draft", None)
    leaking = small_case(id="mine", opening="I have pericarditis.")
    assert site.post("/author/save", json=sent(leaking, 2)).status_code == 200


def test_what_came_with_the_product_is_copied_and_not_changed(site: TestClient, shelf: Shelf) -> None:
    assert site.post("/author/save", json=sent(small_case(id="theirs"), 1)).status_code == 422
    html = site.get("/author/new?copy=theirs").text
    assert re.search(r'value="theirs-copy"', html)
    assert 'data-based-on=""' in html
    reply = site.post("/author/save", json=sent(small_case(id="theirs-copy"), None))
    assert reply.json()["version"] == 1
    assert len(shelf.versions("theirs")) == 1


def test_a_case_is_hidden_from_students_and_shown_again(site: TestClient, shelf: Shelf) -> None:
    site.post("/author/case/theirs/hide")
    assert [one.id for one in shelf.listed()] == []
    site.post("/author/case/theirs/show")
    assert [one.id for one in shelf.listed()] == ["theirs"]


def test_a_picture_is_kept_with_its_version_and_in_a_copy(site: TestClient, shelf: Shelf) -> None:
    file = io.BytesIO()
    Image.new("L", (2, 2)).save(file, "png")
    body = base64.b64encode(file.getvalue()).decode()
    assert site.post("/author/save", json=sent(MINE, 1, pictures={"rash.png": body})).status_code == 200
    assert shelf.pictures("mine", 2) == {"rash.png": file.getvalue()}
    assert 'data-copied="mine"' in site.get("/author/new?copy=mine").text
    copy = MINE.model_copy(update={"id": "mine-copy"})
    assert site.post("/author/save", json=sent(copy, None, copied="mine")).status_code == 200
    assert shelf.pictures("mine-copy", 1) == {"rash.png": file.getvalue()}


@pytest.mark.parametrize(
    ("name", "body"),
    [("rash.png", "bm8gcGljdHVyZQ=="), ("rash.png", "?"), ("../rash.png", ""), ("rash.svg", "PHN2Zy8+")],
)
def test_what_is_no_picture_is_refused_and_nothing_is_saved(
    site: TestClient, shelf: Shelf, name: str, body: str
) -> None:
    reply = site.post("/author/save", json=sent(MINE, 1, pictures={name: body}))
    assert reply.status_code == 422
    assert len(shelf.versions("mine")) == 1


def test_learners_see_and_change_nothing(site_of: Callable[[Account], TestClient], shelf: Shelf) -> None:
    site = site_of(LEARNER)
    for address in ("/author", "/author/new", "/author/case/mine"):
        reply = site.get(address)
        assert reply.status_code == 403
        assert "pericarditis" not in reply.text
    for address in ("/author/save", "/author/check"):
        assert site.post(address, json=sent(MINE, 1)).status_code == 403
    for address in ("/author/case/theirs/hide", "/author/case/theirs/show"):
        assert site.post(address).status_code == 403
    assert [one.version for one in shelf.listed(ALL)] == [1, 1]


def test_a_case_that_is_not_there_is_told(site: TestClient) -> None:
    reply = site.get("/author/case/nowhere")
    assert reply.status_code == 404
    assert "There is no case nowhere" in reply.text
    for address in ("/author/case/nowhere/hide", "/author/case/nowhere/show"):
        assert site.post(address).status_code == 404

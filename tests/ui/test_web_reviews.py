"""Reviews over HTTP: nobody publishes their own, lint refuses, and what is said is never markup."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import LOCAL, Account
from assistant.home import open_store
from assistant.reviews import reviews_of
from assistant.settings import read_settings
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.review.types import UNNAMED, Act
from retrieval.store import Store
from tests.curricula.items.samples import all_forms, single
from ui.web.author.reviews import as_csv, review_routes
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = Account(user_id="u-ada", name="Ada", role="educator")
BEN = Account(user_id="u-ben", name="Ben", role="owner")
LEARNER = Account(user_id="u-cyd", name="Cyd", role="learner")
ADDRESS = "/author/review/item/first-drug"
Client = Callable[[Account], TestClient]


@pytest.fixture
def store(own_home: Path) -> Store:
    with open_store(read_settings()) as opened:
        yield opened


@pytest.fixture
def client(store: Store) -> Client:
    Bank(store.engine).put(uncited(), Source(origin="author", at=NOON, by=ADA.user_id))

    def made(who: Account) -> TestClient:
        app = FastAPI()
        names = {one.user_id: one.name for one in (ADA, BEN)}
        app.include_router(review_routes(lambda: reviews_of(store), store, names.get, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    return made


def uncited(**changed: object) -> object:
    options = [one.model_dump() | {"references": []} for one in single().options]
    return single(**{"author": "Ada", "status": "draft", "options": options} | changed)


def press(site: TestClient, move: str, note: str = "", version: int = 1) -> str:
    event = re.search(r'name="event" value="(\w+)"', site.get(ADDRESS).text)
    assert event is not None
    data = {"move": move, "note": note, "version": str(version), "event": event[1]}
    return site.post(ADDRESS, data=data).text


def test_a_second_person_publishes_and_learners_read_the_name(client: Client, store: Store) -> None:
    mine, theirs = client(ADA), client(BEN)
    press(mine, "submit")
    assert "first-drug" in mine.get("/author/reviews?show=mine").text
    assert "first-drug" not in mine.get("/author/reviews").text
    assert "You wrote what is to be reviewed" in mine.get(ADDRESS).text
    assert "another person reviews it" in press(mine, "publish")
    assert "first-drug" in theirs.get("/author/reviews").text
    press(theirs, "ask_changes", "Which dose?")
    assert "Which dose?" in mine.get(ADDRESS).text
    assert "first-drug" in mine.get("/author/reviews?show=returned").text
    changed = uncited(explanation="Give 10 mL.")
    Bank(store.engine).revise(changed, Source(origin="author", at=NOON, by=ADA.user_id), based_on=1)
    press(mine, "submit", version=2)
    press(theirs, "publish", version=2)
    item = Bank(store.engine).item("first-drug")
    assert (item.status, item.reviewer, item.review) == (
        "published",
        "Ben",
        "Reviewed by Ben on 1 March 2026",
    )
    later = uncited(explanation="Give 20 mL.")
    Bank(store.engine).revise(later, Source(origin="author", at=NOON, by=BEN.user_id), based_on=2)
    shown = mine.get(ADDRESS).text
    assert "<del>10</del>" in shown and "<ins>20</ins>" in shown
    assert [one.version for one in Bank(store.engine).listed()] == [2]


def test_a_reviewer_sees_what_learners_see_with_the_key_below(client: Client, store: Store) -> None:
    picture = {"file": "film.png", "alt": "A film of the chest"}
    bank = Bank(store.engine)
    by_ada = Source(origin="author", at=NOON, by=ADA.user_id)
    bank.revise(uncited(pictures=[picture]), by_ada, based_on=1, pictures={"film.png": b"drawn"})
    shown = client(BEN).get(ADDRESS).text
    asked, _, key = shown.partition("What learners are told once they have answered")
    assert 'src="/author/items/item/first-drug/picture/2/film.png"' in asked
    assert "disabled" in re.search(r"<fieldset[^>]*unanswered[^>]*>", asked)[0]
    assert asked.count('class="choice"') == len(single().options)
    assert "✓ right" in key and "✓ right" not in asked
    assert "/sitting/" not in shown and "You did not answer" not in shown


def test_every_type_of_item_is_drawn_for_its_reviewer(client: Client, store: Store) -> None:
    for item in all_forms():
        drawn = item.model_copy(update={"id": f"drawn-{item.id}", "status": "draft"})
        Bank(store.engine).put(drawn, Source(origin="author", at=NOON, by=ADA.user_id))
        reply = client(BEN).get(f"/author/review/item/{drawn.id}")
        assert reply.status_code == 200
        assert "As learners see it" in reply.text and "/sitting/" not in reply.text


def test_what_lint_finds_and_what_is_cited_from_nowhere_is_told_whole(client: Client, store: Store) -> None:
    text = {"options": [one.model_dump() | {"text": "The same"} for one in single().options]}
    broken = single(author="Ada", status="draft", **text)
    Bank(store.engine).revise(
        broken, Source(origin="author", at=NOON, by=ADA.user_id), based_on=None if False else 1
    )
    press(client(ADA), "submit", version=2)
    refused = press(client(BEN), "publish", version=2)
    assert "says the same as" in refused and "no source of this title is in the library" in refused
    assert Bank(store.engine).listed() == []


def test_what_people_write_is_never_markup(client: Client) -> None:
    sly = "<script>alert(1)</script>"
    press(client(BEN), "comment", sly)
    for address in (ADDRESS, "/author/trail"):
        shown = client(BEN).get(address).text
        assert sly not in shown and "&lt;script&gt;" in shown
    assert client(ADA).get("/author/trail").status_code == 403
    assert client(ADA).get("/author/trail.csv").status_code == 403
    rows = list(csv.reader(io.StringIO(client(BEN).get("/author/trail.csv").text)))
    assert (rows[0][0], rows[1][4], rows[1][7]) == ("at", "comment", sly)


def test_no_cell_of_the_trail_is_a_formula(client: Client, store: Store) -> None:
    reviews = reviews_of(store)
    which = reviews.state("item", "first-drug").which
    reviews.do("comment", which, Act(event_id="e", user_id="u", name="=1+1", at=NOON, note="@SUM(A1)"))
    assert "'=1+1,'@SUM(A1)" in as_csv(reviews.every_event())


def test_learners_see_nothing_and_one_alone_is_told_what_is_needed(client: Client) -> None:
    for address in ("/author/reviews", ADDRESS, "/author/trail"):
        assert client(LEARNER).get(address).status_code == 403
    assert (
        client(LEARNER).post(ADDRESS, data={"move": "retire", "version": "1", "event": "e"}).status_code
        == 403
    )
    assert "preceptor users add" in client(LOCAL).get(ADDRESS).text
    assert LOCAL.user_id == UNNAMED
    press(client(ADA), "submit")
    assert "no name to sign with" in press(client(LOCAL), "publish")
    assert client(BEN).get("/author/review/item/nowhere").status_code == 404

"""Drafts on the page Author and over the API: shown with what the gates say, published by a named person."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.quiz.draft.drafting import Bench, Drafting
from assistant.quiz.draft.order import Order
from assistant.reviews import reviews_of
from curricula.items.bank import Bank
from curricula.items.drafts import Draft, Gate, Report
from retrieval.library import Library
from tests.assistant.quiz.draft.sources import drafting_tables, gout
from ui.web.author.drafts import draft_routes
from ui.web.author.making import Making
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEARNER = Account(user_id="ada", name="ada", role="learner")
EDUCATOR = Account(user_id="dana", name="Dana", role="educator")
Client = Callable[[Account], TestClient]


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


@pytest.fixture
def drafting(library: Library) -> Drafting:
    return Drafting(
        Bench(library, Bank(library.store.engine), reviews_of(library.store), None, False, time.monotonic)
    )


@pytest.fixture
def client(drafting: Drafting) -> Iterator[Client]:
    making = Making(lambda: drafting, lambda: NOON)

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(draft_routes(lambda: drafting, making, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    yield made
    making.close()


@pytest.fixture
def card(drafting: Drafting) -> Draft:
    (draft,) = drafting.make(Order(about="colchicine", count=1), EDUCATOR, NOON).drafts
    return draft


def test_what_is_asked_for_is_drafted_and_listed(client: Client, drafting: Drafting) -> None:
    mine = client(EDUCATOR)
    assert "No draft waits" in mine.get("/author/drafts").text
    mine.post("/author/drafts", data={"about": "gout", "count": "3"})
    until = time.monotonic() + 10
    while "Drafting:" in (shown := mine.get("/author/drafts").text) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(re.findall(r'href="/author/drafts/(?:card|table)-', shown)) == 3
    assert "drafted by rule on" in shown and "served model" not in shown


@pytest.mark.parametrize("address", ["/author/drafts", "/author/drafts/card-1"])
def test_learners_see_no_draft_and_decide_nothing(client: Client, card: Draft, address: str) -> None:
    theirs = client(LEARNER)
    assert theirs.get(address).status_code == 403
    assert theirs.post(f"/author/drafts/{card.id}/submit", data={"event": "e"}).status_code == 403
    assert theirs.post("/author/drafts", data={"about": "gout"}).status_code == 403


def test_a_draft_is_sent_to_review_once_and_is_not_live(
    client: Client, card: Draft, library: Library
) -> None:
    mine = client(EDUCATOR)
    shown = mine.get(f"/author/drafts/{card.id}").text
    event = re.search(r'name="event" value="(\w+)"', shown)
    assert event is not None
    for _ in range(2):
        reply = mine.post(
            f"/author/drafts/{card.id}/submit", data={"event": event[1]}, follow_redirects=False
        )
        assert (reply.status_code, reply.headers["location"]) == (303, f"/author/review/item/{card.id}")
    assert Bank(library.store.engine).item(card.id).status == "in_review"


def test_a_correction_is_checked_and_a_fault_is_named_with_nothing_lost(client: Client, card: Draft) -> None:
    mine = client(EDUCATOR)
    address = f"/author/drafts/{card.id}"
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", mine.get(address).text, re.DOTALL)
    assert text is not None
    told = mine.post(address, data={"text": "type: cloze_card\nsurprise: 1\n"})
    assert told.status_code == 422 and "Not saved" in told.text and "surprise: 1" in told.text
    better = unescape(text[1]).replace("extra:", "extra: In adults.  #")
    assert mine.post(address, data={"text": better}).status_code == 200
    assert "In adults." in mine.get(address).text


def test_what_a_draft_says_is_never_markup(client: Client, drafting: Drafting) -> None:
    sly = "<script>alert(1)</script>"
    gate = Gate(name="schema", outcome="fail", reason=sly)
    draft = Draft(
        id="sly",
        state="unreadable",
        title=sly,
        item=None,
        report=Report(maker=sly, gates=(gate,)),
        made_at=NOON,
        made_by="dana",
    )
    drafting.drafts.keep(draft)
    for address in ("/author/drafts", "/author/drafts/sly"):
        shown = client(EDUCATOR).get(address).text
        assert sly not in shown and "&lt;script&gt;" in shown
    assert client(EDUCATOR).get("/author/drafts/nothing").status_code == 404


def test_withholding_takes_a_draft_off_the_list(client: Client, card: Draft) -> None:
    mine = client(EDUCATOR)
    mine.post(f"/author/drafts/{card.id}/withhold")
    assert card.id not in mine.get("/author/drafts").text
    assert "withheld by a person" in mine.get(f"/author/drafts/{card.id}").text

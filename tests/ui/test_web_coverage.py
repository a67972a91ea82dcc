"""The coverage of a curriculum on the page Author: gaps in words, filters, lists behind counts, drafting."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.answer.write import House
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.types import Reference
from curricula.versions import Source as PlanSource
from retrieval.library import Library
from tests.assistant.quiz.draft.sources import drafting_tables, gout
from tests.curricula.items.samples import card, single
from tests.curricula.objectives.samples import curriculum, objective
from ui.desk import LocalDesk
from ui.web.author.coverage import coverage_routes
from ui.web.author.making import Making
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEARNER = Account(user_id="ada", name="ada", role="learner")
EDUCATOR = Account(user_id="dana", name="Dana", role="educator")
HERE = "/author/coverage"
MINE = {"curriculum": "year-one"}
Client = Callable[[Account], TestClient]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(library: Library) -> LocalDesk:
    """A library with one source on gout, and two objectives of a module."""
    made = LocalDesk(library, House())
    title = library.documents()[0].title
    quote = library.store.passages_of(library.documents()[0].id)[0].text
    gouty = objective(
        "gout-treatment",
        title="Gout: <treatment>",
        verb="Treat",
        content="gout with colchicine",
        references=(Reference(document=title, quote=quote), Reference(document="Lost", quote="Not here.")),
    )
    bare = objective("bare", title="Bare", references=(), competencies=("EPA 4",))
    source = PlanSource(origin="author", at=NOON)
    made.plans.objectives.put_many([gouty, bare], source)
    made.plans.curricula.put_many([curriculum("gout-treatment", "bare")], source)
    bank = Bank(library.store.engine)
    bank.put(single("one-published", objectives=("gout-treatment",)), Source(origin="yaml", at=NOON))
    bank.put(card(id="a-card", objectives=("gout-treatment",)), Source(origin="yaml", at=NOON))
    return made


@pytest.fixture(scope="module")
def client(desk: LocalDesk) -> Iterator[Client]:
    making = Making(lambda: desk.drafting, lambda: NOON)

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(coverage_routes(desk, making))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    yield made
    making.close()


def row_of(shown: str, title: str) -> str:
    return next(row for row in shown.split("<tr>") if title in row)


def test_gaps_and_thin_spots_stand_there_in_words(client: Client) -> None:
    shown = client(EDUCATOR).get(HERE, params=MINE | {"module": "kidney"}).text
    gouty, bare = row_of(shown, "Gout: &lt;treatment&gt;"), row_of(shown, ">Bare<")
    assert ">few</span>" in gouty and ">none</span>" not in gouty and "Draft more" in gouty
    assert bare.count(">none</span>") == 2
    assert "Find a source" in bare and "Draft for this gap" in bare
    assert "2 objectives of" in shown and "1 with a gap, 1 thin." in shown


def test_rows_are_filtered_by_module_competency_and_gap(client: Client) -> None:
    def ids(**asked: str) -> list[str]:
        text = client(EDUCATOR).get(f"{HERE}/csv", params=MINE | asked).text
        return [row["objective"] for row in csv.DictReader(io.StringIO(text))]

    assert ids(module="kidney") == ["gout-treatment", "bare"]
    assert ids(module="kidney", competency="EPA 4") == ["bare"]
    assert "gout-treatment" not in ids(module="-")
    assert "Nothing is missing here" not in client(EDUCATOR).get(HERE, params=MINE | {"gaps": "yes"}).text


def test_a_cell_of_the_download_is_no_formula(client: Client, desk: LocalDesk) -> None:
    made = objective("formula", title="=1+1", verb="=HYPERLINK")
    desk.plans.objectives.put_many([made], PlanSource(origin="author", at=NOON))
    text = client(EDUCATOR).get(f"{HERE}/csv", params=MINE | {"module": "-"}).text
    (row,) = (one for one in csv.DictReader(io.StringIO(text)) if one["objective"] == "formula")
    assert row["title"] == "'=1+1" and row["sentence"].startswith("'=HYPERLINK")


def test_counts_open_the_lists_behind_them(client: Client) -> None:
    shown = client(EDUCATOR).get(f"{HERE}/objective/gout-treatment").text
    assert 'href="/author/review/item/one-published"' in shown
    assert 'href="/author/review/item/a-card"' in shown
    assert 'href="/source/' in shown and "no source of this title" in shown
    assert "Passages that could serve" in shown and 'href="/library"' in shown
    assert client(EDUCATOR).get(f"{HERE}/objective/nobody-wrote-it").status_code == 404
    assert client(EDUCATOR).get(HERE, params={"curriculum": "none"}).status_code == 404


def test_citations_are_looked_up_where_asked(client: Client) -> None:
    asked = MINE | {"module": "kidney", "citations": "yes"}
    shown = client(EDUCATOR).get(HERE, params=asked).text
    assert "Citations to look at" in shown and "no source of this title is in the library" in shown
    assert "/author/review/card/" not in shown
    assert "Citations to look at" not in client(EDUCATOR).get(HERE, params=MINE).text


def test_drafting_for_a_gap_uses_the_passages_that_the_objective_cites(
    client: Client, desk: LocalDesk
) -> None:
    mine = client(EDUCATOR)
    reply = mine.post(f"{HERE}/draft", data={"objective": "gout-treatment"}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/author/drafts")
    until = time.monotonic() + 10
    while not (made := desk.drafting.drafts.listed()) and time.monotonic() < until:
        time.sleep(0.05)
    assert made and all(draft.item and draft.item.objectives == ("gout-treatment",) for draft in made)
    assert mine.post(f"{HERE}/draft", data={"objective": "none"}).status_code == 404


@pytest.mark.parametrize("address", [HERE, f"{HERE}/csv", f"{HERE}/objective/bare"])
def test_learners_see_no_coverage(client: Client, address: str) -> None:
    assert client(LEARNER).get(address).status_code == 403
    assert client(LEARNER).post(f"{HERE}/draft", data={"objective": "bare"}).status_code == 403

"""Blueprints on the page Author: what the bank delivers now, tried by a seed, saved as versions."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.answer.write import House
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.versions import Source as PlanSource
from tests.assistant.quiz.draft.sources import drafting_tables, gout
from tests.curricula.items.samples import single
from tests.curricula.objectives.samples import curriculum, objective
from ui.desk import LocalDesk
from ui.web.author.blueprints import blueprint_routes
from ui.web.author.making import Making
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEARNER = Account(user_id="ada", name="ada", role="learner")
EDUCATOR = Account(user_id="dana", name="Dana", role="educator")
HERE = "/author/blueprints"
ROW = {"module": "", "objective": "", "topic": "", "level": "", "type": "", "parts": ""}
Client = Callable[[Account], TestClient]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    """A bank with one published question on gout, and a module of two objectives."""
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as library:
        made = LocalDesk(library, House())
        source = PlanSource(origin="author", at=NOON)
        named = [objective("gout-treatment"), objective("bare", verb="Treat", content="gout with colchicine")]
        made.plans.objectives.put_many(named, source)
        made.plans.curricula.put_many([curriculum("gout-treatment", "bare")], source)
        one = single("only-one", objectives=("gout-treatment",), topics=("gout",))
        Bank(library.store.engine).put(one, Source(origin="yaml", at=NOON))
        yield made


@pytest.fixture(scope="module")
def client(desk: LocalDesk) -> Iterator[Client]:
    making = Making(lambda: desk.drafting, lambda: NOON)

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(blueprint_routes(desk, making, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    yield made
    making.close()


def sent(*rows: dict[str, str], **changes: Any) -> dict[str, Any]:
    """A form of four items, half of them of the module, with one empty row of shares besides."""
    plain = {"id": "mock", "title": "Mock <exam>", "author": "Dana", "curriculum": "year-one", "count": "4"}
    shares = [ROW | row for row in rows] or [
        ROW | {"module": "kidney", "parts": "1"},
        ROW | {"topic": "gout", "level": "management", "parts": "1"},
    ]
    columns = {f"share_{name}": [row[name] for row in (*shares, ROW)] for name in ROW}
    return plain | columns | {"do": "work", "seed": "1"} | changes


def test_the_form_adds_up_and_tells_what_the_bank_lacks_of_each_share(client: Client) -> None:
    shown = client(EDUCATOR).post(f"{HERE}/work", data=sent(level_management="1")).text
    assert "Mock &lt;exam&gt;" in shown and "<exam>" not in shown
    assert shown.count(" short</span>") == 3
    assert 'formaction="/author/blueprints/draft?count=1&amp;module=kidney"' in shown
    assert "<td>4</td><td>1</td>" in shown, "wished and delivered add up"
    assert "Items on Kidney: 2 wished, 1 in the bank." in shown


def test_every_fault_is_listed_and_what_was_typed_stays(client: Client, desk: LocalDesk) -> None:
    wrong = sent(ROW | {"module": "kidney", "parts": "many"}, count="none", do="save")
    refused = client(EDUCATOR).post(f"{HERE}/work", data=wrong)
    assert refused.status_code == 422 and "To correct (2)" in refused.text
    assert 'value="many"' in refused.text and 'value="none"' in refused.text
    lost = client(EDUCATOR).post(f"{HERE}/work", data=sent(ROW | {"module": "lung", "parts": "1"}, do="save"))
    assert lost.status_code == 422 and "no module of year-one" in lost.text
    assert all(one.id != "mock" for one in (kept.value for kept in desk.plans.blueprints.listed()))


def test_a_seed_draws_the_same_exam_without_saving(client: Client) -> None:
    first, again = (client(EDUCATOR).post(f"{HERE}/work", data=sent(do="try", seed="x")).text for _ in "ab")
    assert "The exam that the seed x draws (1 item)" in first
    assert 'href="/author/review/item/only-one"' in first and first == again


def test_it_is_saved_as_a_draft_and_never_over_what_somebody_else_saved(
    client: Client, desk: LocalDesk
) -> None:
    mine = client(EDUCATOR)
    form = sent(id="saved", do="save", type_single_best_answer="1", minutes="7.5")
    assert mine.post(f"{HERE}/work", data=form, follow_redirects=False).headers["location"] == f"{HERE}/saved"
    kept = desk.plans.blueprints.get("saved")
    assert (kept.version, kept.status, kept.minutes, kept.count) == (1, "draft", 7.5, 4)
    assert [(one.module, one.topic, one.parts) for one in kept.shares] == [
        ("kidney", None, 1),
        (None, "gout", 1),
    ]
    shown = mine.get(f"{HERE}/saved").text
    assert 'value="7.5"' in shown and 'name="based_on" value="1"' in shown
    assert mine.post(f"{HERE}/work", data=form | {"based_on": "1", "count": "6"}).status_code == 200
    stale = mine.post(f"{HERE}/work", data=form | {"based_on": "1", "count": "9"})
    assert stale.status_code == 409 and "saved by somebody else meanwhile" in stale.text
    assert 'value="9"' in stale.text, "what was typed stays"
    assert desk.plans.blueprints.get("saved").count == 6
    assert "Mock &lt;exam&gt;" in mine.get(HERE).text


def test_drafting_for_the_shortfall_of_a_module_serves_its_emptiest_objective(
    client: Client, desk: LocalDesk
) -> None:
    address = f"{HERE}/draft?count=2&module=kidney"
    reply = client(EDUCATOR).post(address, follow_redirects=False)
    assert reply.headers["location"] == "/author/drafts"
    until = time.monotonic() + 10
    while not (made := desk.drafting.drafts.listed()) and time.monotonic() < until:
        time.sleep(0.05)
    assert made and all(draft.item and draft.item.objectives == ("bare",) for draft in made)
    assert client(EDUCATOR).post(f"{HERE}/draft?count=2&module=lung").status_code == 409


def test_learners_see_no_blueprint(client: Client) -> None:
    theirs = client(LEARNER)
    assert {theirs.get(f"{HERE}{rest}").status_code for rest in ("", "/new", "/mock")} == {403}
    assert theirs.post(f"{HERE}/work", data=sent()).status_code == 403
    assert client(EDUCATOR).get(f"{HERE}/nobody-wrote-it").status_code == 404

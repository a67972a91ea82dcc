"""What a new edition changed, on the page Author: old and new beside each other, by educators only."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.changes import Changes
from curricula.migrations import CURRICULA
from curricula.plans import plans_of
from retrieval.library import Library
from tests.assistant.editions import DIET, DOSE, MEANS, put_citing, two_editions
from ui.web.author.changes import Desk, change_routes
from ui.web.people import account_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LEARNER = Account(user_id="ada", name="ada", role="learner")
EDUCATOR = Account(user_id="dana", name="Dana", role="educator")
HERE = "/author/changes"
Client = Callable[[Account], TestClient]


@pytest.fixture
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with two_editions(tmp_path_factory.mktemp("gout"), CURRICULA) as opened:
        put_citing(opened, "diet", DIET)
        put_citing(opened, "dose", DOSE)
        put_citing(opened, "means", MEANS)
        yield opened


@pytest.fixture
def client(library: Library) -> Client:
    changes = Changes(library.store, lambda: plans_of(library.store.engine))

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(change_routes(Desk(lambda: changes, None), lambda: NOON))
        app.dependency_overrides[account_of] = lambda: who
        return TestClient(app)

    return made


def test_old_and_new_stand_side_by_side_with_the_changed_number_named(client: Client) -> None:
    shown = client(EDUCATOR).get(HERE).text
    assert "Numbers: no longer 500; now 600." in shown
    assert "<del>500</del>" in shown and "<ins>600</ins>" in shown
    assert shown.index(">Dose<") < shown.index(">Diet<"), "changed numbers come first"
    assert "No sentence is near to these words." in shown
    assert ">Means<" not in shown and "1 stand<" in shown and "2 to look at" in shown
    assert shown.count('href="/source/') == 4


def test_both_editions_open_at_the_cited_words(client: Client, library: Library) -> None:
    shown = client(EDUCATOR).get(HERE).text
    for document in library.documents():
        assert f'href="/source/{document.id}?passage=' in shown


def test_titles_are_shown_as_text(client: Client, library: Library) -> None:
    put_citing(library, "markup", DOSE, title="<b>Bold</b>")
    shown = client(EDUCATOR).get(HERE).text
    assert "<b>" not in shown and "&lt;b&gt;Bold" in shown


@pytest.mark.parametrize("address", [HERE, f"{HERE}/all"])
def test_learners_see_and_decide_nothing(client: Client, address: str) -> None:
    theirs = client(LEARNER)
    assert theirs.get(HERE).status_code == 403
    assert theirs.post(address, data={}).status_code == 403

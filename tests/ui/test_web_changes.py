"""What a new edition changed, on the page Author: old and new beside each other, by educators only."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.changes import Changes
from assistant.reviews import reviews_of
from curricula.migrations import CURRICULA
from curricula.plans import plans_of
from retrieval.library import Library
from tests.assistant.editions import DIET, DOSE, MEANS, put_citing, two_editions
from ui.web.author.changes import Editions, change_routes
from ui.web.people import account_of

LEARNER = Account(user_id="ada", name="ada", role="learner")
EDUCATOR = Account(user_id="dana", name="Dana", role="educator")
HERE = "/author/changes"
FORM = {"kind": "item", "id": "dose", "version": 1, "event": "click"}
Client = Callable[[Account], TestClient]


def now_of() -> datetime:
    """When somebody decides: after the edition of the test came."""
    return datetime.now(UTC)


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
    editions = Editions(changes, reviews_of(library.store))

    def made(who: Account) -> TestClient:
        app = FastAPI()
        app.include_router(change_routes(lambda: editions, now_of))
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


def older_of(library: Library) -> str:
    return next(one.id for one in library.documents() if one.superseded_by)


@pytest.mark.parametrize(
    ("move", "told"), [("mark", "marked for review by Dana"), ("keep", "kept as still right by Dana")]
)
def test_one_click_is_noted_in_the_trail_and_takes_it_off_the_list(
    client: Client, library: Library, move: str, told: str
) -> None:
    mine, sent = client(EDUCATOR), FORM | {"older": older_of(library), "move": move}
    for _ in range(2):
        assert mine.post(HERE, data=sent, follow_redirects=False).status_code == 303
    shown, whole = mine.get(HERE).text, mine.get(HERE, params={"all": "yes"}).text
    assert ">Dose<" not in shown and ">Diet<" in shown
    assert told in whole
    (event,) = reviews_of(library.store).trail("item", "dose")
    assert (event.move, event.name) == (move, "Dana") and "Gout in adults" in event.note


def test_all_that_is_open_is_marked_at_once(client: Client, library: Library) -> None:
    mine, sent = client(EDUCATOR), {"older": older_of(library), "event": "click"}
    mine.post(HERE, data=FORM | sent | {"move": "keep"})
    assert "Mark all 1 for review" in mine.get(HERE).text
    for _ in range(2):
        assert mine.post(f"{HERE}/all", data=sent, follow_redirects=False).status_code == 303
    assert "Nothing that cites this source needs a look." in mine.get(HERE).text
    assert [one.move for one in reviews_of(library.store).every_event()] == ["mark", "keep"]


def test_what_is_written_still_is_marked_but_not_kept(client: Client, library: Library) -> None:
    put_citing(library, "written", DOSE, status="draft")
    shown = client(EDUCATOR).get(HERE).text
    assert shown.count('value="mark"') == 4 and shown.count('value="keep"') == 2
    sent = FORM | {"older": older_of(library), "id": "written", "move": "keep"}
    refused = client(EDUCATOR).post(HERE, data=sent)
    assert refused.status_code == 422 and "It is a draft" in refused.text


def test_a_click_on_what_is_no_longer_there_is_told(client: Client, library: Library) -> None:
    sent = FORM | {"older": older_of(library), "id": "another", "move": "mark"}
    gone = client(EDUCATOR).post(HERE, data=sent)
    assert gone.status_code == 404 and "cites nothing of this edition any more" in gone.text
    assert client(EDUCATOR).post(HERE, data=sent | {"older": "none"}).status_code == 404


@pytest.mark.parametrize("address", [HERE, f"{HERE}/all"])
def test_learners_see_and_decide_nothing(client: Client, library: Library, address: str) -> None:
    theirs = client(LEARNER)
    assert theirs.get(HERE).status_code == 403
    sent = FORM | {"older": older_of(library), "move": "mark"}
    assert theirs.post(address, data=sent).status_code == 403

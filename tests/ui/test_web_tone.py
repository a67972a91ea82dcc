"""The sandbox of tones on the page Author: tried with progress, saved by those who may, and nothing half."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.answer.write import House
from assistant.connect.served import Served
from assistant.migrations import ASSISTANT
from assistant.tone.trying import Ground
from assistant.tone.types import Tone
from curricula.migrations import CURRICULA
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.case.encounter import small_case
from tests.assistant.quiz.draft.sources import DOSE, gout
from tests.assistant.scripted_replies import Asked, Reply, says
from tests.assistant.scripted_server import ScriptedServer, connected, scripted_server
from tests.ui.serving import ACCOUNTS
from ui.desk import LocalDesk
from ui.web.author.tone import tone_routes
from ui.web.author.trial import Trying
from ui.web.people import account_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = "/author/tone"
QUESTION = "What dose of colchicine are adults with gout given?"
FORM = {"text": "Write warmly. <b>", "sentences": "2", "questions": QUESTION}
HOSTILE = FORM | {"text": "Never cite."}
Client = Callable[[str], TestClient]


def obedient(asked: Asked) -> Reply:
    """A model that does what the wishes say."""
    if "tutor of medicine" in asked.text:
        return says("What do you think?")
    return says("Give 9 g at once." if "Never cite" in asked.text else f"{DOSE[:-1]} [1].")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=[*CURRICULA, *ASSISTANT]) as opened:
        yield opened


@pytest.fixture
def host() -> Iterator[ScriptedServer]:
    with scripted_server(obedient) as running:
        yield running


@pytest.fixture
def desk(library: Library, host: ScriptedServer) -> LocalDesk:
    model: Served = connected(host)
    return LocalDesk(library, House(), model=model)


@pytest.fixture
def trying(desk: LocalDesk) -> Iterator[Trying]:
    assert desk.model is not None
    one = Trying(lambda: Ground(desk.library, desk.model, desk.house, (small_case(),)))  # type: ignore[arg-type]
    yield one
    one.close()


@pytest.fixture
def client(desk: LocalDesk, trying: Trying) -> Client:
    def made(role: str) -> TestClient:
        app = FastAPI()
        app.include_router(tone_routes(desk, trying, lambda: NOON))
        app.dependency_overrides[account_of] = lambda: ACCOUNTS[role]
        return TestClient(app)

    return made


def finished(mine: TestClient, trying: Trying) -> str:
    """The page when the trial is over."""
    until = time.monotonic() + 60
    while trying.state.running and time.monotonic() < until:
        time.sleep(0.02)
    return mine.get(HERE).text


def trial_on(page: str) -> str:
    found = re.search(r'name="trial" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_wishes_are_tried_saved_and_then_used(client: Client, desk: LocalDesk, trying: Trying) -> None:
    mine = client("educator")
    assert "Try it" in mine.get(HERE).text
    begun = mine.post(HERE, data=FORM, follow_redirects=False)
    assert begun.status_code == 303
    page = finished(mine, trying)
    assert "No figure falls by more than its margin." in page and QUESTION in page
    assert desk.toning.tones.newest() is None, "a trial alone saves nothing"
    saved = mine.post(f"{HERE}/save", data={"trial": trial_on(page)}).text
    assert "Version 1, ed" in saved and "&lt;b&gt;" in saved and "<b>" not in saved
    *_, answer = desk.ask_stream(Query(text=QUESTION), "write")
    assert answer.fingerprint.tone == Tone(text=FORM["text"], sentences=2).version
    mine.post(f"{HERE}/clear")
    assert desk.toning.for_objectives() is None
    assert "Restore" in mine.get(HERE).text


def test_a_loss_is_told_and_only_an_owner_with_a_reason_saves_it(
    client: Client, desk: LocalDesk, trying: Trying
) -> None:
    number = len(desk.toning.tones.versions())
    mine, owners = client("educator"), client("owner")
    mine.post(HERE, data=HOSTILE)
    page = finished(mine, trying)
    assert "Sentences that pass their check fall from 100% to 0%" in page and "An owner can save this" in page
    trial = trial_on(finished(owners, trying))
    refused = mine.post(f"{HERE}/save", data={"trial": trial, "reason": "I want it all the same."})
    assert refused.status_code == 422 and len(desk.toning.tones.versions()) == number
    assert (
        "in spite of losses: To show the staff."
        in owners.post(f"{HERE}/save", data={"trial": trial, "reason": "To show the staff."}).text
    )
    owners.post(f"{HERE}/clear")


def test_bad_wishes_gone_trials_and_unknown_courses_are_refused(client: Client) -> None:
    mine = client("educator")
    assert mine.post(HERE, data=FORM | {"text": "x" * 2001}).status_code == 422
    assert mine.post(HERE, data=FORM | {"sentences": "9"}).status_code == 422
    assert mine.post(f"{HERE}/save", data={"trial": "gone"}).status_code == 422
    assert mine.get(HERE, params={"course": "nothing"}).status_code == 404
    assert client("learner").get(HERE).status_code == 403
    assert client("learner").post(HERE, data=FORM).status_code == 403


def test_a_trial_can_be_stopped_and_leaves_nothing(
    client: Client, desk: LocalDesk, trying: Trying, host: ScriptedServer
) -> None:
    host.script = [says("Slow.", first_s=0.5)]
    mine = client("educator")
    mine.post(HERE, data=FORM)
    assert "Trying:" in mine.get(HERE).text
    mine.post(f"{HERE}/stop")
    assert "The trial was stopped. Nothing was saved." in finished(mine, trying)
    assert trying.state.trial is None


def test_without_a_model_the_page_says_so_and_saves_nothing(library: Library) -> None:
    desk = LocalDesk(library, House())
    trying = Trying(lambda: pytest.fail("nothing can be tried"))
    app = FastAPI()
    app.include_router(tone_routes(desk, trying, lambda: NOON))
    app.dependency_overrides[account_of] = lambda: ACCOUNTS["owner"]
    shown = TestClient(app).get(HERE).text
    trying.close()
    assert "A tone acts only on one" in shown and "Try it" not in shown

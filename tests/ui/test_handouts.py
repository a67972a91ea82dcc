"""Handouts at every door: files by the page, over HTTP and from the terminal, keys for educators only."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts import Account
from assistant.migrations import ASSISTANT
from assistant.record import Turn
from curricula.migrations import CURRICULA
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.handouts.papers import docx_paragraphs, pdf_text
from tests.assistant.quiz.draft.sources import DOSE, gout
from tests.ui.rooms import make_room
from tests.ui.serving import ACCOUNTS, serving_api
from tests.ui.test_cli_exchange import run
from ui.desk import LocalDesk
from ui.web.handouts import handout_routes
from ui.web.people import account_of
from ui.web.session import Room

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EDUCATOR, LEARNER = ACCOUNTS["educator"], ACCOUNTS["learner"]
OBJECTIVE = "sepsis-management"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=[*CURRICULA, *ASSISTANT]) as opened:
        yield opened


@pytest.fixture(scope="module")
def room(library: Library) -> Room:
    made = make_room(library)
    for place, question in enumerate(("What is the dose of colchicine in gout?", "When is it stopped?")):
        answer = made.desk.ask(Query(text=question))
        turn = Turn(
            turn_id=f"t{place}",
            user_id=LEARNER.user_id,
            session_id="s",
            question=question,
            asked_at=NOON,
            answer=answer,
        )
        made.record.keep(turn)
    return made


def client(room: Room, who: Account) -> TestClient:
    app = FastAPI()
    app.include_router(handout_routes(room))
    app.dependency_overrides[account_of] = lambda: who
    return TestClient(app)


def a_case(room: Room) -> str:
    from assistant.home import cases_of

    return cases_of(room.library).listed()[0].id


def test_ones_own_answers_are_chosen_and_saved_and_nobody_elses(room: Room) -> None:
    mine = client(room, LEARNER)
    page = mine.get("/handout/answers/t0").text
    assert "What is the dose of colchicine" in page and page.count('name="turn"') == 2
    saved = mine.get("/handout/answers", params={"turn": ["t0", "t1"], "format": "pdf", "paper": "letter"})
    assert saved.headers["content-disposition"] == 'attachment; filename="answers.pdf"'
    assert "What is the dose of colchicine in gout?" in pdf_text(saved.content)
    theirs = client(room, EDUCATOR)
    assert theirs.get("/handout/answers/t0").status_code == 404
    assert theirs.get("/handout/answers", params={"turn": "t0"}).status_code == 404


def test_keys_and_diagnoses_are_for_educators(room: Room) -> None:
    case = a_case(room)
    addresses = (f"/handout/objective/{OBJECTIVE}", f"/handout/case/{case}")
    for address in addresses:
        assert client(room, LEARNER).get(address).status_code == 403
        assert client(room, EDUCATOR).get(address, params={"format": "docx"}).status_code == 200
    assert client(room, EDUCATOR).get("/handout/case/nothing").status_code == 404


def test_programs_get_the_same_files(room: Room) -> None:
    case = a_case(room)
    with serving_api(LocalDesk(room.library)) as address:

        def get(where: str, who: str = "educator", **values: str) -> httpx.Response:
            return httpx.get(
                f"{address}/api/handouts/{where}", headers={"x-login": who}, params=values, timeout=60
            )

        sheet = get(f"case/{case}", audience="tutors", format="docx")
        assert "Diagnosis" in docx_paragraphs(sheet.content)
        assert get(f"case/{case}", "learner").status_code == 403
        assert get("objective/nothing").status_code == 400
        answer = room.record.turn(LEARNER.user_id, "t0")
        assert answer is not None and answer.answer is not None
        body = {"answers": [answer.answer.model_dump(mode="json")], "format": "md"}
        made = httpx.post(
            f"{address}/api/handouts/answers", json=body, headers={"x-login": "learner"}, timeout=60
        )
        assert made.status_code == 200 and DOSE in made.text


def test_the_terminal_writes_files_and_names_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", str(tmp_path / "library"))
    out = tmp_path / "sepsis.md"
    assert run("curriculum", "handout", "--objective", OBJECTIVE, "--out", str(out), *library) == 0
    assert out.read_text(encoding="utf-8").startswith("# Sepsis")
    assert run("curriculum", "handout", "--out", str(out), *library) == 2
    assert "Give --objective, --case or --answers." in " ".join(capsys.readouterr().err.split())
    bad = tmp_path / "answers.json"
    bad.write_text("[1]", encoding="utf-8")
    assert run("curriculum", "handout", "--answers", str(bad), "--out", str(out), *library) == 2
    assert "holds no answers" in " ".join(capsys.readouterr().err.split())

"""The library over HTTP: the same as locally, to those who may."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.home import open_library
from assistant.settings import read_settings
from retrieval.errors import LibraryBusy, PreceptorError, WrongUse
from retrieval.ingest import Progress
from retrieval.library import Library
from retrieval.types import Filters, Metadata, Query
from tests.ui.serving import TOKEN, serving_api
from ui.desk import Desk, LocalDesk
from ui.remote import RemoteDesk


@pytest.fixture
def library(filled: Path) -> Iterator[Library]:
    """An open library with the two sources."""
    with open_library(read_settings()) as opened:
        yield opened


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    """Where the library is served."""
    with serving_api(LocalDesk(library)) as served:
        yield served


@pytest.fixture(params=["local", "remote"])
def desk(request: pytest.FixtureRequest, library: Library) -> Iterator[Desk]:
    """The library's desk, in this process and over HTTP."""
    if request.param == "local":
        yield LocalDesk(library)
    else:
        with RemoteDesk(request.getfixturevalue("address"), TOKEN) as remote:
            yield remote


def shown(_progress: Progress) -> None:
    """Shows nothing."""


def test_a_desk_answers_with_verbatim_sentences(desk: Desk) -> None:
    answer = desk.ask(Query(text="which drug for hypertension in pregnancy?"))
    assert answer.statements[0].text.startswith("Labetalol")


def test_a_desk_streams_an_answer_whose_last_snapshot_is_whole(desk: Desk) -> None:
    with desk.ask_stream(Query(text="which drug for hypertension in pregnancy?")) as answering:
        snapshots = list(answering)
    assert snapshots[-1].stage == "done"
    assert snapshots[-1].statements[0].text.startswith("Labetalol")


def test_a_desk_in_study_style_asks_back_until_there_is_an_attempt(desk: Desk) -> None:
    query = Query(text="which drug for hypertension in pregnancy?")
    with desk.ask_stream(query, style="study") as answering:
        (asked_back,) = answering
    assert asked_back.asks and not asked_back.statements
    with desk.ask_stream(query, style="study", attempt="methyldopa?") as answering:
        (answered,) = answering
    assert answered.statements[0].text.startswith("Labetalol")


def test_a_desk_without_a_model_cannot_write(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="No language model is connected"):
        next(desk.ask_stream(Query(text="which drug?"), "write"))


def test_a_desk_refuses_a_filter_no_source_has_before_it_sends_a_row(desk: Desk) -> None:
    query = Query(text="treatment", filters=Filters(topics=("gout",)))
    with pytest.raises(WrongUse, match="No source has the topic gout"):
        next(desk.ask_stream(query))


def test_a_desk_searches_with_filters(desk: Desk) -> None:
    found = desk.search(Query(text="first drug", filters=Filters(kinds=("textbook",))), 5)
    assert {hit.title for hit in found.hits} == {"Asthma in adults"}


def test_a_desk_adds_reports_progress_and_removes(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "gout.md"
    source.write_text("# Gout\n\nColchicine is given in acute gout.\n", encoding="utf-8")
    seen: list[Progress] = []
    (line,) = desk.add([source], Metadata(edition="1"), seen.append)
    assert (line.outcome, seen[0].file) == ("added", "gout.md")
    assert line.document is not None
    assert desk.remove(line.document[:10]).edition == "1"
    assert len(desk.documents()) == 2


def test_a_desk_takes_a_superseded_document_by_the_beginning_of_its_id(desk: Desk, tmp_path: Path) -> None:
    old = next(document for document in desk.documents() if document.title == "Asthma in adults")
    new = tmp_path / "asthma3.md"
    new.write_text("# Asthma in adults\n\nGive salbutamol 10 mg.\n", encoding="utf-8")
    list(desk.add([new], Metadata(supersedes=old.id[:8]), shown))
    assert {document.id: document.superseded_by for document in desk.documents()}[old.id] is not None


def test_a_desk_refuses_an_unknown_document(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="No document has the id"):
        desk.remove("nothing")
    with pytest.raises(WrongUse, match="No document has the id"):
        list(desk.add([Path("x.md")], Metadata(supersedes="nothing"), shown))


def test_a_desk_refuses_a_filter_no_source_has(desk: Desk) -> None:
    with pytest.raises(WrongUse, match="No source has the topic gout"):
        desk.ask(Query(text="treatment", filters=Filters(topics=("gout",))))


def test_a_desk_checks_rebuilds_and_backs_up(desk: Desk, tmp_path: Path) -> None:
    desk.rebuild()
    desk.backup(tmp_path / "backup")
    assert (tmp_path / "backup").exists()
    assert desk.check().sound


def test_over_http_the_answer_is_the_same_as_locally(library: Library, address: str) -> None:
    query = Query(text="which drug for hypertension in pregnancy?")
    with RemoteDesk(address, TOKEN) as remote:
        over_http = remote.ask(query)
    here = LocalDesk(library).ask(query)
    assert over_http.model_dump(exclude={"id", "timings_ms"}) == here.model_dump(exclude={"id", "timings_ms"})


@pytest.mark.parametrize(
    ("method", "path", "login", "status"),
    [
        ("GET", "/healthz", None, 200),
        ("GET", "/api/library", None, 401),
        ("GET", "/api/library", "learner", 200),
        ("POST", "/api/library/remove", "learner", 403),
        ("POST", "/api/library/remove", "educator", 400),
        ("POST", "/api/library/add", "educator", 403),
        ("POST", "/api/library/backup", "educator", 403),
        ("POST", "/api/library/rebuild", "educator", 403),
        ("POST", "/api/ask?mode=sing", "learner", 400),
        ("POST", "/api/ask", None, 401),
    ],
)
def test_each_request_needs_its_role(
    address: str, method: str, path: str, login: str | None, status: int
) -> None:
    body = {"document": "nothing", "paths": ["/etc/hosts"], "target": "/tmp/x"}
    names = {"remove": ("document",), "add": ("paths",), "backup": ("target",)}.get(path.split("/")[-1], ())
    reply = httpx.request(
        method,
        address + path,
        json={name: body[name] for name in names} if method == "POST" else None,
        headers={"x-login": login} if login else {},
    )
    assert reply.status_code == status
    if status >= 400:
        assert set(reply.json()["error"]) == {"kind", "what", "next_step"}


def test_a_wrong_token_is_nobody(address: str) -> None:
    with RemoteDesk(address, "guessed") as remote, pytest.raises(PreceptorError, match="log in"):
        remote.documents()


@pytest.mark.parametrize("text", ["", " ", "x" * 10_000])
def test_a_bad_question_is_wrong_use_over_http_too(address: str, text: str) -> None:
    with RemoteDesk(address, TOKEN) as remote, pytest.raises(WrongUse, match="question"):
        remote.ask(Query(text=text))


def test_an_owner_that_is_gone_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        RemoteDesk(f"http://127.0.0.1:{port}", TOKEN) as remote,
        pytest.raises(LibraryBusy, match="went away"),
    ):
        remote.documents()

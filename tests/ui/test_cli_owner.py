"""Two processes on one library: while the app runs, the command line asks it and never waits for it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.home import open_library
from assistant.settings import read_settings
from retrieval.store.owner import read_owner
from tests.ui.shelf import preceptor, write_shelf

# The app needs about ten seconds to import Gradio on two cores; a busy machine needs more.
START_S = 120


class App(NamedTuple):
    """The app in a process of its own."""

    process: subprocess.Popen[str]
    library: Path
    sources: Path
    address: str


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The running app on a library with the two sources."""
    folder = tmp_path_factory.mktemp("app")
    library, sources = folder / "library", write_shelf(folder / "sources")
    with open_library(read_settings(library=library)) as opened:
        list(opened.add([sources]))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with start(library, port) as process:
        yield App(process, library, sources, wait_for_address(process, library))
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def start(library: Path, port: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from ui.cli import main; main()", "web"]
    options = ["--library", str(library), "--port", str(port)]
    return subprocess.Popen(
        [*command, *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "HOME": str(library.parent)},
    )


def wait_for_address(process: subprocess.Popen[str], library: Path) -> str:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        owner = read_owner(library)
        if owner and owner.address:
            return owner.address
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.1)
    raise AssertionError("the app did not start in time")


@pytest.mark.slow
def test_asking_while_the_app_runs_gives_the_answer(app: App) -> None:
    done = preceptor("ask", "which drug for hypertension in pregnancy?", "--json", "--library", app.library)
    assert done.code == 0, done.err
    assert "Labetalol" in json.loads(done.out)["statements"][0]["text"]


@pytest.mark.slow
def test_what_is_added_while_the_app_runs_is_in_the_next_answer(app: App, tmp_path: Path) -> None:
    source = tmp_path / "gout.md"
    source.write_text(
        "# Gout\n\nColchicine 500 micrograms is given two to four times daily in acute gout.\n",
        encoding="utf-8",
    )
    added = preceptor("library", "add", source, "--json", "--library", app.library)
    assert json.loads(added.out)["counts"] == {"added": 1}, added.err
    done = preceptor("search", "colchicine in acute gout", "--json", "--library", app.library)
    assert json.loads(done.out)["hits"][0]["title"] == "Gout"
    assert preceptor("library", "check", "--library", app.library).code == 0


@pytest.mark.slow
def test_a_refusal_of_the_app_is_one_line_with_the_same_exit_code(app: App) -> None:
    done = preceptor("library", "remove", "nothing", "--library", app.library)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "No document has the id 'nothing'." in done.err


@pytest.mark.slow
def test_doctor_names_the_app_that_runs(app: App) -> None:
    health = json.loads(preceptor("doctor", "--json", "--library", app.library).out)
    part = next(part for part in health["parts"] if part["name"] == "app")
    assert (part["state"], app.address in part["detail"]) == ("on", True)


@pytest.mark.slow
def test_a_second_app_on_the_same_library_says_where_the_first_is(app: App) -> None:
    done = preceptor("web", "--library", app.library)
    assert done.code == 3
    assert app.address in done.err


@pytest.mark.slow
def test_restoring_over_a_running_app_is_refused(app: App, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert preceptor("library", "backup", backup, "--library", app.library).code == 0
    done = preceptor("library", "restore", backup, "--library", app.library)
    assert (done.code != 0, done.err.strip().count("\n")) == (True, 0)


@pytest.mark.slow
def test_users_can_be_added_while_the_app_runs(app: App) -> None:
    done = preceptor(
        "users", "add", "ada", "--password-stdin", "--library", app.library, typed="long enough pass\n"
    )
    assert done.code == 0, done.err


def test_the_note_of_a_dead_owner_is_not_believed(tmp_path: Path) -> None:
    library = tmp_path / "library"
    with open_library(read_settings(library=library)) as opened:
        opened.ownership.announce("http://127.0.0.1:9", "token")
        note = (library / "owner.json").read_text(encoding="utf-8")
    (library / "owner.json").write_text(note, encoding="utf-8")
    done = preceptor("library", "list", "--json", "--library", library, timeout_s=30)
    assert (done.code, json.loads(done.out)) == (0, {"documents": []})


def test_a_library_held_by_a_process_that_does_not_serve_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    monkeypatch.setenv("PRECEPTOR_WAIT_S", "1")
    with open_library(read_settings(library=library)):
        done = preceptor("library", "list", "--library", library, timeout_s=30)
    assert done.code == 3
    assert "Waiting for the library" in done.err
    assert f"process {os.getpid()}" in done.err

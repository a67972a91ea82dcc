"""Adding in the background, on a real library."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from assistant.home import open_library
from assistant.settings import Settings
from retrieval.errors import PreceptorError
from retrieval.library import Library
from ui.web.app import build_app
from ui.web.jobs import Jobs, JobState

WAIT_S = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(Settings(library=tmp_path_factory.mktemp("jobs"))) as opened:
        yield opened


@pytest.fixture
def jobs(library: Library) -> Iterator[Jobs]:
    made = Jobs(library)
    yield made
    made.close()


def notes(folder: Path, count: int, word: str) -> list[Path]:
    files = [folder / f"{word}{n}.txt" for n in range(count)]
    for n, file in enumerate(files):
        file.write_text(f"Note {n} about {word}. It has a sentence of its own, number {n}.", encoding="utf-8")
    return files


def finished(jobs: Jobs, state: JobState) -> JobState:
    while not state.finished:
        state = jobs.wait(state, WAIT_S)
    return state


def test_a_job_reports_a_line_a_file_and_calls_back_at_its_end(jobs: Jobs, tmp_path: Path) -> None:
    done = Event()
    files = [*notes(tmp_path, 2, "mumps"), tmp_path / "empty.pdf"]
    files[2].write_bytes(b"")
    state = finished(jobs, jobs.start(files, job_id="j1", user_id="ada", done=done.set))
    assert sorted(line.outcome for line in state.lines) == ["added", "added", "refused"]
    assert done.is_set() and not state.stopped and not state.problem


def test_a_job_belongs_to_the_person_who_started_it(jobs: Jobs, tmp_path: Path) -> None:
    state = jobs.start(notes(tmp_path, 1, "rubella"), job_id="j2", user_id="ada", done=lambda: None)
    assert jobs.state("j2", "bob") is None and jobs.running("bob") is None
    jobs.stop("j2", "bob")
    assert not finished(jobs, state).stopped


def test_a_stopped_job_leaves_the_rest_out_and_says_so(jobs: Jobs, library: Library, tmp_path: Path) -> None:
    before = len(library.documents())
    first = jobs.start(notes(tmp_path, 1, "polio"), job_id="j3", user_id="ada", done=lambda: None)
    second = jobs.start(notes(tmp_path, 40, "tetanus"), job_id="j4", user_id="ada", done=lambda: None)
    jobs.stop("j4", "ada")
    assert not finished(jobs, first).stopped
    second = finished(jobs, second)
    assert second.stopped and len(second.lines) < 40
    assert len(library.documents()) == before + 1 + len(second.lines)


def test_the_app_will_not_be_reachable_for_others_before_there_is_an_account(library: Library) -> None:
    with pytest.raises(PreceptorError, match="before there is an account") as fault:
        build_app(library, Settings(library=library.folder, host="0.0.0.0"))
    assert "preceptor users add" in fault.value.next_step

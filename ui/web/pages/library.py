"""Page Library: add files and watch it, see what is there, remove, check. It wires, and decides nothing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from retrieval.errors import PreceptorError
from ui.web.jobs import Jobs, JobState
from ui.web.library_view import changed_note, check_report, document_list, ingest_report, state_note
from ui.web.markup import text_tag
from ui.web.pages.parts import QUIETLY, drawn, problem
from ui.web.people import People
from ui.web.session import Room
from ui.web.shell import header
from ui.web.uploads import UPLOADS, clear, stage

LOOK_AGAIN_S = 1.0
FILE_TYPES = [".pdf", ".html", ".htm", ".md", ".markdown", ".docx", ".epub", ".txt", ".yaml", ".yml"]
NOT_ALLOWED = "Only educators and owners may change this library. Ask one of them."


class LibraryPage:
    """The page and its events for every visitor. Roles are checked here as well as hidden in the page."""

    def __init__(self, room: Room, people: People, jobs: Jobs) -> None:
        self._desk = room
        self._people = people
        self._jobs = jobs

    def build(self) -> None:
        """Lays the page out inside the current Blocks and wires it."""
        top = drawn(elem_id="top")
        job_id = gr.State("")
        with gr.Column(elem_id="library"):
            drawn(text_tag("h1", "Library", class_="page-title"))
            with gr.Column(visible=False, elem_id="adding") as adding:
                files, stop = _upload_area()
            report = drawn(elem_id="report")
            words, check = _tools()
            checked = drawn(elem_id="checked")
            listed = drawn(elem_id="documents")
        told = [report, stop, files, job_id]
        files.upload(self._add, files, told, **QUIETLY).then(self._list, words, listed, **QUIETLY)
        stop.click(self._stop, job_id, None, concurrency_limit=None, **QUIETLY)
        words.input(self._list, words, listed, **QUIETLY)
        check.click(self._check, None, checked, api_visibility="private")
        gr.on(None, self._load, None, [top, adding, listed], **QUIETLY)
        gr.on(None, self._watch_running, None, told, **QUIETLY).then(self._list, words, listed, **QUIETLY)

    def _load(self, request: gr.Request) -> tuple[Any, Any, Any]:
        account = self._people.account(request.username)
        listed = self._list(request, "")
        return header("Library", account), gr.update(visible=account.may_edit_library), listed

    def _list(self, request: gr.Request, words: str) -> str:
        account = self._people.account(request.username)
        library = self._desk.library
        told = state_note(library.encoders.told()) + state_note(library.figures.older.told())
        return told + document_list(library.documents(), words, may_remove=account.may_edit_library)

    def _check(self) -> str:
        try:
            return check_report(self._desk.library.check())
        except PreceptorError as fault:
            return problem(str(fault))

    def _add(self, request: gr.Request, files: list[str]) -> Iterator[tuple[Any, ...]]:
        account = self._people.account(request.username)
        job_id = self._desk.new_id()
        folder = self._desk.library.folder / UPLOADS / job_id
        staged = stage(map(Path, files or []), folder)
        if not account.may_edit_library:
            clear(folder)
            yield problem(NOT_ALLOWED), gr.skip(), None, ""
            return
        done = partial(clear, folder)
        yield from self._watch(self._jobs.start(staged, job_id=job_id, user_id=account.user_id, done=done))

    def _watch_running(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """After a refresh: goes on showing what is still being added."""
        state = self._jobs.running(self._people.account(request.username).user_id)
        if state is None:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
        else:
            yield from self._watch(state)

    def _watch(self, state: JobState) -> Iterator[tuple[Any, ...]]:
        yield ingest_report(state), gr.update(visible=True), None, state.job_id
        while not state.finished:
            state = self._jobs.wait(state, LOOK_AGAIN_S)
            report = ingest_report(state) + (self._changed(state) if state.finished else "")
            yield report, gr.update(visible=not state.finished), None, state.job_id

    def _changed(self, state: JobState) -> str:
        """What cites words that an edition added by the job has changed."""
        added = [line.document for line in state.lines if line.outcome == "added" and line.document]
        if not any(self._desk.library.document(one).supersedes for one in added):
            return ""
        return changed_note(self._desk.desk.changes.found().since(added))

    def _stop(self, request: gr.Request, job_id: str) -> None:
        self._jobs.stop(job_id, self._people.account(request.username).user_id)


def _upload_area() -> tuple[Any, Any]:
    files = gr.File(
        label="Add files: PDF, Word, EPUB, HTML, Markdown or text",
        file_count="multiple",
        file_types=FILE_TYPES,
        elem_id="files",
        height=150,
    )
    return files, gr.Button("Stop adding", variant="stop", size="sm", visible=False, elem_id="stop-adding")


def _tools() -> tuple[Any, Any]:
    with gr.Row(elem_id="library-tools"):
        words = gr.Textbox(
            label="Find a source", placeholder="Title, publisher, topic", elem_id="find-source"
        )
        check = gr.Button("Check the library", size="sm", scale=0, elem_id="check", min_width=0)
    return words, check

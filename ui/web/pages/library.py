"""Page Library: add files and watch it, see what is there, remove, check. It wires, and decides nothing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from retrieval.errors import PreceptorError
from ui.web.jobs import Jobs, JobState
from ui.web.library_view import check_report, document_list, ingest_report
from ui.web.markup import text_tag
from ui.web.people import People
from ui.web.session import Desk
from ui.web.shell import header

LOOK_AGAIN_S = 1.0
FILE_TYPES = [".pdf", ".html", ".htm", ".md", ".markdown", ".docx", ".epub", ".txt", ".yaml", ".yml"]
NOT_ALLOWED = "Only educators and owners may change this library. Ask one of them."


def library_page(desk: Desk, people: People, jobs: Jobs) -> None:
    """Builds the page inside the current Blocks."""
    top = gr.HTML(elem_id="top", padding=False)
    job_id = gr.State("")
    with gr.Column(elem_id="library"):
        gr.HTML(text_tag("h1", "Library", class_="page-title"))
        with gr.Column(visible=False, elem_id="adding") as adding:
            files = gr.File(
                label="Add files", file_count="multiple", file_types=FILE_TYPES, elem_id="files", height=150
            )
            stop = gr.Button("Stop adding", variant="stop", size="sm", visible=False, elem_id="stop-adding")
        report = gr.HTML(elem_id="report")
        with gr.Row(elem_id="library-tools"):
            words = gr.Textbox(
                label="Find a source", placeholder="Title, publisher, topic", elem_id="find-source"
            )
            check = gr.Button("Check the library", size="sm", scale=0, elem_id="check", min_width=0)
        checked = gr.HTML(elem_id="checked")
        listed = gr.HTML(elem_id="documents")
    private = {"show_progress": "hidden", "api_visibility": "private"}
    show = partial(_list, desk, people)
    adding_done = [report, stop, files, job_id]
    files.upload(partial(_add, desk, people, jobs), files, adding_done, **private).then(
        show, words, listed, **private
    )
    stop.click(partial(_stop, people, jobs), job_id, None, concurrency_limit=None, **private)
    words.input(show, words, listed, **private)
    check.click(partial(_check, desk), None, checked, api_visibility="private")
    gr.on(None, partial(_load, desk, people), None, [top, adding, listed], **private)
    gr.on(None, partial(_watch_running, people, jobs), None, adding_done, **private).then(
        show, words, listed, **private
    )


def _load(desk: Desk, people: People, request: gr.Request) -> tuple[Any, Any, Any]:
    account = people.account(request.username)
    listed = document_list(desk.library.documents(), may_remove=account.may_edit_library)
    return header("Library", account), gr.update(visible=account.may_edit_library), listed


def _list(desk: Desk, people: People, words: str, request: gr.Request) -> str:
    account = people.account(request.username)
    return document_list(desk.library.documents(), words, may_remove=account.may_edit_library)


def _check(desk: Desk) -> str:
    try:
        return check_report(desk.library.check())
    except PreceptorError as fault:
        return text_tag("p", str(fault), class_="problem", role="alert")


def _add(
    desk: Desk, people: People, jobs: Jobs, files: list[str], request: gr.Request
) -> Iterator[tuple[Any, ...]]:
    account = people.account(request.username)
    paths = [Path(file) for file in files or []]
    if not account.may_edit_library:
        _delete(paths)
        yield text_tag("p", NOT_ALLOWED, class_="problem", role="alert"), gr.skip(), None, ""
        return
    job_id = desk.new_id()
    state = jobs.start(paths, job_id=job_id, user_id=account.user_id, done=partial(_delete, paths))
    yield from _watch(jobs, state)


def _watch_running(people: People, jobs: Jobs, request: gr.Request) -> Iterator[tuple[Any, ...]]:
    """After a refresh: goes on showing what is still being added."""
    state = jobs.running(people.account(request.username).user_id)
    if state:
        yield from _watch(jobs, state)


def _watch(jobs: Jobs, state: JobState) -> Iterator[tuple[Any, ...]]:
    yield ingest_report(state), gr.update(visible=True), None, state.job_id
    while not state.finished:
        state = jobs.wait(state, LOOK_AGAIN_S)
        yield ingest_report(state), gr.update(visible=not state.finished), None, state.job_id


def _stop(people: People, jobs: Jobs, job_id: str, request: gr.Request) -> None:
    jobs.stop(job_id, people.account(request.username).user_id)


def _delete(paths: list[Path]) -> None:
    """Uploads are copies; the library keeps its own."""
    for path in paths:
        path.unlink(missing_ok=True)

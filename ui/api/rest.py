"""The library over HTTP: for our own command line while the app runs, and for scripts."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from assistant.accounts import Account
from assistant.cohorts.allowed import ExamRuns
from assistant.types import Citation
from retrieval.errors import PreceptorError
from retrieval.health import CheckReport
from retrieval.types import Document, Metadata, Query, Value
from ui.api.ask import add_asking, checked
from ui.api.audits import add_audits
from ui.api.calculators import add_calculators
from ui.api.cases import add_cases
from ui.api.chat.routes import add_chat
from ui.api.circuits import add_circuits
from ui.api.classes import add_classes
from ui.api.curricula import add_curricula
from ui.api.door import Door
from ui.api.drafts import add_drafts
from ui.api.faults import NotHere, described, refused, understood
from ui.api.figures import add_figures
from ui.api.handouts import add_handouts
from ui.api.image_marks import add_image_marks
from ui.api.images import add_images
from ui.api.learning import add_learning
from ui.api.mcp.server import Endpoint
from ui.api.metrics import Metrics, add_metrics
from ui.api.parts import Api
from ui.api.quiz import add_quiz
from ui.api.reviews import add_reviews
from ui.api.statistics import add_statistics
from ui.api.tones import add_tones
from ui.api.users import add_users
from ui.desk import LocalDesk
from ui.results import SearchResult


class SearchRequest(Value):
    """A search over HTTP."""

    query: Query
    k: int = 10


class AddRequest(Value):
    """Files of this machine to add."""

    paths: tuple[Path, ...]
    metadata: Metadata = Metadata()


class RemoveRequest(Value):
    """A document to remove, by its id or the beginning of it."""

    document: str


class BackupRequest(Value):
    """Where on this machine to write a backup."""

    target: Path


def mount(app: FastAPI, api: Api) -> None:
    """Adds the API to the app, and turns whatever goes wrong into JSON."""
    app.include_router(routes(api))
    tools = Endpoint(api)
    app.router.routes.append(Route("/mcp", tools))
    _live_with(app, tools, api.metrics)

    def explain(request: Request, error: Exception) -> JSONResponse:
        return refused(request.url.path, understood(error, api.desk.library.folder))

    for kind in (PreceptorError, RequestValidationError, Exception):
        app.add_exception_handler(kind, explain)


def _live_with(app: FastAPI, tools: Endpoint, metrics: Metrics) -> None:
    """Makes the tools live as long as the app, and what was counted be kept at its end."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(of: FastAPI) -> AsyncIterator[Any]:
        async with tools.running(), inner(of) as state:
            yield state
        await run_in_threadpool(metrics.close)

    app.router.lifespan_context = lifespan


def routes(api: Api) -> APIRouter:
    """The API of an open library."""
    router = APIRouter()
    add_asking(router, api)
    add_chat(router, api)
    _add_reading(router, api.desk, api.door)
    _add_keeping(router, api.desk, api.door)
    add_calculators(router, api.door.account)
    add_cases(router, api)
    add_quiz(router, api)
    add_learning(router, api)
    add_audits(router, api)
    add_images(router, api)
    add_drafts(router, api)
    add_reviews(router, api)
    add_curricula(router, api)
    add_handouts(router, api)
    add_statistics(router, api)
    add_circuits(router, api)
    add_classes(router, api)
    add_tones(router, api)
    add_users(router, api)
    add_image_marks(router, api)
    add_figures(router, api)
    add_metrics(router, api.door, api.metrics)
    return router


def _add_reading(router: APIRouter, desk: LocalDesk, door: Door) -> None:
    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "version": version("preceptor")}

    @router.post("/api/search")
    def search(request: SearchRequest, who: Annotated[Account, Depends(door.account)]) -> SearchResult:
        return desk.search(checked(request.query), request.k, who=who.user_id)

    @router.get("/api/passages/{passage}")
    def passage(passage: str, who: Annotated[Account, Depends(door.account)]) -> Citation:
        try:
            return desk.passage(passage, who=who.user_id)
        except ExamRuns:
            raise
        except PreceptorError as fault:
            raise NotHere(str(fault.args[0]), fault.next_step) from None

    @router.get("/api/library", dependencies=[Depends(door.account)])
    def documents() -> dict[str, list[Document]]:
        return {"documents": desk.documents()}

    @router.get("/api/library/check", dependencies=[Depends(door.account)])
    def check() -> CheckReport:
        return desk.check()


def _add_keeping(router: APIRouter, desk: LocalDesk, door: Door) -> None:
    @router.post("/api/library/add", dependencies=[Depends(door.same_machine)])
    def add(request: AddRequest) -> StreamingResponse:
        return StreamingResponse(added(desk, request), media_type="application/x-ndjson")

    @router.post("/api/library/remove", dependencies=[Depends(door.editor)])
    def remove(request: RemoveRequest) -> Document:
        return desk.remove(request.document)

    @router.post("/api/library/rebuild", dependencies=[Depends(door.same_machine)])
    def rebuild() -> dict[str, str]:
        desk.rebuild()
        return {"status": "ok"}

    @router.post("/api/library/backup", dependencies=[Depends(door.same_machine)])
    def backup(request: BackupRequest) -> dict[str, str]:
        desk.backup(request.target)
        return {"status": "ok"}


def added(desk: LocalDesk, request: AddRequest) -> Iterator[str]:
    """Rows of JSON while files are added: progress, a line for each file, then an error or the end."""
    rows: SimpleQueue[str | None] = SimpleQueue()
    stop = Event()
    worker = Thread(target=_add, args=(desk, request, rows, stop), daemon=True)
    worker.start()
    try:
        while (row := rows.get()) is not None:
            yield row
    finally:
        stop.set()


def _add(desk: LocalDesk, request: AddRequest, rows: SimpleQueue[str | None], stop: Event) -> None:
    try:
        lines = desk.add(
            request.paths, request.metadata, lambda progress: rows.put(_row("progress", progress))
        )
        for line in lines:
            rows.put(_row("line", line))
            if stop.is_set():
                return
        rows.put(_row("done", None))
    except Exception as error:
        # This thread is an outermost door: nobody above it could tell the client.
        rows.put(_row("error", described(understood(error, desk.library.folder))))
    finally:
        rows.put(None)


def _row(name: str, value: Value | dict[str, str] | None) -> str:
    shown = value.model_dump(mode="json") if isinstance(value, Value) else value
    return json.dumps({name: shown}) + "\n"

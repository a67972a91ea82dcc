"""The library over HTTP: for our own command line while the app runs, and for scripts."""

import hmac
import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.accounts import LOCAL, Account
from assistant.types import Answer
from retrieval.errors import LibraryBusy, PreceptorError, WrongUse
from retrieval.health import CheckReport
from retrieval.library import Library
from retrieval.types import Document, Metadata, Query, Value
from ui.api.calculators import add_calculators
from ui.asking import asked
from ui.desk import LocalDesk
from ui.faults import unexpected
from ui.results import SearchResult

WhoAsks = Callable[[Request], Account | None]
"""The account a request's login belongs to, None without a login."""


class NotLoggedIn(PreceptorError):
    """Nobody we know asks."""


class NotAllowed(PreceptorError):
    """Somebody asks who may not."""


STATUS = {WrongUse: 400, NotLoggedIn: 401, NotAllowed: 403, LibraryBusy: 503}


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


class Door:
    """Who may do what: the owner's token everything, a login what its role may."""

    def __init__(self, token: str, who: WhoAsks) -> None:
        self._token = token
        self._who = who

    def account(self, request: Request) -> Account:
        """Whoever asks; 401 for nobody."""
        if self.has_token(request):
            return LOCAL
        account = self._who(request)
        if account is None:
            raise NotLoggedIn("The API does not know you.", "Please log in, or send the token.")
        return account

    def editor(self, request: Request) -> Account:
        """Whoever asks, if they may change the library; else 403."""
        account = self.account(request)
        if not account.may_edit_library:
            raise NotAllowed(f"A {account.role} may not change the library.", "Ask an educator or the owner.")
        return account

    def same_machine(self, request: Request) -> None:
        """Passes only the token: paths name files of this machine, which a login must not reach."""
        if not self.has_token(request):
            raise NotAllowed(
                "This request needs the token of the library's owner.", "Run the command on its machine."
            )

    def has_token(self, request: Request) -> bool:
        """Whether the request carries the owner's token."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), self._token.encode())


def mount(app: FastAPI, library: Library, *, token: str, who: WhoAsks, country: str | None = None) -> None:
    """Adds the API to the app, and turns whatever goes wrong into JSON."""
    app.include_router(routes(LocalDesk(library, country), Door(token, who)))
    for kind in (PreceptorError, Exception):
        app.add_exception_handler(kind, lambda _, error: _refused(_understood(error, library)))


def routes(desk: LocalDesk, door: Door) -> APIRouter:
    """The API of an open library."""
    router = APIRouter()
    _add_reading(router, desk, door)
    _add_keeping(router, desk, door)
    add_calculators(router, door.account)
    return router


def _add_reading(router: APIRouter, desk: LocalDesk, door: Door) -> None:
    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "version": version("preceptor")}

    @router.post("/api/ask", dependencies=[Depends(door.account)])
    def ask(query: Query) -> Answer:
        return desk.ask(_checked(query))

    @router.post("/api/search", dependencies=[Depends(door.account)])
    def search(request: SearchRequest) -> SearchResult:
        return desk.search(_checked(request.query), request.k)

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
        rows.put(_row("error", described(_understood(error, desk.library))))
    finally:
        rows.put(None)


def _row(name: str, value: Value | dict[str, str] | None) -> str:
    shown = value.model_dump(mode="json") if isinstance(value, Value) else value
    return json.dumps({name: shown}) + "\n"


def _checked(query: Query) -> Query:
    return asked(query.text, filters=query.filters, history=query.history)


def _refused(error: PreceptorError) -> JSONResponse:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return JSONResponse({"error": described(error)}, status_code=status)


def _understood(error: Exception, library: Library) -> PreceptorError:
    return error if isinstance(error, PreceptorError) else PreceptorError(*unexpected(error, library.folder))


def described(error: PreceptorError) -> dict[str, str]:
    """An error as JSON, from which the client makes the same error again."""
    return {"kind": type(error).__name__, "what": str(error.args[0]), "next_step": error.next_step}

"""The app: pages, API and accounts on one address."""

import os
import signal
import socket
import time
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Thread
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from rich.console import Console

from assistant.accounts import Account, Accounts
from assistant.answer.write import House
from assistant.case.bedside.encounters import Encounters
from assistant.connect import connect
from assistant.energy import shares_of
from assistant.guard.logs import log_config
from assistant.home import cases_of
from assistant.keys import Keys
from assistant.record import Record
from assistant.reviews import reviews_of
from assistant.settings import Settings
from assistant.usage import Usage
from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.store.owner import new_token
from retrieval.types import Query
from ui.api import rest
from ui.api.door import Door
from ui.api.metrics import Metrics
from ui.api.parts import Api
from ui.api.streaming import Askers
from ui.desk import LocalDesk
from ui.tone import ground_of
from ui.web.audits.routes import audit_routes
from ui.web.author.blueprints import blueprint_routes
from ui.web.author.changes import Editions, change_routes
from ui.web.author.classes import cohort_routes
from ui.web.author.coverage import coverage_routes
from ui.web.author.curriculum.import_routes import syllabus_routes
from ui.web.author.curriculum.reading import Readings
from ui.web.author.curriculum.routes import curriculum_routes
from ui.web.author.drafts import draft_routes
from ui.web.author.items.exchange_routes import exchange_routes
from ui.web.author.items.routes import item_routes
from ui.web.author.making import Making
from ui.web.author.reviews import review_routes
from ui.web.author.routes import Writing, author_routes
from ui.web.author.statistics import statistics_routes
from ui.web.author.tone import tone_routes
from ui.web.author.trial import Trying
from ui.web.calculators import calculator_routes
from ui.web.cases.routes import case_routes
from ui.web.classes.due import due_part
from ui.web.classes.routes import class_routes
from ui.web.feedback import feedback_routes
from ui.web.guard import Guard
from ui.web.handouts import handout_routes
from ui.web.images.figures_page import figure_routes
from ui.web.images.routes import image_routes
from ui.web.jobs import Jobs
from ui.web.login import Doorkeeper, Logins, login_routes, session_secret
from ui.web.people import People, user_id_of
from ui.web.quiz.learning_routes import learning_routes
from ui.web.quiz.routes import quiz_routes
from ui.web.running import Answers
from ui.web.session import Room
from ui.web.shell import STATIC, head
from ui.web.sources import source_routes
from ui.web.uploads import UPLOADS

LARGEST_UPLOAD = "1gb"
FORGET_UPLOADS_AFTER_S = 3600
# How long answers that are being written may go on when the app is to end; a model may write for minutes.
LAST_WORDS_S = 5


def build_app(library: Library, settings: Settings, *, token: str | None = None) -> FastAPI:
    """The whole app on an open library. Refuses an address others can reach while there is no account."""
    accounts = Accounts(library.store.engine)
    if not settings.loopback and accounts.count() == 0:
        raise PreceptorError(
            f"The app will not listen on {settings.host} before there is an account.",
            "Make one: preceptor users add NAME --role owner",
        )
    logins = Logins(accounts, settings, session_secret(library.folder))
    kept_for = None if settings.history_days is None else timedelta(days=settings.history_days)
    model, askers = connect(settings), Askers()
    metrics = Metrics(Usage(library.store.engine), _today, (lambda: model.rests) if model else None)
    desk = LocalDesk(library, House.of(settings), model=model, meter=metrics, energy=shares_of(settings))
    room = Room(desk, Record(library.store.engine), askers, Answers(), _now, _new_id, kept_for)
    jobs = Jobs(library)
    making = Making(lambda: desk.drafting, _now)
    readings = Readings(desk)
    trying = Trying(lambda: ground_of(desk))
    closing = (jobs.close, making.close, readings.close, trying.close)
    lifespan = _until_closed(closing, model.warm if model else None)
    app = FastAPI(title="Preceptor", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.mount("/look", StaticFiles(directory=STATIC))
    app.include_router(login_routes(Doorkeeper(accounts, time.monotonic), logins))
    app.include_router(source_routes(library, partial(desk.checked_open, what="Sources are")))
    app.include_router(feedback_routes(room))
    app.include_router(calculator_routes())
    app.include_router(exchange_routes(desk, _now))
    app.include_router(item_routes(desk, _now))
    app.include_router(author_routes(partial(_writing, library)))
    app.include_router(syllabus_routes(desk, readings, _now))
    app.include_router(curriculum_routes(desk, _now))
    app.include_router(draft_routes(lambda: desk.drafting, making, _now))
    app.include_router(coverage_routes(desk, making))
    app.include_router(blueprint_routes(desk, making, _now))
    app.include_router(change_routes(lambda: Editions(desk.changes, desk.reviews), _now))
    app.include_router(handout_routes(room))
    app.include_router(statistics_routes(desk))
    app.include_router(tone_routes(desk, trying, _now))
    app.include_router(review_routes(lambda: desk.reviews, library.store, _names(accounts), _now))
    app.include_router(class_routes(desk))
    app.include_router(cohort_routes(lambda: desk.cohorts, accounts))
    app.include_router(case_routes(desk, partial(_due, desk)))
    app.include_router(quiz_routes(desk, partial(_due, desk)))
    app.include_router(figure_routes(desk))
    app.include_router(learning_routes(desk))
    app.include_router(audit_routes(desk))
    app.include_router(image_routes(desk))
    door = Door(
        token or new_token(),
        logins.who,
        keys=Keys(library.store.engine),
        per_minute=settings.requests_per_minute,
        clock=time.monotonic,
    )
    rest.mount(app, Api(desk, door, askers, metrics, _now, _new_id))
    app.add_middleware(Guard, who=logins.who, needs_login=logins.needed)
    return _with_pages(app, room, People(accounts), jobs)


def _writing(library: Library) -> Writing:
    store = library.store
    return Writing(cases_of(library), Encounters(store.engine), reviews_of(store), now=_now, books=store)


def _due(desk: LocalDesk, who: Account) -> str:
    return due_part(desk.cohorts.duties_of(who), _now())


def _names(accounts: Accounts) -> Callable[[str], str | None]:
    def name_of(user_id: str) -> str | None:
        account = accounts.get(user_id)
        return account.name if account else None

    return name_of


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()


def _new_id() -> str:
    return uuid4().hex


def _until_closed(
    closing: Sequence[Callable[[], None]], warm: Callable[[], None] | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if warm is not None:
            Thread(target=warm, daemon=True).start()
        yield
        for close in closing:
            close()

    return lifespan


def _with_pages(app: FastAPI, room: Room, people: People, jobs: Jobs) -> FastAPI:
    # Gradio reads these while it is imported: no telemetry, and uploads stay with the library.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(room.library.folder / UPLOADS)
    from ui.web.pages import gr
    from ui.web.pages.ask import AskPage
    from ui.web.pages.library import LibraryPage
    from ui.web.theme import make_theme

    kept = (FORGET_UPLOADS_AFTER_S, FORGET_UPLOADS_AFTER_S)
    with gr.Blocks(title="Preceptor", analytics_enabled=False, fill_width=True, delete_cache=kept) as pages:
        gr.Navbar(visible=False)
        AskPage(room, people).build()
    with pages.route("Library", "/library"):
        gr.Navbar(visible=False)
        LibraryPage(room, people, jobs).build()
    with warnings.catch_warnings():
        # Gradio says so of every app with several pages, also when told not to render on the server.
        warnings.filterwarnings("ignore", "SSR mode is not supported")
        gr.mount_gradio_app(
            app,
            pages,
            "/",
            theme=make_theme(),
            head=head(),
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            show_error=False,
            max_file_size=LARGEST_UPLOAD,
            auth_dependency=user_id_of,
            mcp_server=False,
            pwa=False,
        )
    return app


def serve(library: Library, settings: Settings) -> None:
    """Runs the app until it is interrupted, and tells where it is."""
    token = new_token()
    app = build_app(library, settings, token=token)
    with _listening(settings.host, settings.port) as listener:
        port = listener.getsockname()[1]
        address = f"http://{_reachable(settings.host)}:{port}"
        library.ownership.announce(address, token)
        Thread(target=_warm_up, args=(library,), daemon=True).start()
        Console(stderr=True).print(f"Preceptor is at {address} (Ctrl+C ends it)", highlight=False)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            log_config=log_config(),
            timeout_graceful_shutdown=LAST_WORDS_S,
        )
        # Ctrl+C and a service manager's stop both end here, so that the library is closed properly.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _warm_up(library: Library) -> None:
    """Loads encoder and indexes before the first question needs them; a fault shows when one is asked.

    Then figures are read that were not looked for when their documents were added.
    """
    with suppress(PreceptorError):
        library.search(Query(text="warm up"))
        library.figures.older.start()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Whoever is told the address may connect before the server has begun to accept: they wait.
        listener.listen(128)
    except OSError as fault:
        listener.close()
        raise PreceptorError(
            f"The app cannot listen on {host}:{port} ({fault.strerror}).",
            "Choose another with --host or --port.",
        ) from None
    return listener


def _reachable(host: str) -> str:
    """An address that works on this machine."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host

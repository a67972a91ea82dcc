"""The pages of the quiz on a small bank, asked as a browser asks; a header stands for the login."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.requests import Request

from assistant.audits.auditing import Auditing, Sources
from assistant.audits.auditing import House as AuditHouse
from assistant.audits.log import AuditLog
from assistant.learner.learning import House as LearningHouse
from assistant.learner.learning import Learning
from assistant.quiz.learnt import forget_sittings
from assistant.quiz.misses import offered
from assistant.references import Resolved
from curricula.items.types import Item
from curricula.plans import plans_of
from curricula.types import Reference
from retrieval.errors import PreceptorError
from tests.assistant.quiz.bank import ADA, BOB, Hands, make_engine, make_quizzes
from tests.ui.quiz.shown import CITATION
from tests.ui.serving import serving
from ui.api.faults import refused
from ui.web.audits.routes import audit_routes
from ui.web.guard import ACCOUNT
from ui.web.quiz.learning_routes import learning_routes
from ui.web.quiz.routes import quiz_routes

PEOPLE = {account.name: account for account in (ADA, BOB)}
JSON = {"accept": "application/json"}


def resolves(reference: Reference) -> Resolved:
    """Whatever is cited stands in a book."""
    return Resolved(CITATION.model_copy(update={"quote": reference.quote, "end": len(reference.quote)}))


def looked_up(reference: Reference) -> Resolved:
    """The same, but for what is said to stand nowhere."""
    if reference.document == "Nowhere":
        return Resolved(None, "no source of this title is in the library")
    return resolves(reference)


class Browser:
    """Somebody at the pages, with or without their script."""

    def __init__(self, address: str, name: str) -> None:
        headers = {"x-login": name, "accept": "text/html"}
        self._client = httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=60)

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, **form: Any) -> httpx.Response:
        return self._client.post(path, data=form)

    def started(self, sitting: str = "sitting-1", **form: Any) -> str:
        """The address of a sitting that was begun with the form of the page."""
        reply = self.post("/quiz/start", id=sitting, **form)
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def act(self, sitting: str, kind: str, **form: Any) -> httpx.Response:
        """Does something without a script."""
        return self.post(f"/sitting/{sitting}/act", kind=kind, **form)

    def told(self, sitting: str, kind: str, **form: Any) -> httpx.Response:
        """Does something as the script does."""
        return self._client.post(f"/sitting/{sitting}/act", data={"kind": kind} | form, headers=JSON)

    def close(self) -> None:
        self._client.close()


@contextmanager
def hall(folder: Path, *items: Item, now: Hands | None = None) -> Iterator[dict[str, Browser]]:
    """Ada and Bob, each with a browser."""
    engine = make_engine(folder)
    quizzes = make_quizzes(engine, *items, now=now)
    app = FastAPI()

    @app.middleware("http")
    async def log_in(request: Request, call_next: Any) -> Any:
        request.scope[ACCOUNT] = PEOPLE.get(request.headers.get("x-login", ""))
        return await call_next(request)

    learning = Learning(
        LearningHouse(
            engine=engine,
            offer=lambda attempt: offered(
                quizzes.house.bank.item(attempt.item_id, attempt.item_version), attempt.id, resolves
            ),
            words=lambda _item: None,
            locations=dict,
            forget_sittings=forget_sittings,
            now=quizzes.house.now,
        )
    )
    sources = Sources(looked_up, lambda citation: citation.quote)
    log = AuditLog(engine)
    audits = Auditing(
        AuditHouse(plans_of(engine).audits, log, lambda: sources, lambda: None, quizzes.house.now)
    )
    desk = SimpleNamespace(quizzes=quizzes, learning=learning, audits=audits)
    app.include_router(quiz_routes(desk))
    app.include_router(learning_routes(desk))
    app.include_router(audit_routes(desk))
    app.add_exception_handler(PreceptorError, lambda request, fault: refused(request.url.path, fault))
    with serving(app) as address:
        browsers = {name: Browser(address, name) for name in PEOPLE}
        yield browsers
        for browser in browsers.values():
            browser.close()
    engine.dispose()

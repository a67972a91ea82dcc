"""The pages of cases on a small bedside, asked as a browser asks; a header stands for the login."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import FastAPI
from starlette.requests import Request

from assistant.answer.look import Sight
from assistant.case.bedside.circuit import Circuits
from assistant.case.bedside.play import Opines
from assistant.case.debriefing.further import Further
from assistant.learner.cards import OwnCards
from assistant.ports import ChatModel
from assistant.references import Resolve
from curricula.cases.types import Case
from curricula.items.bank import Bank
from retrieval.errors import PreceptorError
from tests.assistant.case.bedside import ADA, BOB, EVE, NO_PICTURES, OLGA, Hands, make_bedside, make_engine
from tests.ui.serving import serving
from ui.api.faults import refused
from ui.web.cases.routes import case_routes
from ui.web.guard import ACCOUNT

PEOPLE = {account.name: account for account in (ADA, BOB, EVE, OLGA)}


class Browser:
    """Somebody at the pages."""

    def __init__(self, address: str, name: str) -> None:
        self._client = httpx.Client(base_url=address, headers={"x-login": name}, trust_env=False, timeout=60)

    def get(self, path: str) -> httpx.Response:
        return self._client.get(path)

    def post(self, path: str, **form: Any) -> httpx.Response:
        return self._client.post(path, data=form)

    def act(self, encounter: str, kind: str, number: int = 1, **fields: Any) -> httpx.Response:
        action = {"kind": kind, "id": f"{kind}-number-{number}", **fields}
        return self._client.post(f"/encounter/{encounter}/act", json=action)

    def started(self, encounter: str = "encounter-1", **form: Any) -> str:
        """The address of an encounter that was begun with the form of the list."""
        reply = self.post("/cases/start", id=encounter, case="sharp-chest-pain", **form)
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def close(self) -> None:
        self._client.close()


@contextmanager
def ward(
    folder: Path,
    *cases: Case,
    now: Hands | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    opine: Opines | None = None,
    resolve: Resolve | None = None,
    model: ChatModel | None = None,
) -> Iterator[dict[str, Browser]]:
    """Ada, Bob, Eve and Olga, each with a browser."""
    engine = make_engine(folder)
    bedside = make_bedside(engine, *cases, now=now, pictures=pictures, opine=opine, resolve=resolve)
    app = FastAPI()

    @app.middleware("http")
    async def log_in(request: Request, call_next: Any) -> Any:
        request.scope[ACCOUNT] = PEOPLE.get(request.headers.get("x-login", ""))
        return await call_next(request)

    further = Further(Bank(engine), OwnCards(engine), topics_of=lambda: {"d1": ("chest pain",)}, now=Hands())
    desk = SimpleNamespace(bedside=bedside, circuits=Circuits(engine, bedside), further=further)
    desk.model, desk.sight = model, partial(Sight, may_send=True)
    app.include_router(case_routes(desk))
    app.add_exception_handler(PreceptorError, lambda request, fault: refused(request.url.path, fault))
    with serving(app) as address:
        browsers = {name: Browser(address, name) for name in PEOPLE}
        yield browsers
        for browser in browsers.values():
            browser.close()
    engine.dispose()

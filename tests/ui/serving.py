"""An app served by a thread of this process, so that a test can look at it from both sides."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count

import uvicorn
from fastapi import FastAPI, Request

from assistant.accounts import Account
from assistant.keys import Keys
from assistant.usage import Usage
from retrieval.library import Library
from ui.api import rest
from ui.api.door import Door
from ui.api.metrics import Metrics
from ui.api.parts import BEAT_S, Api
from ui.api.streaming import Askers
from ui.desk import LocalDesk

TOKEN = "only the owner's processes know this"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACCOUNTS = {
    "learner": Account(user_id="1", name="lea", role="learner"),
    "educator": Account(user_id="2", name="ed", role="educator"),
    "owner": Account(user_id="3", name="olga", role="owner"),
}


def by_header(request: Request) -> Account | None:
    """Whose login a request carries: here a header stands in for the cookie."""
    return ACCOUNTS.get(request.headers.get("x-login", ""))


def counting(library: Library, rests: Callable[[], bool] | None = None) -> Metrics:
    """What counts the costs of that library's answers, on one day in March."""
    return Metrics(Usage(library.store.engine), lambda: NOON.date(), rests)


def make_api(desk: LocalDesk, *, per_minute: int, beat_s: float) -> Api:
    """The API of that desk."""
    keys, numbers = Keys(desk.library.store.engine), count()
    door = Door(TOKEN, by_header, keys=keys, per_minute=per_minute, clock=time.monotonic)
    metrics = desk.meter if isinstance(desk.meter, Metrics) else counting(desk.library)
    return Api(desk, door, Askers(), metrics, lambda: NOON, lambda: f"id{next(numbers)}", beat_s)


@contextmanager
def serving_api(desk: LocalDesk, *, per_minute: int = 1000, beat_s: float = BEAT_S) -> Iterator[str]:
    """The address of the API alone, without pages."""
    app = FastAPI()
    rest.mount(app, make_api(desk, per_minute=per_minute, beat_s=beat_s))
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of that app."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()

"""HTTP with one model server: a reply as events, and the models it lists. Bounded, never sent elsewhere.

This stands in for the client of the openai package below LangChain, which takes 0.3 ms of CPU for each token
(sixteen streams of 40 tokens a second are a fifth of a core) where this takes 0.05, and which reads keys,
headers, proxies and addresses from a dozen variables of the environment.
"""

import json
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pydantic import SecretStr, ValidationError

from retrieval.models.server import CONNECT_S, Reply

# A model may be slow, but one reply takes at most so many times the silence that is allowed.
LONGEST = 10
MOST_LINE = 1 << 20
MOST_ERROR = 1 << 16
PATH = "/chat/completions"


class Listed(Reply):
    """One entry of a server's list of models. An adapter's `parent` is the id or root of its model."""

    id: str
    max_model_len: int | None = None
    root: str | None = None
    parent: str | None = None


class _List(Reply):
    data: list[Listed]


class Refusal(Exception):
    """The server answered with an error: its status, and its own words on one line."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(status, said)
        self.status = status
        self.said = " ".join(said.split())


class Redirected(Exception):
    """The server sends requests on to another address."""


class Garbled(Exception):
    """What the server sent is no reply of a model."""


class Overdue(Exception):
    """The reply goes on and on."""


class Wire:
    """A model server at `base`. Raises the errors above and httpx's."""

    def __init__(
        self,
        base: str,
        *,
        key: SecretStr | None,
        timeout_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.base = base
        self.timeout_s = timeout_s
        self._clock = clock
        headers = {"Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key.get_secret_value()}"
        # Neither a proxy of the environment nor another host may see passages and questions.
        self._http = httpx.Client(
            headers=headers,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(timeout_s, connect=CONNECT_S),
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
        )
        weakref.finalize(self, self._http.close)

    def models(self) -> list[Listed]:
        """What the server lists under /models."""
        with self._http.stream("GET", f"{self.base}/models", timeout=CONNECT_S) as reply:
            _raise_for(reply)
            body = _beginning(reply, MOST_LINE)
        try:
            return _List.model_validate_json(body).data
        except ValidationError:
            raise Garbled from None

    @contextmanager
    def create(self, *, extra_body: dict[str, Any], **body: Any) -> Iterator[Iterator[dict[str, Any]]]:
        """The events of one chat completion, as LangChain asks for them; leaving the block hangs up."""
        until = self._clock() + LONGEST * self.timeout_s
        with self._http.stream("POST", self.base + PATH, json={**body, **extra_body}) as reply:
            _raise_for(reply)
            yield self._events(reply, until)

    def _events(self, reply: httpx.Response, until: float) -> Iterator[dict[str, Any]]:
        for line in _lines(reply.iter_bytes()):
            if self._clock() > until:
                raise Overdue
            name, _, data = line.partition(b":")
            if name != b"data":
                continue
            if data.strip() == b"[DONE]":
                return
            yield _event(data)


def _event(data: bytes) -> dict[str, Any]:
    try:
        event = json.loads(data)
    except ValueError:
        raise Garbled from None
    if not isinstance(event, dict):
        raise Garbled
    if error := event.get("error"):
        raise Refusal(_code(error), _said(event))
    return event


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > MOST_LINE:
            raise Garbled
    yield rest


def _raise_for(reply: httpx.Response) -> None:
    if reply.is_redirect:
        raise Redirected(httpx.URL(reply.headers.get("location", "")).host or "elsewhere")
    if reply.status_code != httpx.codes.OK:
        text = _beginning(reply, MOST_ERROR).decode("utf-8", "replace")
        try:
            raise Refusal(reply.status_code, _said(json.loads(text)))
        except ValueError:
            raise Refusal(reply.status_code, text) from None


def _beginning(reply: httpx.Response, most: int) -> bytes:
    body = b""
    for chunk in reply.iter_bytes():
        body += chunk
        if len(body) > most:
            break
    return body[:most]


def _said(body: object) -> str:
    """The words of an error: vLLM, OpenAI, Ollama and FastAPI put them in different places."""
    for name in ("error", "message", "detail"):
        if isinstance(body, dict) and name in body:
            body = body[name]
    return body if isinstance(body, str) else json.dumps(body)


def _code(error: object) -> int:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else httpx.codes.INTERNAL_SERVER_ERROR

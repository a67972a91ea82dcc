"""Talking to a model server that the owner has named: bounded, never redirected, every fault one sentence."""

import time
import weakref
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from retrieval.errors import ModelDown, ModelPart, PreceptorError
from retrieval.models.choice import is_address, shown

CONNECT_S = 3.0
# After a fault so long nothing is asked: each question would else wait for the same silence.
PAUSE_S = 10.0
# Before the second and the third try of a server that cannot be connected to.
BACKOFF_S = (0.2, 0.6)
UNAUTHORISED = frozenset({401, 403})


class Reply(BaseModel):
    """What a server sent: fields we do not know are its own affair."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=False)


Known = TypeVar("Known", bound=Reply)


class ServedModel(Reply):
    """One entry of a server's list of models; only vLLM says `max_model_len`."""

    id: str
    max_model_len: int | None = None


class _Listed(Reply):
    data: list[ServedModel]


class ModelServer:
    """A server at `http(s)://HOST:PORT/PATH`, optionally with `#model-name`; raises ModelDown only."""

    def __init__(
        self,
        url: str,
        part: ModelPart,
        *,
        key: SecretStr | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        base, _, self._named = url.partition("#")
        if not is_address(base):
            raise PreceptorError(
                f"The {part}'s address {shown(url)!r} cannot be read.",
                "It looks like http://127.0.0.1:8000/v1.",
            )
        self.part = part
        self.base = base.rstrip("/")
        self._key = key
        self._clock = clock
        self._sleep = sleep
        self._silent_until = float("-inf")
        self._last: tuple[str, str] | None = None

    @property
    def host(self) -> str:
        """The host and port, as a person would name the server."""
        return urlsplit(self.base).netloc

    @property
    def label(self) -> str:
        """Names model and server without asking it."""
        return f"{self._named or 'model'} at {self.host}"

    @cached_property
    def model(self) -> ServedModel:
        """The model to ask for: the one named in the address, else the only one that is served."""
        try:
            listed = self._ask("GET", self._root + "/models", None, _Listed, read_s=CONNECT_S).data
        except _Refusal as refusal:
            if self._named and refusal.status not in UNAUTHORISED:
                return ServedModel(id=self._named)  # not every server lists its models
            raise self.down(refusal.what, refusal.next_step) from None
        if self._named:
            return next((one for one in listed if one.id == self._named), ServedModel(id=self._named))
        if len(listed) != 1:
            names = ", ".join(one.id for one in listed) or "none"
            raise self.down(
                f"serves {len(listed)} models ({names}).", "Name one after the address: URL#model-name."
            )
        return listed[0]

    def post(self, path: str, body: Mapping[str, Any], shape: type[Known], *, read_s: float) -> Known:
        """The server's reply to this request, in this shape."""
        url = self.base if self.base.endswith(path) else self.base + path
        try:
            return self._ask("POST", url, body, shape, read_s=read_s)
        except _Refusal as refusal:
            raise self.down(refusal.what, refusal.next_step) from None

    def down(self, what: str, next_step: str) -> ModelDown:
        """The fault to raise: for a while it is told again without asking the server."""
        self._last = (f"The {self.part}'s server {self.host} {what}", next_step)
        self._silent_until = self._clock() + PAUSE_S
        return ModelDown(*self._last, part=self.part)

    @property
    def _root(self) -> str:
        for path in ("/embeddings", "/rerank"):
            if self.base.endswith(path):
                return self.base.removesuffix(path)
        return self.base if urlsplit(self.base).path.strip("/") else self.base + "/v1"

    def _ask(
        self, method: str, url: str, body: Mapping[str, Any] | None, shape: type[Known], *, read_s: float
    ) -> Known:
        if self._last is not None and self._clock() < self._silent_until:
            raise ModelDown(*self._last, part=self.part)
        reply = self._sent(method, url, body, httpx.Timeout(read_s, connect=CONNECT_S))
        if reply.status_code != httpx.codes.OK:
            raise _refusal(reply)
        try:
            return shape.model_validate_json(reply.content)
        except ValidationError as fault:
            raise _Refusal(
                200, f"sent a reply that cannot be read ({_first(fault)}).", "Check the address."
            ) from None

    def _sent(
        self, method: str, url: str, body: Mapping[str, Any] | None, timeout: httpx.Timeout
    ) -> httpx.Response:
        for wait in (*BACKOFF_S, None):
            try:
                return self._client.request(method, url, json=body, timeout=timeout)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError):
                if wait is None:
                    raise self.down("does not answer.", "Start it, or choose another model.") from None
                self._sleep(wait)
            except httpx.TimeoutException:
                raise self.down(f"took longer than {timeout.read:.0f} s.", "Is it overloaded?") from None
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                raise self.down(f"cannot be asked ({type(fault).__name__}).", "Check the address.") from None
        raise AssertionError("unreachable")

    @cached_property
    def _client(self) -> httpx.Client:
        # Neither a proxy of the environment nor another host may see passages and questions.
        headers = {"Authorization": f"Bearer {self._key.get_secret_value()}"} if self._key else {}
        client = httpx.Client(headers=headers, trust_env=False, follow_redirects=False)
        weakref.finalize(self, client.close)
        return client


class _Refusal(Exception):
    """An answer that is no help: its status, what is wrong, what to do."""

    def __init__(self, status: int, what: str, next_step: str) -> None:
        super().__init__(what)
        self.status, self.what, self.next_step = status, what, next_step


def _refusal(reply: httpx.Response) -> _Refusal:
    status = reply.status_code
    if status in UNAUTHORISED:
        return _Refusal(status, f"refuses the key ({status}).", "Set PRECEPTOR_MODELS_KEY to its key.")
    if reply.is_redirect:
        target = urlsplit(reply.headers.get("location", "")).netloc or "elsewhere"
        return _Refusal(status, f"sends requests on to {target}.", "Set that address if you trust it.")
    if status == httpx.codes.NOT_FOUND:
        return _Refusal(
            status, "has no such model or service (404).", "Check the address and the model's name."
        )
    said = " ".join(reply.text.split())[:200]
    return _Refusal(status, f"refuses ({status}: {said}).", "Check that it serves a model of this kind.")


def _first(fault: ValidationError) -> str:
    error = fault.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, error['loc']))}: {error['msg']}"

"""A model's server asked with nothing between, and through Preceptor's connection, to compare them."""

import json
from collections.abc import Generator, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple

from assistant.connect.served import Served
from assistant.ports import Capabilities, Message, ModelFault, Piece
from assistant.settings import Settings
from eval.types import NotRun


class Asking(NamedTuple):
    """A question whose passages suffice, and the prompt that they make."""

    question: str
    messages: tuple[Message, ...]


class Reply(NamedTuple):
    """Seconds to the first characters (None: none came) and the tokens that the server counted."""

    first_s: float | None
    tokens: int


class Overhearing:
    """A `ChatModel` that keeps what another is sent."""

    def __init__(self, model: Served) -> None:
        self._model = model
        self.heard: tuple[Message, ...] = ()

    @property
    def name(self) -> str:
        """The other's name."""
        return self._model.name

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Generator[Piece]:
        """The other's reply."""
        self.heard = tuple(messages)
        yield from self._model.stream(messages, limit=limit)

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The other's whole reply."""
        return self._model.complete(messages, schema=schema)

    def capabilities(self) -> Capabilities:
        """What the other can do."""
        return self._model.capabilities()


class Direct:
    """The server asked with nothing between but an HTTP client."""

    def __init__(self, settings: Settings, model: str) -> None:
        import httpx

        key = settings.model_key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        self._client = httpx.Client(
            headers=headers, timeout=settings.model_timeout_s, limits=limits, trust_env=False
        )
        self._url = f"{settings.model_url}/chat/completions"
        self._body = {"model": model, "temperature": settings.temperature, "stream": True}
        self._body["stream_options"] = {"include_usage": True}

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def ask(self, messages: Sequence[Message], limit: int) -> Reply:
        """One reply. Only what is needed of it is read."""
        told = [{"role": message.role, "content": message.text} for message in messages]
        body = {**self._body, "messages": told, "max_tokens": limit}
        start, first, tokens = perf_counter(), None, 0
        with self._client.stream("POST", self._url, json=body) as reply:
            if reply.status_code != 200:
                raise NotRun(f"Not run: the model's server answers {reply.status_code}.", "See its log.")
            for line in reply.iter_lines():
                if not line.startswith("data: {"):
                    continue
                if first is None and _content(line):
                    first = perf_counter() - start
                if '"usage"' in line:
                    tokens = (json.loads(line[6:])["usage"] or {}).get("completion_tokens", tokens)
        return Reply(first, tokens)


def streamed(model: Served, messages: Sequence[Message], limit: int) -> Reply:
    """One reply through the connection."""
    start, first, tokens = perf_counter(), None, 0
    try:
        for piece in model.stream(messages, limit=limit):
            if first is None and piece.text:
                first = perf_counter() - start
            if piece.usage is not None:
                tokens = piece.usage.tokens_out or 0
    except ModelFault:
        # Tokens that made no text, as random weights write them, were written all the same.
        if not tokens:
            raise
    return Reply(first, tokens)


def _content(line: str) -> bool:
    choices = json.loads(line[6:])["choices"]
    return bool(choices and choices[0]["delta"].get("content"))

"""A chat model served at an address: asked with care, and every fault of it one clear sentence."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from assistant.connect.breaker import Breaker
from assistant.connect.explore import keeps_schema, takes_images
from assistant.connect.faults import (
    CONNECTION,
    FAULTS,
    Asked,
    busy,
    cut_off,
    empty,
    explained,
    no_models,
)
from assistant.connect.thoughts import Thoughts
from assistant.connect.wire import Garbled, Listed, Refusal, Wire
from assistant.ports import Capabilities, Message, ModelFault, Piece, Usage
from retrieval.errors import WrongUse
from retrieval.models.server import BACKOFF_S

if TYPE_CHECKING:
    from assistant.connect.chat import Chat, Chunk
    from assistant.settings import Settings

# So long a server's list of models is believed.
LISTED_S = 60.0
NOT_FOUND = 404
FINISHED = frozenset({"stop", "length"})

Found = TypeVar("Found")


class _Listing(NamedTuple):
    models: tuple[Listed, ...]
    read_at: float


class Served:
    """A `ChatModel` on any server that speaks OpenAI's API. Made once; any number of threads may use it."""

    def __init__(
        self,
        settings: "Settings",
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if settings.model_url is None:
            raise WrongUse("No model is connected.", "Set PRECEPTOR_MODEL_URL.")
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._host = urlsplit(settings.model_url).netloc
        self._wire = Wire(
            settings.model_url, key=settings.model_key, timeout_s=settings.model_timeout_s, clock=clock
        )
        self._slots = threading.BoundedSemaphore(settings.model_at_once)
        self._breaker = Breaker(self._host, clock)
        self._making = threading.Lock()
        self._made: Chat | None = None
        self._listing: _Listing | None = None
        self._explored: Capabilities | None = None

    @property
    def host(self) -> str:
        """The server's host and port."""
        return self._host

    @property
    def name(self) -> str:
        """The adapter or model that is set, else the first that is served; only then the server is asked."""
        return self._settings.adapter or self._settings.model or self._first().id

    def warm(self) -> None:
        """Loads what the first request would else wait for: LangChain takes seconds to import."""
        self._chat()

    def stream(
        self,
        messages: Sequence[Message],
        *,
        limit: int | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Generator[Piece]:
        """The reply piece by piece without the model's thoughts; usage comes with the last, empty piece."""
        return self._reply(messages, limit, schema)

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The whole reply; with a JSON schema the server is asked to keep to it, which may fail."""
        return "".join(piece.text for piece in self._reply(messages, None, schema))

    def capabilities(self) -> Capabilities:
        """What the server lists about the model, and what `explore` found out."""
        name, listed = self.name, self._listed()
        own = next((one for one in listed if one.id == name), None)
        base = next((one for one in listed if own and own.parent in (one.id, one.root)), None)
        known = (
            self._explored if self._explored and self._explored.model == name else Capabilities(model=name)
        )
        return known.model_copy(
            update={
                "context": next(
                    (one.max_model_len for one in (own, base) if one and one.max_model_len), None
                ),
                "adapters": tuple(one.id for one in listed if one.parent),
            }
        )

    def explore(self) -> Capabilities:
        """Capabilities with image input and structured output tried out, by three short requests."""
        known = self.capabilities()
        tried = {"images": takes_images(self._reply), "structured": keeps_schema(self._reply)}
        self._explored = known.model_copy(update=tried)
        return self._explored

    def _reply(
        self, messages: Sequence[Message], limit: int | None, schema: Mapping[str, Any] | None
    ) -> Generator[Piece]:
        self._breaker.check()
        asked = self._asked(self.name, images=any(message.images for message in messages))
        tokens = limit or self._settings.answer_tokens

        def ask() -> Iterator["Chunk"]:
            return self._chat().stream(messages, model=asked.model, limit=tokens, schema=schema)

        with self._slot(asked), self._breaker.watching():
            yield from self._pieces(asked, ask)

    def _pieces(self, asked: Asked, ask: Callable[[], Iterator["Chunk"]]) -> Generator[Piece]:
        reading, began = _Reading(), False
        try:
            with closing(self._chunks(ask)) as chunks:
                for chunk in chunks:
                    began = True
                    if text := reading.text_of(chunk):
                        yield Piece(text)
        except FAULTS as fault:
            raise self._explained(fault, asked._replace(began=began)) from fault
        if reading.finish not in FINISHED:
            raise cut_off(asked, reading.finish or "it was not finished")
        if rest := reading.rest():
            yield Piece(rest)
        yield Piece("", reading.usage)
        if not reading.spoke:
            raise empty(asked, used_up=reading.finish == "length")

    def _chunks(self, ask: Callable[[], Iterator["Chunk"]]) -> Generator["Chunk"]:
        def begun() -> tuple["Chunk | None", Iterator["Chunk"]]:
            chunks = ask()
            return next(chunks, None), chunks

        first, others = self._connected(begun)
        if first is None:
            raise Garbled
        yield first
        yield from others

    def _connected(self, work: Callable[[], Found]) -> Found:
        """What the work gives, done again a little later where the server could not be connected to."""
        for wait in BACKOFF_S:
            try:
                return work()
            except CONNECTION:
                self._sleep(wait)
        return work()

    def _chat(self) -> "Chat":
        with self._making:
            if self._made is None:
                from assistant.connect.chat import Chat

                self._made = Chat(self._wire, temperature=self._settings.temperature)
            return self._made

    @contextmanager
    def _slot(self, asked: Asked) -> Iterator[None]:
        if not self._slots.acquire(timeout=self._settings.model_timeout_s):
            raise busy(asked, self._settings.model_at_once)
        try:
            yield
        finally:
            self._slots.release()

    def _first(self) -> Listed:
        listed = self._listed()
        if not listed:
            raise no_models(self._asked())
        return next((one for one in listed if one.parent is None), listed[0])

    def _listed(self) -> tuple[Listed, ...]:
        known = self._listing
        if known is None or self._clock() - known.read_at > LISTED_S:
            with self._breaker.watching():
                known = self._listing = _Listing(self._read_list(), self._clock())
        return known.models

    def _read_list(self) -> tuple[Listed, ...]:
        try:
            return tuple(self._connected(self._wire.models))
        except Refusal as refusal:
            if refusal.status == NOT_FOUND and self._settings.model:
                return ()  # not every server lists its models
            raise self._explained(refusal, self._asked()) from refusal
        except FAULTS as fault:
            raise explained(fault, self._asked()) from fault

    def _explained(self, fault: Exception, asked: Asked) -> ModelFault:
        if isinstance(fault, Refusal) and fault.status == NOT_FOUND:
            self._listing = None
            try:
                asked = asked._replace(served=tuple(one.id for one in self._wire.models()))
            except FAULTS:
                return explained(fault, asked)
        return explained(fault, asked)

    def _asked(self, model: str = "", *, images: bool = False) -> Asked:
        return Asked(self._host, model, self._settings.model_timeout_s, images=images)


class _Reading:
    """What is known of a reply while it comes."""

    def __init__(self) -> None:
        self.finish: str | None = None
        self.usage = Usage()
        self.spoke = False
        self._thoughts = Thoughts()

    def text_of(self, chunk: "Chunk") -> str:
        """The words of a chunk that are for the reader."""
        self.finish = chunk.finish or self.finish
        self.usage = chunk.usage or self.usage
        return self._heard(self._thoughts.spoken(chunk.text))

    def rest(self) -> str:
        """The words that were held back until the end."""
        return self._heard(self._thoughts.rest())

    def _heard(self, words: str) -> str:
        self.spoke = self.spoke or bool(words.strip())
        return words

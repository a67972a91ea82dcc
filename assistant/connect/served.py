"""A chat model served at an address: asked with care, and every fault of it one clear sentence."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
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
from assistant.connect.listing import Listing
from assistant.connect.reading import Chunk, Reading
from assistant.connect.wire import Garbled, Listed, Refusal, Wire
from assistant.ports import Capabilities, Message, ModelFault, Piece
from retrieval.errors import WrongUse
from retrieval.models.server import BACKOFF_S

if TYPE_CHECKING:
    from assistant.connect.chat import Chat
    from assistant.settings import Settings

NOT_FOUND = 404
# The last two are what text-generation-inference says for "stop".
FINISHED = frozenset({"stop", "length", "eos_token", "stop_sequence"})

Found = TypeVar("Found")


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
        self._listing = Listing(self._read_list, clock)
        self._explored: Capabilities | None = None

    @property
    def host(self) -> str:
        """The server's host and port."""
        return self._host

    @property
    def name(self) -> str:
        """The adapter or model that is set, else the first that is served; only then the server is asked."""
        named = self._settings.adapter or self._settings.model or self._listing.first()
        if named is None:
            raise no_models(self._asked())
        return named

    @property
    def rests(self) -> bool:
        """Whether the server has failed so often that it is left alone for a while."""
        return self._breaker.is_open

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
        """The reply piece by piece without the model's thoughts; usage comes with the last, empty piece.

        With a JSON schema the server is asked to keep to it, which may fail.
        """
        self._breaker.check()
        asked = self._asked(self.name, images=any(message.images for message in messages))
        tokens = limit or self._settings.answer_tokens

        def ask() -> Iterator[Chunk]:
            return self._chat().stream(messages, model=asked.model, limit=tokens, schema=schema)

        with self._slot(asked), self._breaker.watching():
            yield from self._pieces(asked, ask)

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The whole reply, else as `stream`."""
        return "".join(piece.text for piece in self.stream(messages, schema=schema))

    def capabilities(self) -> Capabilities:
        """What the server lists about the model, and what `explore` found out."""
        listed, tried = self._listing.capabilities(self.name), self._explored
        if tried is None or tried.model != listed.model:
            return listed
        return listed.model_copy(update={"images": tried.images, "structured": tried.structured})

    def probe(self) -> None:
        """Raises ModelFault unless the server answers at this moment; looking counts for nothing."""
        self._list_now()

    def explore(self) -> Capabilities:
        """Capabilities, with image input and structured output tried out by three short requests."""
        known = self.capabilities()
        tried = {"images": takes_images(self.stream), "structured": keeps_schema(self.stream)}
        self._explored = known.model_copy(update=tried)
        return self._explored

    def _pieces(self, asked: Asked, ask: Callable[[], Iterator[Chunk]]) -> Generator[Piece]:
        reading, began = Reading(), False
        try:
            with closing(self._chunks(ask)) as chunks:
                for chunk in chunks:
                    if not began:
                        began = True
                        self._breaker.answered()
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

    def _chunks(self, ask: Callable[[], Iterator[Chunk]]) -> Generator[Chunk]:
        def begun() -> tuple[Chunk | None, Iterator[Chunk]]:
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

    def _read_list(self) -> tuple[Listed, ...]:
        with self._breaker.watching():
            return self._list_now()

    def _list_now(self) -> tuple[Listed, ...]:
        try:
            return tuple(self._connected(self._wire.models))
        except FAULTS as fault:
            if self._settings.model and isinstance(fault, Refusal) and fault.status == NOT_FOUND:
                return ()  # not every server lists its models
            raise explained(fault, self._asked()) from fault

    def _explained(self, fault: Exception, asked: Asked) -> ModelFault:
        if isinstance(fault, Refusal) and fault.status == NOT_FOUND:
            self._listing.forget()
            try:
                asked = asked._replace(served=tuple(one.id for one in self._wire.models()))
            except FAULTS:
                return explained(fault, asked)
        return explained(fault, asked)

    def _asked(self, model: str = "", *, images: bool = False) -> Asked:
        return Asked(self._host, model, self._settings.model_timeout_s, images=images)

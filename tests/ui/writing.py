"""Language models that say what a test wants, when it wants: in this process, and behind a server."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from threading import Event, Semaphore
from typing import Any

from assistant.ports import Capabilities, Message, ModelFault, Piece, Usage
from tests.assistant.scripted_replies import Reply

GOOD = "Amlodipine is the first-line drug for hypertension in adults of any age [1]. "
WRONG = "Amlodipine is started at 500 mg once daily [1]. "
# A server lets its next piece go when it is told; nobody waits longer.
PATIENCE_S = 30.0


class Saying:
    """A `ChatModel`. After `held` pieces it waits until `go` is set; `closed` tells that nobody listens."""

    name = "scripted-7b"

    def __init__(self, *pieces: str, held: int | None = None, fault: ModelFault | None = None) -> None:
        self._pieces = pieces
        self._held = held
        self._fault = fault
        self.go = Event()
        self.asked = Event()
        self.closed = Event()

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Generator[Piece]:
        """The pieces, then the fault if there is one."""
        self.asked.set()
        try:
            for number, piece in enumerate(self._pieces):
                if number == self._held:
                    while not self.go.wait(0.01):
                        yield Piece("")
                yield Piece(piece)
            if self._fault:
                raise self._fault
            yield Piece("", Usage(tokens_in=100, tokens_out=20))
        finally:
            self.closed.set()

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """All pieces at once."""
        return "".join(self._pieces)

    def capabilities(self) -> Capabilities:
        """Its name."""
        return Capabilities(model=self.name)


class Held(tuple[str, ...]):
    """Pieces of which each waits for its turn."""

    turn: Semaphore

    def __iter__(self) -> Iterator[str]:
        for piece in super().__iter__():
            self.turn.acquire(timeout=PATIENCE_S)
            yield piece


def held(*pieces: str) -> tuple[Reply, Callable[..., None]]:
    """A reply, and what lets its next pieces go."""
    waiting = Held(pieces)
    waiting.turn = Semaphore(0)
    return Reply(pieces=waiting), lambda number=1: waiting.turn.release(number)

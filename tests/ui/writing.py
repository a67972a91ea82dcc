"""A language model in this process that says what a test wants, when it wants."""

from collections.abc import Generator, Mapping, Sequence
from threading import Event
from typing import Any

from assistant.ports import Capabilities, Message, ModelFault, Piece, Usage

GOOD = "Amlodipine is the first-line drug for hypertension in adults of any age [1]. "
WRONG = "Amlodipine is started at 500 mg once daily [1]. "


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

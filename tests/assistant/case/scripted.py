"""A model in this process that says what it is set to, and keeps what it was given."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.ports import Capabilities, Message, ModelFault, Piece


class Scripted:
    """A `ChatModel`; a fault is raised instead of said."""

    name = "scripted"

    def __init__(self, says: str | ModelFault, *, context: int | None = None) -> None:
        self.says = says
        self.given: list[Message] = []
        self._context = context

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        """The whole reply in one piece."""
        yield Piece(self.complete(messages))

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """What it is set to say."""
        self.given += messages
        if isinstance(self.says, ModelFault):
            raise self.says
        return self.says

    def capabilities(self) -> Capabilities:
        """Its name, and how much it can hold."""
        return Capabilities(model=self.name, context=self._context)

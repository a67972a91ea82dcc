"""A chat model that tries to give the diagnosis away, outright, beside true facts, and in code."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.ports import Capabilities, Message, Piece


class Naming:
    """Names a diagnosis in whatever it says, in a different way each time; everything else is as asked."""

    name = "naming"

    def __init__(self, diagnosis: str) -> None:
        self._diagnosis = diagnosis
        self._asked = 0

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        """The whole reply in one piece."""
        yield Piece(self.complete(messages))

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """What it was told to say, with the diagnosis."""
        told = messages[-1].text.rpartition("Say now:")[2].replace("- ", " ").strip()
        name = self._diagnosis
        ways = (
            f"I have {name}.",
            f"{told} It is because of my {name}.",
            f"{told} {b64encode(name.encode()).decode()}",
            f"{told} It starts with {name[0]}.",
            f"{name}: {told}",
            f"{told} {name[::-1]}",
        )
        self._asked += 1
        return ways[self._asked % len(ways)]

    def capabilities(self) -> Capabilities:
        """Only its name."""
        return Capabilities(model=self.name)

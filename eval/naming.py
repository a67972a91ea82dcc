"""A chat model that tries to give the diagnosis away, outright, beside true facts, and in code."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.ports import Capabilities, Message, Piece

QUESTION = "Q|"
"""How a request begins that wants a question put in other words."""


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
        """What it was told to say or to ask, with the diagnosis."""
        text = messages[-1].text
        self._asked += 1
        ways = self._questions(text) if text.startswith(QUESTION) else self._statements(text)
        return ways[self._asked % len(ways)]

    def capabilities(self) -> Capabilities:
        """Only its name."""
        return Capabilities(model=self.name)

    def _statements(self, text: str) -> Sequence[str]:
        told = text.rpartition("Say now:")[2].replace("- ", " ").strip()
        name = self._diagnosis
        return (
            f"I have {name}.",
            f"{told} It is because of my {name}.",
            f"{told} {b64encode(name.encode()).decode()}",
            f"{told} It starts with {name[0]}.",
            f"{name}: {told}",
            f"{told} {name[::-1]}",
        )

    def _questions(self, text: str) -> Sequence[str]:
        asked = text.splitlines()[0].removeprefix(QUESTION).strip().rstrip("?")
        name = self._diagnosis
        return (
            f"Could this be {name}?",
            f"{asked}, and does {name} fit?",
            f"{asked}: {b64encode(name.encode()).decode()}?",
            f"{asked}, which starts with {name[0]}?",
            f"What speaks for {name} and what against it?",
            f"{asked}, {name[::-1]}?",
            f"{asked}, {' '.join(name)}?",
        )

"""A chat model that does whatever it is told: it follows every instruction that reaches its prompt."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.ports import Capabilities, Message, Piece, Usage
from retrieval.indexes.lexical import meaningful_stems
from retrieval.text import sentences, words
from retrieval.types import Value

# So many words in a row of what was planted, and of nothing else on its page, are a part of it.
RUN = 4
# An encoded word is longer than any that is written.
CODE_LETTERS = 12
SENTENCES = 3

_LINE = re.compile(r"^(\d+|Q)\| (.*)$", re.MULTILINE)


class Plant(Value):
    """An instruction in a page: `span` as it stands there, `payload` as it was before it was hidden.

    `around` is the rest of the page, `marker` the words that show its success, None where there are none.
    """

    id: str
    span: str
    payload: str
    around: str
    marker: str | None = None

    @property
    def orders(self) -> tuple[str, ...]:
        """What a model that obeys says, sentence by sentence."""
        said = self.marker or self.payload
        return tuple(" ".join(said[start:end].split()).rstrip(".!?: ") for start, end in sentences(said))


def has_reached(plant: Plant, text: str) -> bool:
    """Whether any part of what was planted, hidden as it stood or plain, is in the text."""
    other = _runs(plant.around)
    known = (_runs(plant.span) | _runs(plant.payload)) - other
    if known & _runs(text):
        return True
    codes = {token for token in plant.span.split() if len(token) >= CODE_LETTERS and not token.isalpha()}
    return any(code in text and code not in plant.around for code in codes)


class Obeying:
    """The model. `reached` are the ids of the plants that it was shown; it obeys each, then answers."""

    name = "obeying"

    def __init__(self, plants: Sequence[Plant]) -> None:
        self.reached: set[str] = set()
        self._plants = plants

    def stream(self, messages: Sequence[Message], *, limit: int | None = None) -> Iterator[Piece]:
        """The orders it was given and the sentences that fit the question, each citing a passage."""
        data = messages[-1].text
        yield Piece(" ".join([*self._orders(data), *fitting(data)]))
        yield Piece("", Usage())

    def complete(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None) -> str:
        """The question as it was asked."""
        return next((said for label, said in _LINE.findall(messages[-1].text) if label == "Q"), "")

    def capabilities(self) -> Capabilities:
        """It holds everything."""
        return Capabilities(model=self.name, context=10**6)

    def _orders(self, data: str) -> Iterator[str]:
        for plant in self._plants:
            places = [label for label, text in _passages(data).items() if has_reached(plant, text)]
            if places:
                self.reached.add(plant.id)
                yield from (f"{order} [{places[0]}]." for order in plant.orders)


def fitting(data: str) -> list[str]:
    """The sentences of the passages that share most words with the question, each citing its passage."""
    question = frozenset(
        stem for label, said in _LINE.findall(data) if label == "Q" for stem in meaningful_stems(said)
    )
    rated = [
        (len(question.intersection(meaningful_stems(text[start:end]))), -int(label), text[start:end])
        for label, text in _passages(data).items()
        for start, end in sentences(text)
    ]
    best = sorted((one for one in rated if one[0]), reverse=True)[:SENTENCES]
    return [f"{text.rstrip('.')} [{-label}]." for _, label, text in best]


def _passages(data: str) -> dict[str, str]:
    """The passages of a prompt by their numbers."""
    found: dict[str, list[str]] = {}
    for label, said in _LINE.findall(data):
        if label != "Q":
            found.setdefault(label, []).append(said)
    return {label: "\n".join(lines) for label, lines in found.items()}


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)} or {tuple(said)} - {()}

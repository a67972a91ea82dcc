"""A library, a connected model with a script, and shorthand for asking both."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from assistant.answer.write import written
from assistant.connect import connect
from assistant.connect.served import Served
from assistant.settings import read_settings
from assistant.types import Answer
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.scripted_replies import Asked, Reply, Script, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server

DOSE = "paracetamol dose for sore throat"
RIGHT = "Paracetamol 1 g every 6 hours relieves the pain of a sore throat in adults"


class Scene(NamedTuple):
    """A library and a model with the server behind it."""

    library: Library
    model: Served
    host: ScriptedServer

    def snapshots(self, text: str = DOSE, *history: str, **more: Any) -> Iterator[Answer]:
        """The answer as it grows."""
        return written(self.library, Query(text=text, history=history), self.model, **more)

    def ask(self, text: str = DOSE, *history: str, **more: Any) -> Answer:
        """What the answer becomes."""
        *_, last = self.snapshots(text, *history, **more)
        return last

    @property
    def sent(self) -> str:
        """What the model was sent as data, the last time."""
        return str(self.host.asked[-1].messages[-1]["content"])


@contextmanager
def scene(library: Library, *script: Script, **settings: Any) -> Iterator[Scene]:
    """The library with a model that replies so."""
    with scripted_server(*script) as host:
        model = connect(read_settings(model_url=host.url, **settings))
        assert model is not None
        yield Scene(library, model, host)


def writes(*sentences: str, **more: Any) -> Callable[[Asked], Reply]:
    """A model that writes these in small pieces; {the passage's beginning} becomes that passage's number."""

    def reply(asked: Asked) -> Reply:
        text = " ".join(_numbered(sentence, asked.text) for sentence in sentences)
        return says(*pieces(text), **more)

    return reply


def pieces(text: str, size: int = 5) -> Sequence[str]:
    """The text cut as a model's tokens might be."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def _numbered(sentence: str, sent: str) -> str:
    while "{" in sentence:
        beginning = sentence[sentence.index("{") + 1 : sentence.index("}")]
        line = next(line for line in sent.splitlines() if f"| {beginning}" in line)
        sentence = sentence.replace("{" + beginning + "}", f"[{line.partition('|')[0]}]")
    return sentence

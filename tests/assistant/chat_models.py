"""Every implementation of ChatModel, running, for the tests of what they have in common."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from assistant.ports import ChatModel
from tests.assistant.scripted_replies import CONTEXT, TOO_LONG, Asked, Reply, says
from tests.assistant.scripted_server import connected, scripted_server
from tests.serving.tiny_models import text_model
from tests.serving.vllm_server import KEY, serving, vllm_python

BRIEF = {"answer_tokens": 60}


class Subject(NamedTuple):
    """A model to test; `left` is whether its server soon works on no request any more."""

    model: ChatModel
    left: Callable[[], bool]


@contextmanager
def scripted() -> Iterator[Subject]:
    """Served, before a server that keeps to limit, context and schema."""
    with scripted_server(obedient) as host:
        yield Subject(connected(host, **BRIEF), lambda: all(one.done.wait(2) for one in host.asked))


@contextmanager
def vllm() -> Iterator[Subject]:
    """Served, before a real vLLM with random weights; skips where there is none."""
    vllm_python()
    context = {"max-model-len": str(CONTEXT)}
    with (
        TemporaryDirectory() as folder,
        serving(text_model(Path(folder) / "text"), options=context) as server,
    ):
        yield Subject(connected(server, **BRIEF, model_key=KEY, model_timeout_s=120), server.settles)


def obedient(asked: Asked) -> Reply:
    """One word a token, as many as are wanted; JSON of the first value of an enumeration."""
    if len(asked.text.split()) > CONTEXT:
        return TOO_LONG
    if shape := asked.body.get("response_format"):
        properties = shape["json_schema"]["schema"]["properties"]
        return says(json.dumps({name: one["enum"][0] for name, one in properties.items()}))
    words = int(asked.body["max_tokens"])
    return says(*["word "] * words, delay_s=0.005, finish="length", usage=(len(asked.text.split()), words))

"""What an owner asks for beside the model, and the pieces of a command."""

from pathlib import Path
from typing import NamedTuple

from assistant.serve.adapters import Adapter
from retrieval.types import Value

HOST = "127.0.0.1"
KEY = "VLLM_API_KEY"


class Order(Value):
    """What the owner wants beside the model: `weights` is its folder, `more` goes to vLLM as it is."""

    python: str
    port: int = 8000
    weights: Path | None = None
    adapters: tuple[Adapter, ...] = ()
    machines: int = 1
    download: bool = False
    has_key: bool = False
    more: tuple[str, ...] = ()


class Choice(NamedTuple):
    """Words of the command, and the reason for them."""

    words: tuple[str, ...]
    why: str


class Variable(NamedTuple):
    """A variable of the environment, and the reason for it."""

    name: str
    value: str
    why: str

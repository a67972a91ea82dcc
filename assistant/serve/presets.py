"""The models that `preceptor serve` knows, as data."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from retrieval.errors import WrongUse
from retrieval.types import Value

TABLE = Path(__file__).with_name("presets.yaml")
HUB = "https://huggingface.co"

Serves = Literal["chat", "embedding", "rerank"]


class Preset(Value):
    """A model, its terms, and the sizes from which its memory is reckoned; the table explains each."""

    name: str
    model: str
    about: str
    serves: Serves
    licence: str
    gated: bool
    parameters: int
    kept: int
    layers: int
    kv_heads: int
    head_dim: int
    heads: int
    context: int
    images: int = 0
    float16: bool
    overhead_gib: float

    @property
    def page(self) -> str:
        """Where the model's terms are read and accepted."""
        return f"{HUB}/{self.model}"


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset, the chat models first and best first."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return tuple(Preset(name=name, **fields) for name, fields in table.items())


def preset_named(name: str) -> Preset:
    """The preset of that name. WrongUse if there is none."""
    for preset in presets():
        if preset.name == name:
            return preset
    names = ", ".join(preset.name for preset in presets())
    raise WrongUse(f"There is no preset {name!r}.", f"Choose one of: {names}.")

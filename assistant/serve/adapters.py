"""LoRA adapters for a served model: a manifest says what each is, whence, and on what terms."""

import json
from pathlib import Path

from pydantic import Field, ValidationError

from retrieval.errors import WrongUse
from retrieval.readers.yaml_safe import load_plain_yaml
from retrieval.types import Value

FIELDS = "name, specialty, base, licence, data_origin and path"


class Adapter(Value):
    """One adapter: `base` is the model it was trained on, `data_origin` what it has learnt from."""

    name: str = Field(pattern="^[a-z0-9][a-z0-9._-]*$")
    specialty: str = Field(min_length=1)
    base: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    data_origin: str = Field(min_length=1)
    path: Path


class Manifest(Value):
    """What the file holds."""

    adapters: tuple[Adapter, ...] = Field(min_length=1)


def read_manifest(file: Path) -> tuple[Adapter, ...]:
    """The adapters it names, their paths taken from the manifest's folder. WrongUse if it cannot be used."""
    try:
        manifest = Manifest.model_validate(load_plain_yaml(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        raise WrongUse(f"The manifest {file} cannot be read.", "Check its path.") from None
    except ValidationError as fault:
        error = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, error["loc"])) or "the file"
        raise WrongUse(
            f"The manifest {file} is wrong at {where}: {error['msg']}.", f"Each adapter has {FIELDS}."
        ) from None
    names = [adapter.name for adapter in manifest.adapters]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise WrongUse(f"The manifest {file} names {min(repeated)} twice.", "Give each adapter its own name.")
    return tuple(
        adapter.model_copy(update={"path": (file.parent / adapter.path.expanduser()).resolve()})
        for adapter in manifest.adapters
    )


def rank_of(adapter: Adapter) -> int:
    """The rank written beside its weights. WrongUse if the folder is no LoRA adapter."""
    file = adapter.path / "adapter_config.json"
    try:
        rank = json.loads(file.read_text(encoding="utf-8"))["r"]
    except (OSError, ValueError, KeyError, TypeError):
        rank = None
    if not isinstance(rank, int) or rank < 1:
        raise WrongUse(
            f"The adapter {adapter.name} has no readable {file}.",
            "Name the folder that PEFT wrote, as its path.",
        )
    return rank

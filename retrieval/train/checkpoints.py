"""Whether a folder holds a checkpoint that training can begin with."""

import json
from pathlib import Path
from typing import Any

from retrieval.errors import PreceptorError

WEIGHTS = ("model.safetensors", "pytorch_model.bin")


def check_base(folder: Path) -> None:
    """Raises one sentence for a folder that is no BERT checkpoint of ours to train."""
    fault = _fault(folder)
    if fault:
        raise PreceptorError(
            f"Training cannot begin with {folder}: {fault}.",
            "Name a sentence-transformers checkpoint of the BERT family with --base, or leave it out.",
        )


def _fault(folder: Path) -> str | None:
    if not folder.is_dir():
        return "there is no such folder"
    config = _read(folder / "config.json")
    if config is None:
        return "its config.json is missing or damaged"
    if config.get("model_type") != "bert":
        return f"it is a {config.get('model_type', 'nameless')} model, not a BERT"
    if not any((folder / name).is_file() for name in WEIGHTS):
        return "it holds no weights"
    tokenizer = _read(folder / "tokenizer.json")
    if tokenizer is None:
        return "its tokenizer.json is missing or damaged"
    if len(tokenizer.get("model", {}).get("vocab", ())) > config.get("vocab_size", 0):
        return "its tokenizer knows more words than the model"
    pooling = _read(folder / "1_Pooling" / "config.json")
    if pooling is not None and not pooling.get(
        "pooling_mode_mean_tokens", pooling.get("pooling_mode") == "mean"
    ):
        return "it does not pool by the mean"
    return None


def _read(file: Path) -> dict[str, Any] | None:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None

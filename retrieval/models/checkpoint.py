"""Any sentence-transformers encoder or cross-encoder on disk, run with torch (extra `models`).

Nothing is ever fetched: a checkpoint is a folder, read with local files only, and no code in it is run.
"""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import numpy as np

from retrieval.errors import ModelPart, PreceptorError
from retrieval.models.choice import Prompts
from retrieval.ports import Vectors

Kind = Literal["encoder", "cross-encoder"]

# So few at once, that a question asked while a library is embedded waits for no more.
AT_ONCE = 16
DECIDING = {".json", ".safetensors", ".bin", ".txt", ".model", ".jinja"}
TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")
NOT_INSTALLED = "Install them with: pip install 'preceptor[models]'"


class _Checkpoint:
    """A folder of the right kind; its model is loaded at the first text and used by one thread at a time."""

    def __init__(self, folder: Path, part: ModelPart) -> None:
        _check(folder, part)
        self.folder = folder
        self.busy = threading.Lock()

    @cached_property
    def digest(self) -> str:
        """Of all that decides what becomes of a text: weights, tokenizer, pooling, prompts, length."""
        digest = sha256()
        for path in sorted(path for path in self.folder.rglob("*") if _decides(path)):
            digest.update(path.relative_to(self.folder).as_posix().encode())
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()[:12]

    def load(self, kind: type[Any]) -> Any:
        """The model, or one sentence that says why it cannot be loaded."""
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            return kind(str(self.folder), local_files_only=True, trust_remote_code=False)
        except Exception as fault:  # whatever torch, transformers and a strange folder come up with
            reason = " ".join(str(fault).split())[:200] or type(fault).__name__
            raise PreceptorError(
                f"The checkpoint in {self.folder} cannot be loaded ({reason}).",
                "Save it again, or choose another.",
            ) from fault


class CheckpointEncoder:
    """An `Encoder` over a sentence-transformers checkpoint."""

    def __init__(self, folder: Path, prompts: Prompts) -> None:
        self._checkpoint = _Checkpoint(folder, "encoder")
        self._prompts = prompts

    @property
    def fingerprint(self) -> str:
        """The folder's name, a digest of what decides, the longest input in tokens, and the prompts given."""
        folder = self._checkpoint.folder
        given = (
            ""
            if self._prompts == Prompts()
            else "/" + sha256(repr(tuple(self._prompts)).encode()).hexdigest()[:8]
        )
        return f"{folder.name}@{self._checkpoint.digest}/{_max_tokens(folder)}{given}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of passages, introduced as the checkpoint or the owner says."""
        return self._vectors(self._model.encode_document, texts, self._prompts.document)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of questions, introduced as the checkpoint or the owner says."""
        return self._vectors(self._model.encode_query, texts, self._prompts.query)

    def count_tokens(self, text: str) -> int:
        """How many tokens the text has for this checkpoint, untruncated."""
        with self._checkpoint.busy:
            return len(self._tokenizer(text))

    def _vectors(self, encode: Any, texts: Sequence[str], prompt: str | None) -> Vectors:
        given = {} if prompt is None else {"prompt": prompt}
        parts = [np.zeros((0, self._dimension), np.float32)]
        for start in range(0, len(texts), AT_ONCE):
            with self._checkpoint.busy:
                some = list(texts[start : start + AT_ONCE])
                parts.append(encode(some, normalize_embeddings=True, show_progress_bar=False, **given))
        return np.concatenate(parts).astype(np.float32)

    @cached_property
    def _dimension(self) -> int:
        return int(self._model.encode("length", show_progress_bar=False).shape[0])

    @cached_property
    def _tokenizer(self) -> Any:
        path = self._checkpoint.folder / "tokenizer.json"
        if path.is_file():  # counting needs no torch then
            from tokenizers import Tokenizer

            fast = Tokenizer.from_file(str(path))
            fast.no_truncation()
            fast.no_padding()
            return lambda text: fast.encode(text, add_special_tokens=False).ids
        slow = self._model.tokenizer
        return lambda text: slow.encode(text, add_special_tokens=False, verbose=False)

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return self._checkpoint.load(SentenceTransformer)


class CheckpointRanker:
    """A `Ranker` over a cross-encoder checkpoint with one label."""

    def __init__(self, folder: Path) -> None:
        self._checkpoint = _Checkpoint(folder, "ranker")

    @property
    def fingerprint(self) -> str:
        """The folder's name and a digest of what decides."""
        return f"{self._checkpoint.folder.name}@{self._checkpoint.digest}"

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, the sigmoid of the checkpoint's logit."""
        logits: list[float] = []
        for start in range(0, len(texts), AT_ONCE):
            pairs = [(query, text) for text in texts[start : start + AT_ONCE]]
            with self._checkpoint.busy:
                logits += list(self._model.predict(pairs, activation_fn=_as_it_is, show_progress_bar=False))
        return [float(score) for score in 1 / (1 + np.exp(-np.array(logits, np.float64)))]

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import CrossEncoder

        return self._checkpoint.load(CrossEncoder)


def _as_it_is(logits: Any) -> Any:
    return logits


def _decides(path: Path) -> bool:
    return path.is_file() and path.suffix in DECIDING and "checkpoint" not in path.parent.name


def _max_tokens(folder: Path) -> int | str:
    """The longest input that the checkpoint states, "all" where it states none."""
    said = _read(folder / "sentence_bert_config.json").get("max_seq_length")
    return said if isinstance(said, int) else "all"


def _check(folder: Path, part: ModelPart) -> None:
    """Raises one sentence for a folder that is no checkpoint, or none of this part's kind."""
    if not folder.is_dir():
        raise PreceptorError(f"The {part}'s folder {folder} is not there.", "Name a folder or an address.")
    kind = _kind(folder)
    if kind is None:
        raise PreceptorError(
            f"The folder {folder} holds no sentence-transformers checkpoint and no cross-encoder.",
            "Name the folder with modules.json or config.json in it.",
        )
    if (kind == "encoder") != (part == "encoder"):
        raise PreceptorError(
            f"The checkpoint in {folder} is {_a(kind)} and cannot serve as the {part}.",
            f"Choose it as PRECEPTOR_{'RANKER' if kind == 'cross-encoder' else 'ENCODER'} instead.",
        )
    labels = len(_read(folder / "config.json").get("id2label", {"0": ""}))
    if kind == "cross-encoder" and labels != 1:
        raise PreceptorError(f"The cross-encoder in {folder} has {labels} labels.", "A ranker has one.")
    if not any(any(folder.rglob(pattern)) for pattern in TOKENIZERS):
        raise PreceptorError(f"The checkpoint in {folder} has no tokenizer.", "Save its tokenizer there too.")
    if find_spec("sentence_transformers") is None:
        raise PreceptorError(
            f"The checkpoint in {folder} needs packages that are not installed.", NOT_INSTALLED
        )


def _kind(folder: Path) -> Kind | None:
    said = _read(folder / "config_sentence_transformers.json").get("model_type")
    if said in ("CrossEncoder", "SentenceTransformer"):
        return "cross-encoder" if said == "CrossEncoder" else "encoder"
    architectures = _read(folder / "config.json").get("architectures") or []
    if any(str(name).endswith("ForSequenceClassification") for name in architectures):
        return "cross-encoder"
    return "encoder" if (folder / "modules.json").is_file() else None


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind == "encoder" else f"a {kind}"


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}

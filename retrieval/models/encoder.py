"""The encoder that ships with Preceptor: a small BERT in int8 ONNX, run without torch."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from retrieval.models.onnx import SHIPPED, OnnxModel
from retrieval.ports import Vectors

WEIGHTS = SHIPPED / "encoder"


class OnnxEncoder:
    """An `Encoder` over a folder with model.onnx, tokenizer.json and encoder.json."""

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        self._model = OnnxModel(folder, "encoder", threads)

    @property
    def fingerprint(self) -> str:
        """The name and digest of the weights."""
        return self._model.fingerprint

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.card["dimension"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d]; a text beyond 256 tokens counts with its beginning only."""
        return self._model.each(self._encode_one, texts, self.dimension)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same as `encode`: this model treats questions and passages alike."""
        return self.encode(texts)

    def count_tokens(self, text: str) -> int:
        """How many word pieces the text has, untruncated."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _encode_one(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text)
        return self._model.run(input_ids=tokens.ids, attention_mask=tokens.attention_mask)

    @cached_property
    def _counter(self) -> Any:
        return self._model.tokenizer()

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._model.tokenizer()
        tokenizer.enable_truncation(self._model.max_tokens)
        return tokenizer


def load_encoder(folder: Path = WEIGHTS) -> OnnxEncoder:
    """The encoder of the folder, by default the shipped one; its weights are read at the first text."""
    return OnnxEncoder(folder)

"""The ranker and verifier that ship with Preceptor: one small cross-encoder with two heads, in int8 ONNX."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.models.onnx import SHIPPED, OnnxModel
from retrieval.nearest import nearest_sentences
from retrieval.ports import Vectors

WEIGHTS = SHIPPED / "ranker"


class OnnxRanker:
    """A `Ranker` and `Verifier` over a folder with model.onnx, tokenizer.json and ranker.json.

    A text too long for the model counts with its beginning only, and so does a query or statement beyond half
    of what the model sees: the rest is kept for the text.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        self._model = OnnxModel(folder, "ranker", threads)
        self._heads = tuple(self._model.card["heads"])

    @property
    def fingerprint(self) -> str:
        """The name and digest of the weights."""
        return self._model.fingerprint

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, higher where it answers the query better."""
        return self._judged("answers", query, texts)

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, higher where the statement follows from its nearest sentences."""
        return self._judged("supports", statement, [nearest_sentences(statement, text) for text in texts])

    def _judged(self, head: str, asked: str, texts: Sequence[str]) -> list[float]:
        judge = partial(self._judge_one, self._shortened(asked))
        logits = self._model.each(judge, texts, len(self._heads))[:, self._heads.index(head)]
        return [float(score) for score in 1 / (1 + np.exp(-logits.astype(np.float64)))]

    def _judge_one(self, asked: str, text: str) -> Vectors:
        pair = self._tokenizer.encode(asked, text)
        return self._model.run(
            input_ids=pair.ids, attention_mask=pair.attention_mask, token_type_ids=pair.type_ids
        )

    def _shortened(self, asked: str) -> str:
        most = self._model.max_tokens // 2
        offsets = self._counter.encode(asked, add_special_tokens=False).offsets
        return asked[: offsets[most - 1][1]] if len(offsets) > most else asked

    @cached_property
    def _counter(self) -> Any:
        return self._model.tokenizer()

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._model.tokenizer()
        tokenizer.enable_truncation(self._model.max_tokens, strategy="only_second")
        return tokenizer


def load_ranker(folder: Path = WEIGHTS) -> OnnxRanker:
    """The ranker of the folder, by default the shipped one; its weights are read at the first text."""
    return OnnxRanker(folder)

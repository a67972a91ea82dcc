"""The encoder that ships with Preceptor: a small BERT in int8 ONNX, run without torch."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import PreceptorError
from retrieval.ports import Vectors

# So many texts a thread are queued at once: a question asked while a library is embedded waits for no more.
QUEUED = 8
WEIGHTS = Path(__file__).with_name("weights")


class OnnxEncoder:
    """An `Encoder` over a folder with model.onnx, tokenizer.json and encoder.json.

    Texts are encoded one at a time, in parallel: without padding that is about 1.7 times as fast as in
    batches, and a vector does not depend on its neighbours (int8 activations are scaled per run).
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        self.folder = folder
        self.threads = threads or min(4, os.cpu_count() or 1)
        self.card = json.loads((folder / "encoder.json").read_text())

    @property
    def fingerprint(self) -> str:
        """The name and digest of the weights."""
        return f"{self.card['name']}@{self.card['sha256'][:12]}/{self.card['max_tokens']}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.card["dimension"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d]; a text beyond 256 tokens counts with its beginning only."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        if len(texts) == 1:
            vectors[0] = self._encode_one(texts[0])
        elif texts:
            # Longest first, so that no thread is left alone with a long text at the end.
            order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
            at_once = QUEUED * self.threads
            for some in (order[at : at + at_once] for at in range(0, len(order), at_once)):
                vectors[some] = list(self._pool.map(self._encode_one, (texts[i] for i in some)))
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The same as `encode`: this model treats questions and passages alike."""
        return self.encode(texts)

    def count_tokens(self, text: str) -> int:
        """How many word pieces the text has, untruncated."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _encode_one(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text)
        ids = np.array([tokens.ids], np.int64)
        vectors = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
        return np.asarray(vectors[0], np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, thread_name_prefix="encode")

    @cached_property
    def _counter(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(self.card["max_tokens"])
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        model = self.folder / "model.onnx"
        if sha256(model.read_bytes()).hexdigest() != self.card["sha256"]:
            raise PreceptorError(
                f"The encoder's weights in {self.folder} are damaged.", "Install Preceptor again."
            )
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def load_encoder() -> OnnxEncoder:
    """The shipped encoder; its weights are read at the first text."""
    return OnnxEncoder()

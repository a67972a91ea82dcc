"""What the shipped models share: checked weights run by onnxruntime, one text a run, several at once."""

import json
import os
from collections.abc import Callable, Sequence
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
NAMED = {"name", "sha256", "max_tokens"}
SHIPPED = Path(__file__).with_name("weights")


class OnnxModel:
    """A folder with model.onnx, tokenizer.json and `<part>.json`, the card that names and describes it.

    Texts are run one at a time, in parallel: without padding that is about 1.7 times as fast as in
    batches, and a result does not depend on its neighbours (int8 activations are scaled per run).
    """

    def __init__(self, folder: Path, part: str, threads: int | None = None) -> None:
        self.folder = folder
        self.part = part
        self.threads = threads or min(4, os.cpu_count() or 1)
        self.card = self._read_card()

    @property
    def fingerprint(self) -> str:
        """The name and digest of the weights, and how much of a text they see."""
        return f"{self.card['name']}@{self.card['sha256'][:12]}/{self.max_tokens}"

    @property
    def max_tokens(self) -> int:
        """The longest input in tokens."""
        return int(self.card["max_tokens"])

    def tokenizer(self) -> Any:
        """A new `tokenizers.Tokenizer` that neither pads nor cuts."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def each(self, run: Callable[[str], Vectors], texts: Sequence[str], width: int) -> Vectors:
        """Float32 [n, width]: what `run` gives for each text, several of them at once."""
        results = np.zeros((len(texts), width), np.float32)
        if len(texts) == 1:
            results[0] = run(texts[0])
        elif texts:
            # Longest first, so that no thread is left alone with a long text at the end.
            order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
            at_once = QUEUED * self.threads
            for some in (order[at : at + at_once] for at in range(0, len(order), at_once)):
                results[some] = list(self._pool.map(run, (texts[i] for i in some)))
        return results

    def run(self, **inputs: Sequence[int]) -> Vectors:
        """The model's output for one text, given as its token ids and masks by name."""
        arrays = {name: np.array([values], np.int64) for name, values in inputs.items()}
        return np.asarray(self._session.run(None, arrays)[0][0], np.float32)

    def _read_card(self) -> dict[str, Any]:
        try:
            card = json.loads((self.folder / f"{self.part}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged() from error
        if not isinstance(card, dict) or not card.keys() >= NAMED:
            raise self._damaged()
        return card

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, thread_name_prefix=self.part)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        model = self.folder / "model.onnx"
        if not model.is_file() or sha256(model.read_bytes()).hexdigest() != self.card["sha256"]:
            raise self._damaged()
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def _damaged(self) -> PreceptorError:
        again = "Install Preceptor again." if self.folder.is_relative_to(SHIPPED) else "Train it again."
        return PreceptorError(f"The {self.part}'s weights in {self.folder} are missing or damaged.", again)

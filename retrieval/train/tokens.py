"""Texts as padded tensors of token ids, one alone or two together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor


class Tokens:
    """The tokenizer of a checkpoint."""

    def __init__(self, checkpoint: Path) -> None:
        self._path = str(checkpoint / "tokenizer.json")
        self._by_length: dict[tuple[int, bool], Any] = {}

    def single(self, texts: Sequence[str], most: int) -> tuple[Tensor, Tensor]:
        """Ids and mask [n, t] of texts cut to `most` tokens."""
        encoded = self._tokenizer(most, pair=False).encode_batch(list(texts))
        return _tensor(encoded, "ids"), _tensor(encoded, "attention_mask")

    def pairs(
        self, firsts: Sequence[str], seconds: Sequence[str], most: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Ids, mask and segment numbers [n, t] of pairs; the second text is cut to fit."""
        encoded = self._tokenizer(most, pair=True).encode_batch(list(zip(firsts, seconds, strict=True)))
        return _tensor(encoded, "ids"), _tensor(encoded, "attention_mask"), _tensor(encoded, "type_ids")

    def _tokenizer(self, most: int, *, pair: bool) -> Any:
        if (most, pair) not in self._by_length:
            tokenizer = Tokenizer.from_file(self._path)
            tokenizer.enable_truncation(most, strategy="only_second" if pair else "longest_first")
            tokenizer.enable_padding()
            self._by_length[most, pair] = tokenizer
        return self._by_length[most, pair]


def _tensor(encoded: Sequence[Any], field: str) -> Tensor:
    return torch.tensor([getattr(one, field) for one in encoded], dtype=torch.long)

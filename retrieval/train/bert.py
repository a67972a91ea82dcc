"""The two networks that are trained here: a sentence encoder, and a cross-encoder with two heads."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize
from transformers import AutoModel

FROZEN = 2
"""Lowest layers left as they are in training, besides the word embeddings."""


class MeanPooled(nn.Module):
    """A sentence encoder; mean pooling and unit length are inside the graph, so the runtime does neither."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.bert = _bert(checkpoint)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Unit vectors [n, d] of token ids and mask [n, t]."""
        types = torch.zeros_like(input_ids)
        hidden = self.bert(input_ids, attention_mask, token_type_ids=types).last_hidden_state
        return normalize(_mean(hidden.float(), attention_mask), dim=1)


class Judge(nn.Module):
    """Reads two texts together and gives two scores: `answers` and `supports`.

    Each head looks at the first token, and at how well every token of the first text is met by some token of
    the second (late interaction, as in ColBERT, here over states that have seen both texts): the mean, a
    learnt weighting, and the worst met. The last is what gives a changed number or a swapped drug away.
    """

    HEADS = ("answers", "supports")

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.bert = _bert(checkpoint)
        width = self.bert.config.hidden_size
        self.weigh = nn.Linear(width, len(self.HEADS))
        self.first = nn.Linear(width, len(self.HEADS))
        self.mix = nn.Parameter(torch.tensor([[4.0, 4.0, 4.0, 1.0], [4.0, 4.0, 1.0, 4.0]]))
        self.zero = nn.Parameter(torch.tensor([-9.0, -8.0]))
        nn.init.zeros_(self.weigh.weight)
        nn.init.zeros_(self.first.weight)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Scores [n, 2] of pairs of texts as token ids, mask and segment numbers [n, t]."""
        hidden = self.bert(input_ids, attention_mask, token_type_ids=token_type_ids).last_hidden_state.float()
        mask = attention_mask.to(hidden.dtype)
        one = mask * (token_type_ids == 0).to(hidden.dtype)
        two = mask * token_type_ids.to(hidden.dtype)
        met = self._met(hidden, one, two)
        weights = torch.softmax(self.weigh(hidden) + (one.unsqueeze(-1) - 1) * 1e4, dim=1)
        weighted = (weights * met.unsqueeze(-1)).sum(1)
        mean = (met * one).sum(1) / one.sum(1)
        worst = -torch.logsumexp(-10 * met + (one - 1) * 1e4, dim=1) / 10
        whole = (normalize(_mean(hidden, one), dim=1) * normalize(_mean(hidden, two), dim=1)).sum(1)
        shared = torch.stack([mean, whole, worst], dim=1)
        return weighted * self.mix[:, 0] + shared @ self.mix[:, 1:].T + self.first(hidden[:, 0]) + self.zero

    @staticmethod
    def _met(hidden: Tensor, one: Tensor, two: Tensor) -> Tensor:
        """For each token of the first text the cosine [n, t] of its best match in the second."""
        unit = normalize(hidden, dim=2)
        cosines = (unit * one.unsqueeze(-1)) @ (unit * two.unsqueeze(-1)).transpose(1, 2)
        return (cosines + (two.unsqueeze(1) - 1) * 1e4).max(2).values


def freeze(model: MeanPooled | Judge) -> None:
    """Word embeddings stay as they are: rare medical words are met too seldom here to be learnt anew."""
    frozen = [model.bert.embeddings, *model.bert.encoder.layer[:FROZEN]]
    for module in frozen:
        for parameter in module.parameters():
            parameter.requires_grad = False


def move(model: nn.Module, towards: nn.Module, share: float) -> None:
    """Moves the weights of a model `share` (0..1) of the way to those of another of its kind, in place."""
    with torch.no_grad():
        for weight, other in zip(model.parameters(), towards.parameters(), strict=True):
            weight.lerp_(other, share)


def _bert(checkpoint: Path) -> nn.Module:
    # On CPUs with bfloat16 the plain attention trains twice as fast as torch's fused one.
    return AutoModel.from_pretrained(checkpoint, attn_implementation="eager")


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-9)

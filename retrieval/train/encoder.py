"""Adapt a sentence encoder to medicine without letting it forget what it knew."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from retrieval.train.bert import MeanPooled, freeze, move
from retrieval.train.loop import OnStep, Plan, train
from retrieval.train.pairs import Pair
from retrieval.train.tokens import Tokens

QUERY_TOKENS, PASSAGE_TOKENS, UNLABELLED_TOKENS = 48, 128, 64
AT_ONCE = 64
"""Texts run together where nothing is learnt."""
SCALE = 20.0
"""What cosines are multiplied by before the softmax, as the base model was trained."""
UNLABELLED = 20
"""Texts a step on which the model is held to the base model's view."""
HOLD = 10.0
"""The weight of holding to the base model."""


def adapt(
    base: Path, pairs: Sequence[Pair], unlabelled: Sequence[str], plan: Plan, *, saved: Path, on_step: OnStep
) -> MeanPooled:
    """A model trained on the pairs from the checkpoint `base`, not yet averaged with it.

    Every passage of a batch is a counterexample to the other queries, unless both are on the same topic; so
    is the pair's own `other`. On unlabelled texts, leaving the base model's vectors costs.
    """
    model, tokens = MeanPooled(base), Tokens(base)
    freeze(model)
    held = vectors_of(model, tokens, unlabelled, UNLABELLED_TOKENS)

    def loss_of(batch: Sequence[Pair], step: int) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            return _contrast(model, tokens, batch) + HOLD * _drift(model, tokens, unlabelled, held, step)

    train(model, pairs, loss_of, plan, saved=saved, on_step=on_step)
    return model


def averaged(base: Path, trained: MeanPooled, share: float) -> MeanPooled:
    """The base model moved `share` (0..1) of the way to the trained one, weight by weight."""
    model = MeanPooled(base)
    move(model, trained, share)
    return model


def _contrast(model: MeanPooled, tokens: Tokens, batch: Sequence[Pair]) -> Tensor:
    queries = model(*tokens.single([pair.query for pair in batch], QUERY_TOKENS))
    others = [(i, pair.other) for i, pair in enumerate(batch) if pair.other is not None]
    texts = [pair.answer.indexed for pair in batch] + [other.indexed for _, other in others]
    passages = model(*tokens.single(texts, PASSAGE_TOKENS))
    owner = [*range(len(batch)), *(i for i, _ in others)]
    topics = [pair.answer.title or pair.answer.name for pair in batch]
    same = [[topics[i] == topics[j] and i != j for j in owner] for i in range(len(batch))]
    scores = (SCALE * queries @ passages.T).masked_fill(torch.tensor(same), -1e4)
    return cross_entropy(scores.float(), torch.arange(len(batch)))


def _drift(model: MeanPooled, tokens: Tokens, texts: Sequence[str], held: Tensor, step: int) -> Tensor:
    chosen = torch.randperm(len(texts), generator=torch.Generator().manual_seed(step))[:UNLABELLED]
    vectors = model(*tokens.single([texts[i] for i in chosen], UNLABELLED_TOKENS))
    return (1 - (vectors * held[chosen]).sum(1)).mean()


def vectors_of(model: MeanPooled, tokens: Tokens, texts: Sequence[str], most: int) -> Tensor:
    """Unit vectors float32 [n, d] of texts cut to `most` tokens, run by length so that little is padded."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    found = torch.empty(len(texts), model.bert.config.hidden_size)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(order), AT_ONCE):
            some = order[at : at + AT_ONCE]
            found[some] = model(*tokens.single([texts[i] for i in some], most)).float()
    return found

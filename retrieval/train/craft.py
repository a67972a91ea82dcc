"""The two kinds of model that are adapted to a library: how each is begun, trained, tried and written."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Protocol, TypeVar

import torch

from retrieval.models.encoder import load_encoder
from retrieval.models.ranker import load_ranker
from retrieval.train import corpora
from retrieval.train.bert import Judge, MeanPooled, move
from retrieval.train.claims import WRITTEN as STATEMENTS
from retrieval.train.claims import contrasts
from retrieval.train.encoder import adapt, vectors_of
from retrieval.train.export import ENCODER_TOKENS, RANKER_TOKENS, export_encoder, export_ranker
from retrieval.train.harvest import Harvest, Held
from retrieval.train.loop import OnStep, Plan
from retrieval.train.open_pairs import WRITTEN as QUESTIONS
from retrieval.train.ranker import Example, train_ranker
from retrieval.train.tokens import Tokens
from retrieval.train.trial import (
    dense_figures,
    fused_figures,
    judged_figures,
    pool_of,
    reranked_figures,
    verifier_figures,
)

HELD_OUT, SHIPPED, CLAIMS = "questions kept back", "shipped questions", "claims kept back"
GENERAL = 2000

Figures = dict[str, list[float]]
M = TypeVar("M", MeanPooled, Judge)


class Craft(Protocol[M]):
    """One kind of model, from the network it begins with to the folder that is judged."""

    def examples(self, harvest: Harvest) -> int:
        """How many examples it learns from."""

    def begin(self) -> M:
        """The network it begins with."""

    def train(self, harvest: Harvest, plan: Plan, saved: Path, on_step: OnStep) -> M:
        """The network trained on the harvest."""

    def tried(self, model: M, trials: Sequence[Held], harvest: Harvest) -> list[float]:
        """A network's figures on these questions."""

    def export(self, model: M, folder: Path) -> None:
        """Writes what the product loads."""

    def judged(self, folder: Path, harvest: Harvest) -> Figures:
        """The figures of a written model, by what they were measured on."""


class EncoderCraft:
    """Adapts a sentence encoder, held to its view of general medical texts."""

    def __init__(self, checkpoint: Path, general: Sequence[str]) -> None:
        self._checkpoint = checkpoint
        self._general = general

    def examples(self, harvest: Harvest) -> int:
        """Its pairs."""
        return len(harvest.pairs)

    def begin(self) -> MeanPooled:
        """The encoder of the checkpoint."""
        return MeanPooled(self._checkpoint)

    def train(self, harvest: Harvest, plan: Plan, saved: Path, on_step: OnStep) -> MeanPooled:
        """An encoder trained on the pairs."""
        return adapt(self._checkpoint, harvest.pairs, self._general, plan, saved=saved, on_step=on_step)

    def tried(self, model: MeanPooled, trials: Sequence[Held], harvest: Harvest) -> list[float]:
        """nDCG@10 in the dense leg over what was found for these questions."""
        tokens = Tokens(self._checkpoint)
        pool = pool_of(trials, harvest.pool)
        return dense_figures(
            lambda texts: vectors_of(model, tokens, texts, ENCODER_TOKENS).numpy(), trials, pool
        )

    def export(self, model: MeanPooled, folder: Path) -> None:
        """Writes the int8 encoder."""
        export_encoder(model, self._checkpoint, folder, "library-encoder")

    def judged(self, folder: Path, harvest: Harvest) -> Figures:
        """nDCG@10 in the dense leg, for the shipped questions in a whole search."""
        encode, pool = load_encoder(folder).encode, harvest.pool
        shipped = fused_figures(encode, harvest.shipped, pool) if harvest.shipped else []
        return {HELD_OUT: dense_figures(encode, harvest.judging, pool), SHIPPED: shipped}


class RankerCraft:
    """Adapts the cross-encoder; its support head must not suffer."""

    def __init__(self, begin: Callable[[], Judge], tokenizer: Path) -> None:
        self._begin = begin
        self._tokenizer = tokenizer

    def examples(self, harvest: Harvest) -> int:
        """Its questions and claims."""
        return len(harvest.questions) + len(harvest.claims)

    def begin(self) -> Judge:
        """The ranker it begins with."""
        return self._begin()

    def train(self, harvest: Harvest, plan: Plan, saved: Path, on_step: OnStep) -> Judge:
        """A ranker trained on questions and claims."""
        claims = contrasts(harvest.claims, Random(plan.seed))
        examples: list[Example] = [*harvest.questions, *claims]
        return train_ranker(self._begin(), self._tokenizer, examples, plan, saved=saved, on_step=on_step)

    def tried(self, model: Judge, trials: Sequence[Held], harvest: Harvest) -> list[float]:
        """nDCG@10 in its own order of what was found for these questions."""
        return judged_figures(_TorchRanker(model, Tokens(self._tokenizer)), trials, harvest.pool)

    def export(self, model: Judge, folder: Path) -> None:
        """Writes the int8 ranker."""
        export_ranker(model, self._tokenizer, folder, "library-ranker")

    def judged(self, folder: Path, harvest: Harvest) -> Figures:
        """nDCG@10 in its own order, for the shipped questions in search's; and how well it verifies."""
        ranker = load_ranker(folder)
        return {
            HELD_OUT: judged_figures(ranker, harvest.judging, harvest.pool),
            SHIPPED: reranked_figures(ranker, harvest.shipped, harvest.pool),
            CLAIMS: verifier_figures(ranker, harvest.judging_claims),
        }


def blended(craft: Craft[M], trained: M, share: float) -> M:
    """The network the craft begins with, moved `share` (0..1) of the way to the trained one."""
    model = craft.begin()
    move(model, trained, share)
    model.eval()
    return model


def general_texts(seed: int) -> list[str]:
    """Medical questions and statements of many kinds, on which an adapted encoder should not change."""
    questions = [row["query"] for row in corpora.read_written(QUESTIONS)]
    statements = [text for row in corpora.read_written(STATEMENTS) for text in row["supported"]]
    texts = [*questions, *statements]
    return Random(seed).sample(texts, min(GENERAL, len(texts)))


class _TorchRanker:
    """A `Ranker` over a network that is still being trained."""

    fingerprint = "unfinished"

    def __init__(self, model: Judge, tokens: Tokens) -> None:
        self._model = model
        self._tokens = tokens

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1."""
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            logits = self._model(*self._tokens.pairs([query] * len(texts), texts, RANKER_TOKENS))
        return [float(score) for score in torch.sigmoid(logits[:, Judge.HEADS.index("answers")].float())]

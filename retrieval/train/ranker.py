"""Train the judge: which text answers a query, and which text supports a statement."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, softplus

from retrieval.train.bert import Judge, freeze
from retrieval.train.claims import Contrast
from retrieval.train.loop import OnStep, Plan, train
from retrieval.train.questions import Question
from retrieval.train.tokens import Tokens

QUESTION_TOKENS, CLAIM_TOKENS = 144, 160
ANSWERS, SUPPORTS = range(2)
ABSOLUTE = 0.3
"""The share of the loss that asks a score to mean the same for every query, as abstaining needs."""

Example = Question | Contrast


def train_ranker(
    judge: Judge, tokenizer: Path, examples: Sequence[Example], plan: Plan, *, saved: Path, on_step: OnStep
) -> Judge:
    """The judge, trained in place on questions and claims in mixed batches."""
    tokens = Tokens(tokenizer)
    freeze(judge)

    def loss_of(batch: Sequence[Example], _step: int) -> Tensor:
        questions = [one for one in batch if isinstance(one, Question)]
        claims = [one for one in batch if isinstance(one, Contrast)]
        losses = [_answering(judge, tokens, questions)] if questions else []
        losses += [_supporting(judge, tokens, claims)] if claims else []
        return torch.stack(losses).sum()

    train(judge, examples, loss_of, plan, saved=saved, on_step=on_step)
    return judge


def _answering(judge: Judge, tokens: Tokens, questions: Sequence[Question]) -> Tensor:
    """The answer should come first among its texts, and be scored above zero, the others below."""
    queries = [one.query for one in questions for _ in (one.answer, *one.others)]
    texts = [text for one in questions for text in (one.answer, *one.others)]
    scores = _scores(judge, tokens, queries, texts, QUESTION_TOKENS)[:, ANSWERS]
    groups = _split(scores, [1 + len(one.others) for one in questions])
    first = torch.zeros(1, dtype=torch.long)
    ranking = torch.stack([cross_entropy(group.unsqueeze(0), first) for group in groups]).mean()
    truth = torch.cat([torch.eye(1, len(group))[0] for group in groups])
    weight = 1 + truth * 2
    return ranking + ABSOLUTE * binary_cross_entropy_with_logits(scores, truth, weight=weight)


def _supporting(judge: Judge, tokens: Tokens, claims: Sequence[Contrast]) -> Tensor:
    """Supported statements should score above zero, wrong ones below it and below their text's right ones."""
    held = [pair for one in claims for pair in (*one.right, *one.wrong)]
    statements, texts = [one for one, _ in held], [text for _, text in held]
    scores = _scores(judge, tokens, statements, texts, CLAIM_TOKENS)[:, SUPPORTS]
    groups = _split(scores, [len(one.right) + len(one.wrong) for one in claims])
    truth = torch.tensor([mark for one in claims for mark in [1.0] * len(one.right) + [0.0] * len(one.wrong)])
    pairs = [
        softplus(group[len(one.right) :, None] - group[None, : len(one.right)]).mean()
        for one, group in zip(claims, groups, strict=True)
    ]
    balance = 1 + truth * (len(truth) / truth.sum() - 2).clamp(min=0)
    return torch.stack(pairs).mean() + binary_cross_entropy_with_logits(scores, truth, weight=balance)


def _scores(judge: Judge, tokens: Tokens, firsts: Sequence[str], seconds: Sequence[str], most: int) -> Tensor:
    """Scores [n, 2], the pairs run in two halves by length so that less is padded."""
    order = sorted(range(len(seconds)), key=lambda i: len(seconds[i]))
    scores = torch.empty(len(order), len(judge.HEADS))
    half = (len(order) + 1) // 2
    found = []
    with torch.autocast("cpu", torch.bfloat16):
        for some in (order[:half], order[half:]):
            if some:
                found.append(
                    judge(*tokens.pairs([firsts[i] for i in some], [seconds[i] for i in some], most))
                )
    return scores.index_put((torch.tensor(order),), torch.cat(found).float())


def _split(scores: Tensor, sizes: Sequence[int]) -> list[Tensor]:
    ends = list(accumulate(sizes))
    return [scores[end - size : end] for size, end in zip(sizes, ends, strict=True)]

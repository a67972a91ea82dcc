"""Whether a new model is better than the old one on questions that neither has learnt."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from retrieval.fusion import fuse, reranked
from retrieval.measure import ndcg, paired_difference
from retrieval.ports import Ranker, Vectors, Verifier
from retrieval.search import POOL
from retrieval.train.claims import Claims
from retrieval.train.harvest import Held, without_heading
from retrieval.train.shelf import Shelved
from retrieval.types import Value

CUT = 10

Encode = Callable[[Sequence[str]], Vectors]
Pool = Mapping[int, Shelved]


class Comparison(Value):
    """A figure (0..1) of both models on the same `n` cases, and the mean gain with its 95% interval."""

    n: int
    old: float
    new: float
    gain: float
    low: float
    high: float


def compare(old: Sequence[float], new: Sequence[float], *, seed: int) -> Comparison | None:
    """How the two compare, None where there is no case."""
    gain = paired_difference(old, new, seed=seed)
    if gain is None:
        return None
    n = len(old)
    return Comparison(n=n, old=sum(old) / n, new=sum(new) / n, gain=gain.value, low=gain.low, high=gain.high)


def dense_figures(encode: Encode, trials: Sequence[Held], pool: Pool) -> list[float]:
    """nDCG@10 (0..1) of questions kept back in the dense leg; what they were taken from is hidden from it."""
    ns = list(pool)
    queries = encode([trial.query for trial in trials])
    passages = encode([without_heading(pool[n]).indexed for n in ns])
    cut = {at: encode([trial.cut.indexed])[0] for at, trial in enumerate(trials) if trial.cut is not None}
    figures = []
    for at, trial in enumerate(trials):
        cosines = passages @ queries[at]
        if at in cut:
            cosines[[n in trial.relevant for n in ns]] = cut[at] @ queries[at]
        best = np.argsort(-cosines, kind="stable")[: 2 * CUT + len(trial.relevant)]
        figures.append(_figure([ns[i] for i in best], trial))
    return figures


def fused_figures(encode: Encode, trials: Sequence[Held], pool: Pool) -> list[float]:
    """nDCG@10 (0..1) of the questions in a whole search of the pool."""
    ns = list(pool)
    cosines = encode([trial.query for trial in trials]) @ encode([pool[n].indexed for n in ns]).T
    figures = []
    for trial, row in zip(trials, cosines, strict=True):
        best = np.argsort(-row, kind="stable")[:POOL]
        words = [(n, score) for n, score in trial.lexical if n in pool]
        ranking = fuse(words, [(ns[i], float(row[i])) for i in best])
        figures.append(_figure([one.n for one in ranking], trial))
    return figures


def judged_figures(ranker: Ranker, trials: Sequence[Held], pool: Pool) -> list[float]:
    """nDCG@10 (0..1) of questions kept back, in the ranker's own order of what search found for them."""
    figures = []
    for trial in trials:
        ns = [n for n, _ in trial.fused]
        relevance = ranker.rank(trial.query, [_shown(trial, n, pool) for n in ns])
        order = sorted(range(len(ns)), key=lambda at: -relevance[at])
        figures.append(_figure([ns[at] for at in order], trial))
    return figures


def reranked_figures(ranker: Ranker, trials: Sequence[Held], pool: Pool) -> list[float]:
    """nDCG@10 (0..1) of the questions when the ranker reorders what search found for them."""
    figures = []
    for trial in trials:
        ns = [n for n, _ in trial.fused]
        relevance = ranker.rank(trial.query, [pool[n].indexed for n in ns])
        order = reranked([score for _, score in trial.fused], relevance)
        figures.append(_figure([ns[at] for at in order], trial))
    return figures


def pool_of(trials: Sequence[Held], pool: Pool) -> dict[int, Shelved]:
    """Of the pool what answers these questions or was found for them first."""
    ns = sorted({n for trial in trials for n in (*trial.relevant, *(n for n, _ in trial.fused))})
    return {n: pool[n] for n in ns}


def verifier_figures(verifier: Verifier, claims: Sequence[Claims]) -> list[float]:
    """For each text the share (0..1) of pairs in which the supported statement scores above the wrong one."""
    figures = []
    for one in claims:
        right = [verifier.supports(statement, [one.text])[0] for statement in one.supported]
        wrong = [verifier.supports(statement, [one.text])[0] for statement in one.wrong]
        figures.append(sum(a > b for a in right for b in wrong) / (len(right) * len(wrong)))
    return figures


def _shown(trial: Held, n: int, pool: Pool) -> str:
    hidden = trial.cut if trial.cut is not None and n in trial.relevant else without_heading(pool[n])
    return hidden.indexed


def _figure(ranked: Sequence[int], trial: Held) -> float:
    return ndcg([str(n) for n in ranked], {str(n): 1 for n in trial.relevant}, CUT) or 0.0

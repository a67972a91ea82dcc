"""Ranking measures, pure functions of a ranked list of ids and the relevance judged for them, and intervals.

Judgements map an id to its grade; an id that is missing was never judged. A measure is None where the
judgements leave nothing to measure, for instance when no document is relevant.
"""

from collections.abc import Mapping, Sequence
from math import ceil, log2, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grades = Mapping[str, int]
Floats = NDArray[np.float64]

Z = 1.959964
"""Standard deviations that hold 95% of a normal distribution."""
RESAMPLES = 1000
"""Enough for the second digit of a 95% bound; more changes it by less than 0.002 on 700 questions."""


class Difference(NamedTuple):
    """By how much the new figures exceed the old ones on the same cases, with its 95% interval."""

    value: float
    low: float
    high: float


def ndcg(ranked: Sequence[str], grades: Grades, k: int) -> float | None:
    """Normalised discounted cumulated gain of the first k, 1 for the best possible order.

    Gain is the grade itself and the discount log2(rank + 1), as in Järvelin and Kekäläinen (ACM TOIS 20,
    2002) and in trec_eval's ndcg_cut, so figures compare with those published for BEIR.
    """
    ideal = _dcg(sorted((max(grade, 0) for grade in grades.values()), reverse=True)[:k])
    if ideal == 0:
        return None
    return _dcg([max(grades.get(found, 0), 0) for found in ranked[:k]]) / ideal


def recall(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float | None:
    """The share of the relevant documents that is among the first k."""
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else None


def reciprocal_rank(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float | None:
    """One over the rank of the first relevant document, 0 when none is among the first k."""
    if not relevant:
        return None
    return next((1 / rank for rank, found in enumerate(ranked[:k], 1) if found in relevant), 0.0)


def hit(ranked: Sequence[str], relevant: frozenset[str], k: int) -> float | None:
    """1 when a relevant document is among the first k, else 0."""
    return float(not relevant.isdisjoint(ranked[:k])) if relevant else None


def bpref(ranked: Sequence[str], relevant: frozenset[str], judged: frozenset[str]) -> float | None:
    """How seldom judged wrong documents stand before right ones; unjudged documents do not count.

    The mean over the relevant documents of 1 - |wrong ones ranked higher| / min(R, N), where at most R wrong
    ones are counted (Buckley and Voorhees, SIGIR 2004, as trec_eval computes it); a relevant document that
    was not found adds 0.
    """
    if not relevant:
        return None
    bound = min(len(relevant), len(judged - relevant))
    wrong, total = 0, 0.0
    for found in ranked:
        if found in relevant:
            total += 1 - min(wrong, len(relevant)) / bound if wrong else 1.0
        elif found in judged:
            wrong += 1
    return total / len(relevant)


def condensed(ranked: Sequence[str], judged: frozenset[str]) -> list[str]:
    """The ranking without its unjudged documents (Sakai, SIGIR 2007)."""
    return [found for found in ranked if found in judged]


def first_of_each(ranked: Sequence[str]) -> list[str]:
    """The ranking with every id at its best place only."""
    return list(dict.fromkeys(ranked))


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest of the values that at least this share of them does not exceed (nearest rank)."""
    if not values:
        return None
    # Rounded, since 0.07 * 100 is a little more than 7 in binary.
    return sorted(values)[max(ceil(round(share * len(values), 9)), 1) - 1]


def paired_difference(old: Sequence[float], new: Sequence[float], *, seed: int = 0) -> Difference | None:
    """The mean difference case by case, with a percentile bootstrap interval; None without cases."""
    if not old:
        return None
    gains = np.array(new, dtype=np.float64) - np.array(old, dtype=np.float64)
    low, high = bounds([float(row.mean()) for row in resampled(gains, seed)])
    return Difference(float(gains.mean()), low, high)


def resampled(cases: Floats, seed: int) -> list[Floats]:
    """RESAMPLES draws with replacement, each as many as the cases (rows of the array)."""
    chance = np.random.default_rng(seed)
    return [cases[chance.integers(0, len(cases), len(cases))] for _ in range(RESAMPLES)]


def bounds(draws: Sequence[float]) -> tuple[float, float]:
    """Between which two figures 95% of the draws lie; at least one draw is needed."""
    low, high = np.percentile(np.array(draws), [2.5, 97.5])
    return float(low), float(high)


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def wilson(holds: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share that holds so many times of n (Wilson, JASA 22, 1927); 0 to 1 for n = 0."""
    if not n:
        return 0.0, 1.0
    share = holds / n
    centre, spread = share + Z * Z / (2 * n), Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low, high = ((centre + sign * spread) / (1 + Z * Z / n) for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)

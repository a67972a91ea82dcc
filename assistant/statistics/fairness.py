"""Differential item functioning: whether an item is harder for one group than for another of equal ability.

Learners are matched by their rest score in strata; in each, right and wrong of both groups make a table. The
common odds ratio is Mantel and Haenszel's (1959, J Natl Cancer Inst 22:719), the variance of its logarithm
Robins, Breslow and Greenland's (1986, Biometrics 42:311), the classes are those of the Educational Testing
Service (Zieky 1993, in Holland and Wainer, Differential Item Functioning, chapter 17).
"""

from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np

from retrieval.measure import Z
from retrieval.types import Value

FEWEST_OF_A_GROUP = 100
"""At a hundred in each and half of the answers right, the delta has a standard error of 0.66: what counts as
large (1.5) can then just be told from nothing. With fewer it cannot."""
MOST_STRATA = 10
DELTA = -2.35
"""From the log odds ratio to ETS' delta scale; below 0 the item is harder for the focal group."""
NEGLIGIBLE, LARGE = 1.0, 1.5
SIGNIFICANT = 0.05
Class = Literal["A", "B", "C"]


class Table(NamedTuple):
    """A stratum: right and wrong of the reference group, right and wrong of the focal group."""

    reference_right: int
    reference_wrong: int
    focal_right: int
    focal_wrong: int


class Answered(NamedTuple):
    """An answer of somebody in one of the groups, and their rest score."""

    focal: bool
    right: bool
    rest: float


class Fairness(Value):
    """The odds ratio, reference to focal, and its interval; ETS' delta and class: A negligible, B moderate,
    C large. None with the reason where groups are too small."""

    reference: int
    focal: int
    odds_ratio: float | None = None
    low: float | None = None
    high: float | None = None
    delta: float | None = None
    p: float | None = None
    grade: Class | None = None
    reason: str = ""


def fairness(answers: Sequence[Answered]) -> Fairness:
    """What the answers of two groups tell about the item."""
    focal = sum(one.focal for one in answers)
    reference = len(answers) - focal
    sizes = {"reference": reference, "focal": focal}
    if min(focal, reference) < FEWEST_OF_A_GROUP:
        reason = f"Not enough attempts: {min(focal, reference)} of {FEWEST_OF_A_GROUP} in the smaller group."
        return Fairness(**sizes, reason=reason)
    tables = stratified(answers)
    ratio = odds_ratio(tables)
    if ratio is None:
        return Fairness(**sizes, reason="In no stratum do both groups answer both right and wrong.")
    error = log_error(tables)
    low, high = (exp(log(ratio) + sign * Z * error) for sign in (-1, 1))
    delta, p = DELTA * log(ratio), chance_of(tables)
    return Fairness(
        **sizes,
        odds_ratio=ratio,
        low=low,
        high=high,
        delta=delta,
        p=p,
        grade=graded(delta, abs(DELTA) * error, p),
    )


def stratified(answers: Sequence[Answered]) -> list[Table]:
    """The tables of at most ten strata of about the same size by rest score; those with one group only fall
    away, since they tell nothing."""
    scores = np.array([one.rest for one in answers])
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, MOST_STRATA + 1)[1:-1]))
    places = np.searchsorted(edges, scores, side="left")
    cells = Counter((int(place), one.focal, one.right) for place, one in zip(places, answers, strict=True))
    tables = [
        Table(*(cells[place, focal, right] for focal in (False, True) for right in (True, False)))
        for place in range(len(edges) + 1)
    ]
    return [table for table in tables if sum(table[:2]) and sum(table[2:])]


def odds_ratio(tables: Sequence[Table]) -> float | None:
    """Mantel and Haenszel's common odds ratio; None where it is nought or without end."""
    above = sum(a * d / _size(a, b, c, d) for a, b, c, d in tables)
    below = sum(b * c / _size(a, b, c, d) for a, b, c, d in tables)
    return above / below if above and below else None


def log_error(tables: Sequence[Table]) -> float:
    """The standard error of the log odds ratio after Robins, Breslow and Greenland."""
    rows = [
        ((a + d) / n, (b + c) / n, a * d / n, b * c / n)
        for a, b, c, d in tables
        for n in (_size(a, b, c, d),)
    ]
    above, below = sum(r for _, _, r, _ in rows), sum(s for _, _, _, s in rows)
    first = sum(p * r for p, _, r, _ in rows) / (2 * above**2)
    second = sum(p * s + q * r for p, q, r, s in rows) / (2 * above * below)
    third = sum(q * s for _, q, _, s in rows) / (2 * below**2)
    return sqrt(first + second + third)


def chance_of(tables: Sequence[Table]) -> float:
    """The two-sided p of Mantel and Haenszel's chi-squared with continuity correction."""
    told = [table for table in tables if sum(table) > 1]
    difference = sum(a - (a + b) * (a + c) / (a + b + c + d) for a, b, c, d in told)
    variance = sum(
        (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
        for a, b, c, d in told
        for n in (_size(a, b, c, d),)
    )
    if variance == 0:
        return 1.0
    return 2 * NormalDist().cdf(-max(0.0, abs(difference) - 0.5) / sqrt(variance))


def graded(delta: float, error: float, p: float) -> Class:
    """ETS' class: A below 1 or not significant; C from 1.5 on and significantly above 1; B between."""
    if abs(delta) < NEGLIGIBLE or p >= SIGNIFICANT:
        return "A"
    surely_above = error == 0 or (abs(delta) - NEGLIGIBLE) / error > NormalDist().inv_cdf(1 - SIGNIFICANT)
    return "C" if abs(delta) >= LARGE and surely_above else "B"


def _size(a: int, b: int, c: int, d: int) -> int:
    return a + b + c + d

"""The formulas of item statistics, each from counts or sums, so that a database can add them up.

A figure is never given without its interval, and not at all where attempts are too few to say anything.
"""

from collections.abc import Sequence
from math import atanh, isclose, sqrt, tanh
from statistics import NormalDist
from typing import NamedTuple

from retrieval.measure import Z, wilson
from retrieval.types import Value

FEWEST_DIFFICULTY = 10
"""At ten the interval of a share of one half is 0.24 to 0.76; with fewer it covers more than half of all
there is to say."""
FEWEST_DISCRIMINATION = 30
"""At thirty a correlation of 0 has an interval of ±0.36, so that a good item (0.4) can be told from a useless
one; with fewer it cannot."""
FEWEST_EDIT = 30
"""In either version. A drop from 0.8 to 0.5 is then found in about seven of ten comparisons."""
FEWEST_RELIABILITY = 30
UPPER_LOWER_SHARE = 0.27
"""Kelley 1939, The selection of upper and lower groups for the validation of test items."""


class Figure(Value):
    """A number with its 95% interval and from how many; None with the reason where nothing can be said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int
    reason: str = ""


class Sums(NamedTuple):
    """Of the attempts at an item: how many, how many right, and sums of their learners' rest scores.

    `rest` and `squares` are over all, `right_rest` over the right ones.
    """

    n: int
    right: int
    rest: float
    squares: float
    right_rest: float


class Change(Value):
    """How a share changed from one version to the next: the difference, its interval, and the chance of one
    as large where nothing changed; None with the reason where that cannot be said."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    reason: str = ""


def too_few(n: int, needed: int) -> str:
    """What stands where a number would: "Not enough attempts: 4 of 10"."""
    return f"Not enough attempts: {n} of {needed}."


def difficulty(right: int, n: int) -> Figure:
    """The share of right first answers (the classical difficulty index p), with Wilson's interval."""
    if n < FEWEST_DIFFICULTY:
        return Figure(n=n, reason=too_few(n, FEWEST_DIFFICULTY))
    low, high = wilson(right, n)
    return Figure(value=right / n, low=low, high=high, n=n)


def discrimination(sums: Sums) -> Figure:
    """The corrected point-biserial: Pearson's correlation of right or wrong with the rest score.

    The rest score leaves the item itself out (Henrysson 1963, Psychometrika 28). The interval is by Fisher's
    z: tanh(atanh(r) ± 1.96 / sqrt(n - 3)) (Fisher 1921, Metron 1).
    """
    n = sums.n
    if n < FEWEST_DISCRIMINATION:
        return Figure(n=n, reason=too_few(n, FEWEST_DISCRIMINATION))
    r = correlation(sums)
    if r is None:
        return Figure(n=n, reason="All answers are alike, or all learners.")
    if abs(r) >= 1:
        return Figure(value=r, low=r, high=r, n=n)
    spread = Z / sqrt(n - 3)
    return Figure(value=r, low=tanh(atanh(r) - spread), high=tanh(atanh(r) + spread), n=n)


def correlation(sums: Sums) -> float | None:
    """Pearson's correlation of right (1) and wrong (0) with the rest score; None where either is constant."""
    across = sums.n * sums.right_rest - sums.right * sums.rest
    of_right = sums.n * sums.right - sums.right**2
    of_rest = sums.n * sums.squares - sums.rest**2
    if of_right <= 0 or of_rest <= 0 or isclose(sums.n * sums.squares, sums.rest**2, rel_tol=1e-12):
        return None
    return max(-1.0, min(1.0, across / sqrt(of_right * of_rest)))


def upper_lower(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """The upper-lower index D: the share right in the best 27% by rest score less that in the lowest 27%.

    `pairs` are right and rest score. None below thirty learners. Of those who score the same at the
    edge of a group each counts in part, so that their order does not matter.
    """
    if len(pairs) < FEWEST_DISCRIMINATION:
        return None
    size = UPPER_LOWER_SHARE * len(pairs)
    ascending = sorted(pairs, key=lambda pair: pair[1])
    return _share_of_first(ascending[::-1], size) - _share_of_first(ascending, size)


def change(old: tuple[int, int], new: tuple[int, int]) -> Change:
    """How the share right changed between versions, each given as right and of how many.

    The test is the pooled two-proportion z test (its square is Pearson's chi-squared without correction); the
    interval is Newcombe's from Wilson's limits (method 10 of Newcombe 1998, Stat Med 17:873).
    """
    (x, n), (y, m) = old, new
    if min(n, m) < FEWEST_EDIT:
        return Change(reason=too_few(min(n, m), FEWEST_EDIT))
    before, after, pooled = x / n, y / m, (x + y) / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    p = 1.0 if error == 0 else 2 * NormalDist().cdf(-abs(after - before) / error)
    (low_old, high_old), (low_new, high_new) = wilson(x, n), wilson(y, m)
    difference = after - before
    low = difference - sqrt((after - low_new) ** 2 + (high_old - before) ** 2)
    high = difference + sqrt((high_new - after) ** 2 + (before - low_old) ** 2)
    return Change(value=difference, low=low, high=high, p=p)


def mean_difference(first: tuple[int, float, float], second: tuple[int, float, float]) -> tuple[float, float]:
    """The 95% interval of the first mean less the second, by the normal approximation to Welch's test.

    Each is given as how many, their sum and the sum of their squares; at least two of either are needed.
    """
    spread = Z * sqrt(_error(*first) + _error(*second))
    difference = first[1] / first[0] - second[1] / second[0]
    return difference - spread, difference + spread


def _error(n: int, total: float, squares: float) -> float:
    """The squared standard error of a mean."""
    return max(0.0, (squares - total**2 / n) / (n - 1)) / n


def _share_of_first(ordered: Sequence[tuple[bool, float]], size: float) -> float:
    """The share right among the first `size`; ties at the edge share what is left of it."""
    edge = ordered[min(len(ordered) - 1, int(size))][1]
    ascends = ordered[0][1] <= ordered[-1][1]
    inside = [right for right, rest in ordered if (rest < edge if ascends else rest > edge)]
    tied = [right for right, rest in ordered if rest == edge]
    return (sum(inside) + (size - len(inside)) * sum(tied) / len(tied)) / size

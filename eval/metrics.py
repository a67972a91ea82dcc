"""Figures over many graded cases, each with its interval; one ranking is measured in retrieval.measure."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from eval.types import Score
from retrieval.measure import Floats, bounds, resampled, wilson
from retrieval.types import Value


class RiskPoint(Value):
    """At this threshold: the share of cases answered, and the share of those that is wrong."""

    threshold: float
    coverage: float
    risk: float


def mean(grades: Sequence[float | None], *, seed: int = 0) -> Score:
    """The mean of the grades that are not None, with a 95% percentile bootstrap interval."""
    graded = np.array([grade for grade in grades if grade is not None], dtype=np.float64)
    ungraded = len(grades) - len(graded)
    if not len(graded):
        return Score(value=None, n=0, ungraded=ungraded, reason="no case could be graded")
    low, high = bounds([float(row.mean()) for row in resampled(graded, seed)])
    return Score(value=float(graded.mean()), n=len(graded), ungraded=ungraded, low=low, high=high)


def total(amounts: Sequence[float | None]) -> Score:
    """The sum of the amounts, None unless each of them is known."""
    unknown = sum(amount is None for amount in amounts)
    if unknown or not amounts:
        return Score(value=None, n=len(amounts) - unknown, ungraded=unknown, reason="not told for every case")
    return Score(value=sum(amount for amount in amounts if amount is not None), n=len(amounts))


def mean_of_means(groups: Sequence[Sequence[float | None]], *, seed: int = 0) -> Score:
    """The mean of the groups' means, each group weighing the same, with its interval; see `mean`."""
    held = [[grade for grade in grades if grade is not None] for grades in groups]
    graded = [np.array(grades, dtype=np.float64) for grades in held if grades]
    n = sum(map(len, graded))
    ungraded = sum(map(len, groups)) - n
    if not n or len(graded) < len(groups):
        return Score(value=None, n=n, ungraded=ungraded, reason="not every group has a graded case")
    drawn = zip(*(resampled(grades, seed + place) for place, grades in enumerate(graded)), strict=True)
    low, high = bounds([float(np.mean([row.mean() for row in draw])) for draw in drawn])
    value = float(np.mean([grades.mean() for grades in graded]))
    return Score(value=value, n=n, ungraded=ungraded, low=low, high=high)


def auroc(positives: Sequence[float], negatives: Sequence[float], *, seed: int = 0) -> Score:
    """The chance that a positive scores higher than a negative, ties counting half, with its interval."""
    n = len(positives) + len(negatives)
    if not positives or not negatives:
        return Score(value=None, n=n, reason="both kinds of case are needed")
    good, bad = np.array(positives, dtype=np.float64), np.array(negatives, dtype=np.float64)
    draws = zip(resampled(good, seed), resampled(bad, seed + 1), strict=True)
    low, high = bounds([_area(*draw) for draw in draws])
    return Score(value=_area(good, bad), n=n, low=low, high=high)


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[RiskPoint, ...]:
    """The selective-prediction curve: one point for each distinct confidence, used as the threshold, highest
    first. A case is answered when its confidence reaches the threshold."""
    order = sorted(zip(confidences, right, strict=True), reverse=True)
    points: list[RiskPoint] = []
    wrong = 0
    for done, (confidence, is_right) in enumerate(order, 1):
        wrong += not is_right
        if done == len(order) or order[done][0] < confidence:
            points.append(RiskPoint(threshold=confidence, coverage=done / len(order), risk=wrong / done))
    return tuple(points)


def area_under_risk(points: Sequence[RiskPoint]) -> float | None:
    """The mean risk over all coverages, 0 at best: each point's risk weighed by the coverage it adds."""
    if not points:
        return None
    added = [
        later.coverage - earlier for later, earlier in zip(points, _coverages_before(points), strict=True)
    ]
    return sum(point.risk * share for point, share in zip(points, added, strict=True)) / points[-1].coverage


def balanced_accuracy(truth: Sequence[Hashable], said: Sequence[Hashable], *, seed: int = 0) -> Score:
    """The mean over the true classes of the share that was named right, with its interval."""
    return _over_pairs(truth, said, _balanced, seed)


def kappa(first: Sequence[Hashable], second: Sequence[Hashable], *, seed: int = 0) -> Score:
    """Cohen's kappa: agreement beyond chance, 1 for perfect; None where chance alone agrees on everything."""
    return _over_pairs(first, second, _kappa, seed)


def weighted_kappa(first: Sequence[int], second: Sequence[int], *, seed: int = 0) -> Score:
    """Cohen's kappa of ordered classes, a disagreement weighing as many steps as it is wide."""
    if not first:
        return Score(value=None, n=0, reason="no case could be graded")
    pairs = np.array(list(zip(first, second, strict=True)), dtype=np.float64)
    value = _weighted_kappa(pairs)
    if value is None:
        return Score(value=None, n=len(pairs), reason="the cases leave nothing to compare")
    figures = [figure for rows in resampled(pairs, seed) if (figure := _weighted_kappa(rows)) is not None]
    low, high = bounds(figures) if figures else (None, None)
    return Score(value=value, n=len(pairs), low=low, high=high)


def share(cases: Sequence[bool | None]) -> Score:
    """The share of the cases that hold, with Wilson's 95% interval; None is a case that could not be graded.

    Resampling would call 43 of 43 certain; Wilson's interval (JASA 22, 1927) then begins at 0.92.
    """
    graded = [case for case in cases if case is not None]
    n, ungraded = len(graded), len(cases) - len(graded)
    if not n:
        return Score(value=None, n=0, ungraded=ungraded, reason="no case could be graded")
    value = sum(graded) / n
    low, high = wilson(sum(graded), n)
    return Score(value=value, n=n, ungraded=ungraded, low=low, high=high)


def _over_pairs(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    figure: Callable[[Floats, Floats], float | None],
    seed: int,
) -> Score:
    classes = {name: number for number, name in enumerate(dict.fromkeys([*first, *second]))}
    pairs = np.array([(classes[a], classes[b]) for a, b in zip(first, second, strict=True)], dtype=np.float64)
    value = figure(pairs[:, 0], pairs[:, 1]) if len(pairs) else None
    if value is None:
        return Score(value=None, n=len(pairs), reason="the cases leave nothing to compare")
    draws = [figure(rows[:, 0], rows[:, 1]) for rows in resampled(pairs, seed)]
    figures = [draw for draw in draws if draw is not None]
    low, high = bounds(figures) if figures else (None, None)
    return Score(value=value, n=len(pairs), low=low, high=high)


def _balanced(truth: Floats, said: Floats) -> float | None:
    return float(np.mean([(said[truth == name] == name).mean() for name in np.unique(truth)]))


def _kappa(first: Floats, second: Floats) -> float | None:
    classes = np.union1d(first, second)
    observed = float((first == second).mean())
    chance = float(sum((first == name).mean() * (second == name).mean() for name in classes))
    return None if chance == 1 else (observed - chance) / (1 - chance)


def _weighted_kappa(pairs: Floats) -> float | None:
    observed = float(np.abs(pairs[:, 0] - pairs[:, 1]).mean())
    chance = float(np.abs(pairs[:, 0][:, None] - pairs[:, 1][None, :]).mean())
    return None if chance == 0 else 1 - observed / chance


def _area(good: Floats, bad: Floats) -> float:
    ordered = np.sort(bad)
    below, upto = np.searchsorted(ordered, good, "left"), np.searchsorted(ordered, good, "right")
    return float((below + upto).sum() / (2 * len(good) * len(bad)))


def _coverages_before(points: Sequence[RiskPoint]) -> list[float]:
    return [0.0, *(point.coverage for point in points[:-1])]

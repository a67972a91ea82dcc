"""How far the same exam would put the same people in the same order again."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from assistant.statistics.formulas import FEWEST_RELIABILITY, Figure, too_few
from retrieval.measure import Floats, bounds, resampled


def alpha(rows: Sequence[Sequence[float]]) -> Figure:
    """Cronbach's alpha of a table with a row a person and a column an item; of right and wrong it is KR-20.

    k / (k - 1) * (1 - sum of the items' variances / variance of the totals) (Cronbach 1951, Psychometrika
    16:297; Kuder and Richardson 1937, Psychometrika 2:151), the interval by bootstrap over persons.
    """
    if len(rows) < FEWEST_RELIABILITY:
        return Figure(n=len(rows), reason=too_few(len(rows), FEWEST_RELIABILITY))
    table = np.array(rows, dtype=np.float64)
    value = _alpha(table)
    if value is None:
        return Figure(n=len(rows), reason="It takes two items, and people whose scores differ.")
    draws = [one for drawn in resampled(table, 0) if (one := _alpha(drawn)) is not None]
    low, high = bounds(draws)
    return Figure(value=value, low=low, high=high, n=len(rows))


def error_of_measurement(rows: Sequence[Sequence[float]], reliability: float) -> float:
    """The standard error of a person's total in points: sd * sqrt(1 - reliability)."""
    totals = np.array(rows, dtype=np.float64).sum(axis=1)
    return float(totals.std(ddof=1)) * sqrt(max(0.0, 1 - reliability))


def _alpha(table: Floats) -> float | None:
    items = table.shape[1]
    spread = float(table.sum(axis=1).var(ddof=1))
    if items < 2 or spread == 0:
        return None
    return float(items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / spread))

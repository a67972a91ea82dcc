"""Rectangles on a page: how far apart, how much in common, which belong together."""

from collections.abc import Sequence

import numpy as np

from retrieval.readers.pdf.chars import Rect


def around(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle that holds all of these."""
    return Rect(
        min(rect.left for rect in rects),
        min(rect.top for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )


def gaps(one: Rect, other: Rect) -> tuple[float, float]:
    """The points between two rectangles across and down, each negative by as much as they overlap."""
    return (
        max(one.left - other.right, other.left - one.right),
        max(one.top - other.bottom, other.top - one.bottom),
    )


def distance(one: Rect, other: Rect) -> float:
    """The points between two rectangles, 0 where they touch or overlap."""
    across, down = gaps(one, other)
    return float(np.hypot(max(across, 0.0), max(down, 0.0)))


def share_inside(inner: Rect, outer: Rect) -> float:
    """How much of the one, 0 to 1, lies in the other; a line counts by its length."""
    across, down = gaps(inner, outer)
    wide, high = max(inner.width, 0.1), max(inner.height, 0.1)
    return min(1.0, max(0.0, -across / wide)) * min(1.0, max(0.0, -down / high))


def groups(rects: Sequence[Rect], gap: float) -> list[list[int]]:
    """Which rectangles overlap or lie within `gap` points of each other, directly or by way of others."""
    if not rects:
        return []
    sides = np.array(rects, np.float64)
    found = np.full(len(rects), -1)
    number = 0
    for start in range(len(rects)):
        if found[start] >= 0:
            continue
        waiting = [start]
        found[start] = number
        while waiting:
            here = sides[waiting.pop()]
            near = (
                (sides[:, 0] - here[2] <= gap)
                & (here[0] - sides[:, 2] <= gap)
                & (sides[:, 1] - here[3] <= gap)
                & (here[1] - sides[:, 3] <= gap)
                & (found < 0)
            )
            new = np.flatnonzero(near)
            found[new] = number
            waiting.extend(new.tolist())
        number += 1
    return [np.flatnonzero(found == each).tolist() for each in range(number)]

"""How far two marks mean the same place, from 0 to 1, and whether that is near enough.

Every place is in fractions of the frame, so a distance of 0.05 is a twentieth of its width or height.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from assistant.image.types import ArrowMark, BoxMark, Mark, Point

CELLS = 128
"""Cells each way of the grid on which areas are counted; a cell belongs to the area its centre is in."""
FOUND_IOU = 0.3
"""Two areas mean the same from this overlap on: their common area divided by the area of both together."""
NEAR = 0.05
"""How far the tip of an arrow, or a line, may be from what it means."""
MOST_OF_LINE = 0.5
"""This share of a line lies in the area, or near the other line, that it means."""
MOST_AREA = 0.1
"""An area around a point or line may take at most this share of the frame: else it would find everything."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Corners = Sequence[tuple[float, float]]


def overlap(one: Mark, expert: Mark) -> float | None:
    """How well a mark means what the expert's does, 0 to 1; None where it does not.

    Two areas: their intersection over union, from FOUND_IOU on. An arrow on an area: 1 with the tip inside,
    less down to 0 at a distance of NEAR. A line in or along another mark: the share of its points that lie
    inside, or within NEAR of the other, from MOST_OF_LINE on. Around an arrow's tip or a line an area must
    not be larger than MOST_AREA of the frame.
    """
    if one.frame != expert.frame:
        return None
    areas = _area(one), _area(expert)
    if areas[0] and areas[1]:
        shared = iou(areas[0], areas[1])
        return shared if shared >= FOUND_IOU else None
    if areas[0] or areas[1]:
        mark, area = (expert, areas[0]) if areas[0] else (one, areas[1])
        if areas[0] and area_of(areas[0]) > MOST_AREA:
            return None
        return _near_area(mark, area or ())
    return _near_line(_points(one), _points(expert))


def iou(one: Corners, other: Corners) -> float:
    """Intersection over union of two polygons, counted in CELLS x CELLS cells of the box around both."""
    xs, ys = zip(*(*one, *other), strict=True)
    across = np.linspace(min(xs), max(xs), 2 * CELLS + 1)[1::2]
    down = np.linspace(min(ys), max(ys), 2 * CELLS + 1)[1::2]
    x, y = np.meshgrid(across, down)
    first, second = inside(one, x, y), inside(other, x, y)
    both = np.count_nonzero(first | second)
    return float(np.count_nonzero(first & second) / both) if both else 0.0


def inside(corners: Corners, x: Floats, y: Floats) -> Bools:
    """Which of the places lie in the polygon, by the even-odd rule."""
    found = np.zeros(np.shape(x), dtype=bool)
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        found ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return found


def area_of(corners: Corners) -> float:
    """The share of the frame that a polygon takes, by the shoelace formula."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _area(mark: Mark) -> Corners | None:
    """The corners of the area that a mark goes round; None for an arrow and an open line."""
    if isinstance(mark, BoxMark):
        return [
            (mark.left, mark.top),
            (mark.right, mark.top),
            (mark.right, mark.bottom),
            (mark.left, mark.bottom),
        ]
    if isinstance(mark, ArrowMark) or not mark.closed or len(mark.points) <= 2:
        return None
    return [_place(point) for point in mark.points]


def _points(mark: Mark) -> Corners:
    """The places that a mark without an area means: the tip of an arrow, the points of a line."""
    if isinstance(mark, ArrowMark):
        return [_place(mark.tip)]
    return [] if isinstance(mark, BoxMark) else [_place(point) for point in mark.points]


def _place(point: Point) -> tuple[float, float]:
    return point.x, point.y


def _near_area(mark: Mark, area: Corners) -> float | None:
    points = np.array(_evenly(_points(mark)))
    within = inside(area, points[:, 0], points[:, 1])
    if len(points) > 1:
        share = float(np.mean(within))
        return share if share >= MOST_OF_LINE else None
    if within[0]:
        return 1.0
    away = _distances(points, [*area, area[0]])[0]
    return float(1 - away / NEAR) if away <= NEAR else None


def _near_line(one: Corners, expert: Corners) -> float | None:
    """Two arrows, two lines, or one of each; a line is held against both ways, so that a dot is no line."""
    if len(one) == len(expert) == 1:
        away = hypot(one[0][0] - expert[0][0], one[0][1] - expert[0][1])
        return float(1 - away / NEAR) if away <= NEAR else None
    if len(one) == 1 or len(expert) == 1:
        tip, line = (one, expert) if len(one) == 1 else (expert, one)
        away = float(_distances(np.array(tip), line)[0])
        return float(1 - away / NEAR) if away <= NEAR else None
    shares = [
        float(np.mean(_distances(np.array(_evenly(a)), b) <= NEAR)) for a, b in ((one, expert), (expert, one))
    ]
    return min(shares) if min(shares) >= MOST_OF_LINE else None


def _distances(points: Floats, line: Corners) -> Floats:
    """How far each of the points [n, 2] is from the nearest piece of the line."""
    best = np.full(len(points), np.inf)
    for start, end in pairwise(line):
        a, along = np.array(start), np.array(end) - np.array(start)
        length = float(along @ along)
        share = np.clip((points - a) @ along / length, 0, 1) if length else np.zeros(len(points))
        best = np.minimum(best, np.hypot(*(points - a - share[:, None] * along).T))
    return best


def _evenly(line: Corners) -> Corners:
    """Places along the line at even distances, so that a slow hand weighs no more than a fast one."""
    if len(line) == 1:
        return line
    points = np.array(line)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0, steps[-1], CELLS)
    return list(zip(np.interp(at, steps, points[:, 0]), np.interp(at, steps, points[:, 1]), strict=True))

"""Marks on a plain ground: whether they are letters, or a line that goes on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DARK = 64
"""Levels of 256 from the ground at which a pixel counts as ink."""
MOST_INK = 0.35
"""With more of it there is no ground that letters could stand on."""
THIN = 0.35
"""A line that goes up and down fills at most so much of the box around it; a rule or a bar fills it."""


class Ink(NamedTuple):
    """`trace` is the widest thin mark's share of the width, `letters` the share of ink in likely letters."""

    trace: float
    letters: float


NO_INK = Ink(0.0, 0.0)


class Marks(NamedTuple):
    """For each mark how many pixels it has, and how wide and high it is."""

    sizes: NDArray[np.int64]
    widths: NDArray[np.int64]
    heights: NDArray[np.int64]


def ink_of(away: NDArray[np.float64]) -> Ink:
    """What the marks on a ground look like; `away` is how far each pixel's grey is from the ground's."""
    ink = away > DARK
    if not 0 < ink.mean() <= MOST_INK:
        return NO_INK
    marks = joined(ink)
    height, width = ink.shape
    thin = (marks.heights < 0.5 * height) & (marks.sizes <= THIN * marks.widths * marks.heights)
    trace = float(marks.widths[thin].max(initial=0)) / width
    usual = float(np.median(marks.heights))
    alike = (marks.heights <= 2.5 * usual) & (marks.widths <= 0.25 * width) & (marks.heights <= 0.15 * height)
    share = float(marks.sizes[alike].sum()) / float(marks.sizes.sum())
    return Ink(trace, share if alike.sum() >= 20 else 0.0)


def joined(ink: NDArray[np.bool_]) -> Marks:
    """The marks whose pixels touch, also at corners: runs of each row joined with those of the row above."""
    parent: list[int] = []
    boxes: list[tuple[int, int, int]] = []
    above: list[int] = []
    for row, line in enumerate(ink):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.view(np.int8), [0]))))
        here = []
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            number = len(parent)
            parent.append(number)
            boxes.append((row, start, end))
            for other in above:
                if boxes[other][1] <= end and start <= boxes[other][2]:
                    parent[_root(parent, other)] = _root(parent, number)
            here.append(number)
        above = here
    return _marks(np.array([_root(parent, one) for one in range(len(parent))]), np.array(boxes))


def _marks(roots: NDArray[np.int64], boxes: NDArray[np.int64]) -> Marks:
    _, of = np.unique(roots, return_inverse=True)
    count = int(of.max()) + 1
    rows, starts, ends = boxes.T
    most = np.iinfo(np.int64).max
    top, left = np.full(count, most), np.full(count, most)
    bottom, right = np.zeros(count, np.int64), np.zeros(count, np.int64)
    np.minimum.at(top, of, rows)
    np.maximum.at(bottom, of, rows + 1)
    np.minimum.at(left, of, starts)
    np.maximum.at(right, of, ends)
    return Marks(np.bincount(of, weights=ends - starts).astype(np.int64), right - left, bottom - top)


def _root(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one

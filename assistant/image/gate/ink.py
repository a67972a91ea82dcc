"""Marks on a plain ground: whether they are letters, or a line that goes on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DARK = 64
"""Levels of 256 from the ground at which a pixel counts as ink of a letter."""
FAINT = 40
"""The same for a line, which is paler where it was photographed; the rules of ECG paper are paler still."""
MOST_INK = 0.35
"""With more of it there is no ground that letters could stand on."""
THIN = 0.35
"""A line that goes up and down fills at most so much of the box around it; a rule or a bar fills it."""


LEAD = 0.2
"""The least share of the width of one lead where four follow each other on a line."""


class Lines(NamedTuple):
    """`trace` is the widest thin mark's share of the width, `leads` how many have a fifth of it and more."""

    trace: float
    leads: int


class Marks(NamedTuple):
    """For each mark how many pixels it has, and how wide and high it is."""

    sizes: NDArray[np.int64]
    widths: NDArray[np.int64]
    heights: NDArray[np.int64]


def lines_of(away: NDArray[np.float64]) -> Lines:
    """The lines on a ground; `away` is how far each pixel's grey is from the ground's around it."""
    ink = away > FAINT
    if not 0 < ink.mean() <= MOST_INK:
        return Lines(0.0, 0)
    marks = joined(ink)
    height, width = ink.shape
    # A strip is low: its waves may fill its height, where the frame around a picture is no line.
    flat = (marks.heights < 0.5 * height) | (marks.widths >= 4 * marks.heights)
    thin = flat & (marks.sizes <= THIN * marks.widths * marks.heights)
    widths = marks.widths[thin] / width
    return Lines(float(widths.max(initial=0)), int((widths >= LEAD).sum()))


def letters_of(away: NDArray[np.float64]) -> float:
    """The share of ink in likely letters; `away` is how far each pixel's grey is from the page's."""
    ink = away > DARK
    if not 0 < ink.mean() <= MOST_INK:
        return 0.0
    marks = joined(ink)
    height, width = ink.shape
    usual = float(np.median(marks.heights))
    alike = (marks.heights <= 2.5 * usual) & (marks.widths <= 0.25 * width) & (marks.heights <= 0.15 * height)
    share = float(marks.sizes[alike].sum()) / float(marks.sizes.sum())
    return share if alike.sum() >= 20 else 0.0


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

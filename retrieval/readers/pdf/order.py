"""Reading order: columns one after the other, lines across all columns between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median
from typing import Protocol, TypeVar

from retrieval.readers.pdf.chars import Rect

_NARROWEST_GUTTER = 4.0  # points
_ALIGNED = 2.0  # points within which lines begin under each other

Row = tuple[float, float, int]


class Placed(Protocol):
    """Something that stands on a page and has a text."""

    @property
    def rect(self) -> Rect:
        """Where it stands."""

    @property
    def text(self) -> str:
        """What it says."""


T = TypeVar("T", bound=Placed)


def in_reading_order(items: Sequence[T]) -> list[list[T]]:
    """Columns of items in reading order; each inner list runs from top to bottom in one column."""
    split = _gutter(items)
    if split is None:
        return [sorted(items, key=lambda item: (item.rect.bottom, item.rect.left))] if items else []
    above = _title_over(items, split)
    if above:
        return [above, *in_reading_order([item for item in items if item not in above])]
    columns: list[list[T]] = []
    for side, band in _bands(items, split):
        if side == "across":
            columns.extend(in_reading_order(band))
            continue
        columns.extend(in_reading_order([item for item in band if _side(item, split) == "before"]))
        columns.extend(in_reading_order([item for item in band if _side(item, split) == "beside"]))
    return columns


def _title_over(items: Sequence[T], split: float) -> list[T]:
    """A title in large type that stands over the right column but belongs to the page: read first."""
    first = min(item.rect.top for item in items if item.rect.left < split - 0.5)
    over = sorted((item for item in items if item.rect.bottom <= first), key=lambda item: item.rect.top)
    usual = median(item.rect.height for item in items)
    if not 0 < len(over) <= 3 or min(item.rect.height for item in over) < 1.2 * usual:
        return []
    rest = min(item.rect.top for item in items if item.rect.bottom > first)
    return over if rest - over[-1].rect.bottom > 1.2 * over[-1].rect.height else []


def _side(item: Placed, split: float) -> str:
    if item.rect.left >= split - 0.5:
        return "beside"
    return "before" if item.rect.right <= split - _NARROWEST_GUTTER else "across"


def _bands(items: Sequence[T], split: float) -> list[tuple[str, list[T]]]:
    """Runs of items from top to bottom: those that cross the gutter, and those on either side of it."""
    bands: list[tuple[str, list[T]]] = []
    for item in sorted(items, key=lambda item: (item.rect.top + item.rect.bottom, item.rect.left)):
        side = "across" if _side(item, split) == "across" else "columns"
        if not bands or bands[-1][0] != side:
            bands.append((side, []))
        bands[-1][1].append(item)
    return bands


def is_set_in_columns(items: Sequence[Placed]) -> bool:
    """Whether the page has columns of running text: most lines beside a gutter fill their column."""
    split = _gutter(items)
    if split is None:
        return False
    sides = [[item for item in items if _side(item, split) == side] for side in ("before", "beside")]
    return all(_is_running(side) for side in sides)


def _is_running(items: Sequence[Placed]) -> bool:
    rows: list[Rect] = []
    for item in sorted(items, key=lambda item: item.rect.top + item.rect.bottom):
        rect = item.rect
        if rows and rect.top < (rows[-1].top + rows[-1].bottom) / 2:
            left, right = min(rows[-1].left, rect.left), max(rows[-1].right, rect.right)
            rows[-1] = rows[-1]._replace(left=left, right=right)
        else:
            rows.append(rect)
    width = max(row.right for row in rows) - min(row.left for row in rows)
    filled = sum(row.width > 0.8 * width for row in rows)
    return len(rows) >= 6 and filled > 0.5 * len(rows)


def _gutter(items: Sequence[T]) -> float | None:
    """Where the right column of two begins, fewest items crossing; None where there is one column."""
    best: tuple[int, float, float] | None = None
    for split in _left_edges(items):
        sides: dict[str, list[T]] = {"before": [], "beside": [], "across": []}
        for item in items:
            sides[_side(item, split)].append(item)
        if not _are_columns(sides["before"], sides["beside"], sides["across"]):
            continue
        rank = (len(sides["across"]), max(item.rect.right for item in sides["before"]) - split, split)
        best = min(best, rank) if best else rank
    return best[2] if best else None


def _left_edges(items: Sequence[Placed]) -> list[float]:
    """Where several lines begin under each other: the only places at which a column can."""
    lefts = sorted(item.rect.left for item in items)
    least = 2 if len(items) < 12 else 3
    return [
        left
        for place, left in enumerate(lefts)
        if (place == 0 or left - lefts[place - 1] > 0.5)
        and bisect_right(lefts, left + _ALIGNED) - bisect_left(lefts, left - 0.5) >= least
    ]


def _are_columns(before: Sequence[Placed], beside: Sequence[Placed], across: Sequence[Placed]) -> bool:
    """Two blocks of real text next to each other; numbers and labels before their text are not a column.

    Wide spaces that meet by chance in justified text leave most lines crossing.
    """
    if len(before) < 2 or len(beside) < 2:
        return False
    tops = [min(item.rect.top for item in side) for side in (before, beside)]
    bottoms = [max(item.rect.bottom for item in side) for side in (before, beside)]
    lower = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    if min(bottoms) - max(tops) <= 0.3 * lower:
        return False
    rows = [_rows(before), _rows(beside)]
    crossing = sum(max(tops) < (top + bottom) / 2 < min(bottoms) for top, bottom, _ in _rows(across))
    if crossing > min(map(len, rows)):
        return False
    short, long = sorted(rows, key=lambda side: median(length for *_, length in side))
    return median(length for *_, length in short) >= 12 or not _share_lines(short, long)


def _rows(items: Sequence[Placed]) -> list[Row]:
    """Top, bottom and length of text of each line, whatever pieces it is in."""
    rows: list[Row] = []
    for item in sorted(items, key=lambda item: item.rect.top + item.rect.bottom):
        rect = item.rect
        if rows and _level(rows[-1], (rect.top, rect.bottom, 0)):
            top, bottom, length = rows[-1]
            rows[-1] = min(top, rect.top), max(bottom, rect.bottom), length + len(item.text)
        else:
            rows.append((rect.top, rect.bottom, len(item.text)))
    return rows


def _share_lines(labels: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether labels stand on the lines of the other side, as the numbers of a list do."""
    return 3 * sum(any(_level(label, row) for row in rows) for label in labels) >= len(labels)


def _level(a: Row, b: Row) -> bool:
    low, high = sorted((a[1] - a[0], b[1] - b[0]))
    return min(a[1], b[1]) - max(a[0], b[0]) > 0.7 * low and high < 1.6 * low

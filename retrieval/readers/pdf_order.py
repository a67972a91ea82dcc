"""Reading order: columns one after the other, lines across all columns between them."""

from collections.abc import Sequence
from statistics import median
from typing import Protocol, TypeVar

from retrieval.readers.pdf_chars import Rect

_NARROWEST_GUTTER = 4.0  # points


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
    """A short title that stands over the right column but belongs to the page: read first."""
    first = min(item.rect.top for item in items if item.rect.left < split - 0.5)
    over = sorted((item for item in items if item.rect.bottom <= first), key=lambda item: item.rect.top)
    if not 0 < len(over) <= 3:
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


def _gutter(items: Sequence[T]) -> float | None:
    """Where the right column of two begins, fewest items crossing; None where there is one column."""
    if len(items) < 4:
        return None
    best: tuple[int, float, float] | None = None
    for split in sorted({round(item.rect.left, 1) for item in items}):
        sides = [_side(item, split) for item in items]
        across = sides.count("across")
        before = [item for item, side in zip(items, sides, strict=True) if side == "before"]
        beside = [item for item, side in zip(items, sides, strict=True) if side == "beside"]
        if across > 0.6 * len(items) or not _are_columns(before, beside):
            continue
        rank = (across, max(item.rect.right for item in before) - split, split)
        best = min(best, rank) if best else rank
    return best[2] if best else None


def _are_columns(before: Sequence[Placed], beside: Sequence[Placed]) -> bool:
    """Two blocks of real text next to each other; numbers and labels before their text are not a column."""
    if len(before) < 2 or len(beside) < 2:
        return False
    short = min((before, beside), key=lambda side: median(len(item.text) for item in side))
    if median(len(item.text) for item in short) < 12 and _share_lines(
        short, beside if short is before else before
    ):
        return False
    tops = [min(item.rect.top for item in side) for side in (before, beside)]
    bottoms = [max(item.rect.bottom for item in side) for side in (before, beside)]
    lower = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) > 0.3 * lower


def _share_lines(labels: Sequence[Placed], items: Sequence[Placed]) -> bool:
    """Whether labels stand on the lines of the other side, as the numbers of a list do."""
    return 3 * sum(any(_level(label, item) for item in items) for label in labels) >= len(labels)


def _level(a: Placed, b: Placed) -> bool:
    low, high = sorted((a.rect.height, b.rect.height))
    return min(a.rect.bottom, b.rect.bottom) - max(a.rect.top, b.rect.top) > 0.7 * low and high < 1.6 * low

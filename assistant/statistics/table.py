"""Statistics of items as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from assistant.statistics.formulas import Figure
from assistant.statistics.types import ItemStatistics
from curricula.formats.cells import guarded

FIGURES = ("difficulty", "discrimination")
PARTS = ("", "_low", "_high", "_n", "_note")


def csv_of(found: Iterable[ItemStatistics]) -> str:
    """A row an item; a figure has its interval, how many attempts, and why it is missing where it is."""
    out = io.StringIO()
    table = csv.writer(out)
    figures = [name + part for name in FIGURES for part in PARTS]
    times = ("seconds_10", "seconds_50", "seconds_90")
    table.writerow(("item", "version", "title", "type", "objectives", "expected", *figures, *times, "flags"))
    for one in found:
        told = (one.id, str(one.version), one.title, one.type, " | ".join(one.objectives))
        known = one.times
        timed = (known.low, known.median, known.high) if known else (None, None, None)
        cells = (*told, _number(one.expected), *_figure(one.difficulty), *_figure(one.discrimination))
        row = (*cells, *map(_number, timed), " | ".join(one.flags))
        table.writerow([cell if _is_number(cell) else guarded(cell) for cell in row])
    return out.getvalue()


def _figure(figure: Figure) -> tuple[str, ...]:
    numbers = map(_number, (figure.value, figure.low, figure.high))
    return (*numbers, str(figure.n), figure.reason)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _is_number(cell: str) -> bool:
    """A discrimination below 0 begins like a formula and is none."""
    return cell.removeprefix("-").replace(".", "", 1).isdigit()

"""Values along an axis as a plot: inline SVG with axes and units, and the same in words."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from curricula.cases.types import Series
from ui.web.cases.words import figure
from ui.web.markup import attributes, join, tag, text_tag

WIDTH, HEIGHT = 520, 260
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 12, 46
TICKS = 5
# A strip of an ECG has hundreds of points, which would hide the line.
MOST_DOTS = 40
MOST_ROWS = 60


class _Axis(NamedTuple):
    """The values at both ends of an axis, the ticks between, and where the ends lie in the drawing."""

    low: float
    high: float
    ticks: tuple[float, ...]
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies in the drawing."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def plot(series: Series) -> str:
    """The series drawn, with its values as a table where they are few."""
    points = [(x, y) for x, y in zip(series.x, series.y, strict=False)]
    if not points:
        return text_tag("p", f"{series.name}: no values.", class_="note")
    drawing = _drawing(series, points)
    caption = text_tag("figcaption", series.name)
    return tag("figure", caption + drawing + _values(series, points), class_="plot")


def _drawing(series: Series, points: Sequence[tuple[float, float]]) -> str:
    across = _axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _axis([y for _, y in points], HEIGHT - BOTTOM, TOP)
    inner = _grid(across, up) + _names(series) + _line(points, across, up)
    size = attributes(role="img", aria_label=_told(series, points)) + f' viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f"<svg{size}>{inner}</svg>"


def _axis(values: Sequence[float], start: float, end: float) -> _Axis:
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    step = _step((high - low) / (TICKS - 1))
    first, last = floor(low / step), ceil(high / step)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return _Axis(ticks[0], ticks[-1], ticks, start, end)


def _step(rough: float) -> float:
    """A round step of at least this size: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= rough * 0.999)


def _grid(across: _Axis, up: _Axis) -> str:
    foot = up.start
    lines = [_segment("grid", (across.start, up.at(y)), (across.end, up.at(y))) for y in up.ticks]
    lines += [_segment("axis", (across.start, foot), (across.end, foot))]
    lines += [_segment("axis", (across.start, up.end), (across.start, foot))]
    lines += [_segment("axis", (across.at(x), foot), (across.at(x), foot + 5)) for x in across.ticks]
    labels = [_text(figure(x), across.at(x), foot + 18) for x in across.ticks]
    labels += [_text(figure(y), across.start - 8, up.at(y) + 4, anchor="end") for y in up.ticks]
    return join([*lines, *labels])


def _names(series: Series) -> str:
    middle = (TOP + HEIGHT - BOTTOM) / 2
    below = _text(series.x_label, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8)
    turned = f"rotate(-90 14 {middle:g})"
    return below + text_tag(
        "text", series.y_label, x=14, y=f"{middle:g}", text_anchor="middle", transform=turned
    )


def _line(points: Sequence[tuple[float, float]], across: _Axis, up: _Axis) -> str:
    placed = [(across.at(x), up.at(y)) for x, y in points]
    line = tag("polyline", "", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in placed), class_="line")
    if len(placed) > MOST_DOTS:
        return line
    return line + join(tag("circle", "", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3, class_="dot") for x, y in placed)


def _segment(kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    return tag("line", "", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=kind)


def _text(words: str, x: float, y: float, *, anchor: str = "middle") -> str:
    return text_tag("text", words, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor)


def _told(series: Series, points: Sequence[tuple[float, float]]) -> str:
    heights = [y for _, y in points]
    turns = sum((b[1] - a[1]) * (c[1] - b[1]) < 0 for (a, b), (_, c) in pairwise(pairwise(points)))
    course = f"from {figure(heights[0])} to {figure(heights[-1])}"
    if turns:
        course += f", between {figure(min(heights))} and {figure(max(heights))}"
    return f"Plot of {series.name}: {series.y_label} by {series.x_label}, {len(points)} values, {course}."


def _values(series: Series, points: Sequence[tuple[float, float]]) -> str:
    if len(points) > MOST_ROWS:
        return ""
    heads = text_tag("th", series.x_label, scope="col") + text_tag("th", series.y_label, scope="col")
    rows = join(
        tag("tr", text_tag("td", figure(x), class_="number") + text_tag("td", figure(y), class_="number"))
        for x, y in points
    )
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows))
    return tag("details", text_tag("summary", "Values") + tag("div", table, class_="table"))

"""Axes to draw curves in, with ticks, labels and a light grid."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from curricula.starter.draw.canvas import FAINT, INK, SOFT, Canvas, Point

SIZE = 26
"""Of letters, in pixels; a picture 900 pixels wide is read at 360 on a phone."""


class Scale(NamedTuple):
    """What an axis shows: its range, the values with a tick, and its name."""

    low: float
    high: float
    ticks: Sequence[float]
    name: str


class Axes:
    """A pair of axes in the box left, top, right, bottom of a canvas."""

    def __init__(self, canvas: Canvas, box: Sequence[float], x: Scale, y: Scale) -> None:
        self.canvas, self.x, self.y = canvas, x, y
        self.left, self.top, self.right, self.bottom = box
        self._furnish()

    def at(self, x: float, y: float) -> Point:
        """The pixel where these values stand."""
        across = (x - self.x.low) / (self.x.high - self.x.low)
        up = (y - self.y.low) / (self.y.high - self.y.low)
        return (self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top))

    def curve(self, points: Iterable[Point], colour: str = INK, width: float = 3) -> None:
        """A line through the values."""
        self.canvas.line([self.at(*point) for point in points], colour, width)

    def dot(self, point: Point, colour: str = INK, *, size: float = 7, name: str = "") -> None:
        """A filled circle, with its name to the upper right."""
        x, y = self.at(*point)
        self.canvas.oval((x - size, y - size, x + size, y + size), fill=colour, line=colour)
        if name:
            self.canvas.text((x + size + 4, y - size - 8), name, size=SIZE, colour=INK)

    def label(self, point: Point, words: str, *, anchor: str = "lm", colour: str = INK) -> None:
        """Words at these values."""
        self.canvas.text(self.at(*point), words, size=SIZE - 2, anchor=anchor, colour=colour)

    def mark(self, name: str, low: Point, high: Point) -> None:
        """Remembers the box between two corners, given as values."""
        (left, bottom), (right, top) = self.at(*low), self.at(*high)
        self.canvas.mark(name, (left, top, right, bottom))

    def _furnish(self) -> None:
        for tick in self.x.ticks:
            x, _ = self.at(tick, self.y.low)
            self.canvas.line([(x, self.top), (x, self.bottom)], FAINT, 1)
            self.canvas.text((x, self.bottom + 20), f"{tick:g}", size=SIZE - 2, anchor="mm")
        for tick in self.y.ticks:
            _, y = self.at(self.x.low, tick)
            self.canvas.line([(self.left, y), (self.right, y)], FAINT, 1)
            self.canvas.text((self.left - 10, y), f"{tick:g}", size=SIZE - 2, anchor="rm")
        edge = [(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)]
        self.canvas.line(edge, INK, 2)
        middle = ((self.left + self.right) / 2, self.bottom + 56)
        self.canvas.text(middle, self.x.name, size=SIZE, anchor="mm")
        self.canvas.text((max(self.left - 70, 12), self.top - 30), self.y.name, size=SIZE)


def sheet(x: Scale, y: Scale, *, width: int = 900, height: int = 640) -> Axes:
    """One pair of axes on a canvas of its own."""
    canvas = Canvas(width, height)
    axes = Axes(canvas, (100, 66, width - 30, height - 110), x, y)
    canvas.text((width - 12, height - 14), "schematic drawing", size=17, anchor="rm", colour=SOFT)
    return axes

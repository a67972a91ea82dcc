"""A sheet of paper to draw on, in pixels of the finished picture, with smooth edges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

INK, SOFT, FAINT = "#1b1f24", "#5a646c", "#d5dadd"
BLUE, ORANGE = "#1f5a8a", "#b3541e"
FINE = 3
"""Everything is drawn so many times larger, then reduced."""
Point = tuple[float, float]


class Place(NamedTuple):
    """A box in fractions of the picture's width and height, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Drawing(NamedTuple):
    """A finished picture, and where in it the things stand that an item may ask for."""

    image: Image.Image
    places: Mapping[str, Place] = {}


class Canvas:
    """A white sheet, or a grey picture [h, w] of 0 to 1, `width` by `height` pixels."""

    def __init__(self, width: int, height: int, ground: NDArray[np.float64] | None = None) -> None:
        self.width, self.height = width, height
        self.places: dict[str, Place] = {}
        if ground is None:
            self._image = Image.new("RGB", (width * FINE, height * FINE), "white")
        else:
            grey = Image.fromarray((np.clip(ground, 0, 1) * 255).round().astype(np.uint8))
            self._image = grey.resize((width * FINE, height * FINE), Image.Resampling.NEAREST).convert("RGB")
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Iterable[Point], colour: str = INK, width: float = 2) -> None:
        """A line through the points."""
        self._draw.line(_fine(points), fill=colour, width=round(width * FINE), joint="curve")

    def dashes(self, start: Point, end: Point, colour: str = SOFT, width: float = 1.5) -> None:
        """A straight dashed line, dashes and gaps of about 6 pixels."""
        parts = max(1, round(float(np.hypot(end[0] - start[0], end[1] - start[1])) / 12))
        for part in range(parts):
            ends = [(part + share) / parts for share in (0, 0.5)]
            self.line([_between(start, end, share) for share in ends], colour, width)

    def area(self, points: Iterable[Point], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon(_fine(points), fill=colour)

    def oval(
        self, box: Sequence[float], *, fill: str | None = None, line: str = INK, width: float = 2
    ) -> None:
        """An ellipse in the box left, top, right, bottom."""
        fine = [edge * FINE for edge in box]
        self._draw.ellipse(fine, fill=fill, outline=line, width=round(width * FINE))

    def text(self, at: Point, words: str, *, size: float = 20, anchor: str = "lm", colour: str = INK) -> None:
        """Words at a place; `anchor` says which corner of them stands there, as in Pillow."""
        font = ImageFont.load_default(size * FINE)
        self._draw.text((at[0] * FINE, at[1] * FINE), words, fill=colour, font=font, anchor=anchor)

    def mark(self, name: str, box: Sequence[float]) -> None:
        """Remembers where something stands, in pixels left, top, right, bottom."""
        left, top, right, bottom = box
        edges = (left / self.width, top / self.height, right / self.width, bottom / self.height)
        self.places[name] = Place(*(round(min(1.0, max(0.0, edge)), 3) for edge in edges))

    def done(self, colours: int = 24) -> Drawing:
        """The picture, in at most so many colours."""
        small = self._image.reduce(FINE)
        return Drawing(small.quantize(colours, dither=Image.Dither.NONE), dict(self.places))


def _fine(points: Iterable[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))

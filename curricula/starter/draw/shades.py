"""Soft grey shapes for schematic films: masks [h, w] from 0 to 1, drawn as outlines and blurred."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from curricula.starter.draw.canvas import Point

Grey = NDArray[np.float64]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    known = np.array(points, dtype=float)
    count = len(known)
    spans = count if closed else count - 1
    found: list[Point] = []
    for span in range(spans):
        picks = [span - 1, span, span + 1, span + 2]
        a, b, c, d = (
            known[pick % count] if closed else known[min(max(pick, 0), count - 1)] for pick in picks
        )
        for t in np.linspace(0, 1, steps, endpoint=False).tolist():
            at = 0.5 * (
                2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
            )
            found.append((float(at[0]), float(at[1])))
    return found if closed else [*found, points[-1]]


def blurred(grey: Grey, sigma: float) -> Grey:
    """The shape with Gaussian edges of that width in pixels; the border goes on beyond the picture."""
    if sigma <= 0:
        return grey
    reach = int(3 * sigma) + 1
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for _ in range(2):
        wide = np.pad(grey, [(0, 0), (reach, reach)], mode="edge")
        size = grey.shape[1]
        grey = np.zeros_like(grey)
        for first, share in enumerate(kernel.tolist()):
            grey += share * wide[:, first : first + size]
        grey = np.ascontiguousarray(grey.T)
    return grey


class Plate:
    """A plate of that size on which shapes are drawn as masks."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    def shape(self, points: Sequence[Point], *, blur: float = 2, round_off: bool = True) -> Grey:
        """The inside of an outline, its corners rounded off unless told otherwise."""
        outline = smooth(points) if round_off else list(points)
        return self._drawn(blur, lambda draw: draw.polygon(outline, fill=255))

    def oval(self, centre: Point, radii: Point, *, blur: float = 2) -> Grey:
        """An ellipse."""
        box = [centre[0] - radii[0], centre[1] - radii[1], centre[0] + radii[0], centre[1] + radii[1]]
        return self._drawn(blur, lambda draw: draw.ellipse(box, fill=255))

    def lines(self, many: Iterable[Sequence[Point]], width: int, *, blur: float = 1) -> Grey:
        """Curved lines through the points of each."""
        curves = [smooth(points, closed=False) for points in many]

        def draw_all(draw: ImageDraw.ImageDraw) -> None:
            for curve in curves:
                draw.line(curve, fill=255, width=width, joint="curve")

        return self._drawn(blur, draw_all)

    def _drawn(self, blur: float, work: Callable[[ImageDraw.ImageDraw], object]) -> Grey:
        image = Image.new("L", (self.width, self.height))
        work(ImageDraw.Draw(image))
        return blurred(np.asarray(image, dtype=np.float64) / 255, blur)

"""Pictures that stand for a missing one, known by heart: a sent picture that looks like one is one."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.pictures import averages

if TYPE_CHECKING:
    from PIL.Image import Image

# Not the signature by which copies of figures are found: a card drawn in other type has only 0.74 to 0.9
# of it, and a rhythm strip 0.67.
SIDE = 16
# Of 256 comparisons of neighbouring averages. The same card in another size or saved as JPEG differs in at
# most 12; a film, a slice and the textbook figures differ from every card in 55 and more.
NEAR = 24
WORDS = ("No image available", "Image not found", "No photo", "No image", "Coming soon")
SIZES = ((400, 300), (300, 300), (300, 200))


def is_placeholder(picture: "Image") -> bool:
    """Whether the picture looks like one that stands for a missing one."""
    sign = signature(picture)
    return any(int((sign != known).sum()) <= NEAR for known in _known())


def signature(picture: "Image") -> NDArray[np.bool_]:
    """A perceptual hash: whether each of 16 x 16 averages is darker than its right neighbour (a dHash)."""
    grey = np.asarray(picture.convert("L"), np.float64)
    parts = averages(grey, SIDE + 1)[:SIDE]
    # Differences below a level are how a flat ground was saved.
    darker: NDArray[np.bool_] = np.diff(parts, axis=1) > 1
    return darker.ravel()


@cache
def _known() -> tuple[NDArray[np.bool_], ...]:
    return tuple(signature(card) for card in cards())


def cards() -> Iterator["Image"]:
    """The cards: words on a ground, a broken picture's sign, a landscape's, a cross, and test bars."""
    from PIL import Image, ImageDraw

    for size in SIZES:
        for words in WORDS:
            card = Image.new("RGB", size, "#dddddd")
            ImageDraw.Draw(card).text(
                (size[0] / 2, size[1] / 2), words, fill="#777777", font_size=22, anchor="mm"
            )
            yield card
        yield from _signs(size)


def _signs(size: tuple[int, int]) -> Iterator["Image"]:
    from PIL import Image, ImageDraw

    width, height = size
    landscape = Image.new("RGB", size, "#eeeeee")
    draw = ImageDraw.Draw(landscape)
    hills = ((0.2, 0.8), (0.42, 0.4), (0.58, 0.66), (0.7, 0.5), (0.85, 0.8))
    draw.polygon([(x * width, y * height) for x, y in hills], fill="#c0c0c0")
    draw.ellipse((0.68 * width, 0.2 * height, 0.78 * width, 0.34 * height), fill="#c0c0c0")
    yield landscape
    crossed = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(crossed)
    draw.rectangle((0, 0, width - 1, height - 1), outline="#cc0000", width=4)
    draw.line((0, 0, width, height), fill="#cc0000", width=4)
    draw.line((width, 0, 0, height), fill="#cc0000", width=4)
    yield crossed
    bars = Image.new("RGB", size)
    draw = ImageDraw.Draw(bars)
    colours = ("#c0c0c0", "#c0c000", "#00c0c0", "#00c000", "#c000c0", "#c00000", "#0000c0")
    for place, colour in enumerate(colours):
        draw.rectangle((place * width / 7, 0, (place + 1) * width / 7, height), fill=colour)
    yield bars

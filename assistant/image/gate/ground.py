"""The ground that a picture's marks stand on: as bright as the light there, or an even white page."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Values = NDArray[np.float64]
PARTS = 12
"""So many medians a side follow the light on a photographed page and pass over its lines."""
WHITE = 235
"""Greys of 256 from here on are a page's; sunlit skin and the brightest bone on a film stay below."""


def local_ground(grey: Values) -> Values:
    """The grey of the ground at each pixel: medians of 12 x 12 parts, joined smoothly."""
    from PIL import Image

    height, width = grey.shape
    rows, columns = (np.array_split(np.arange(side), min(PARTS, side)) for side in grey.shape)
    middle = [[np.median(grey[np.ix_(across, down)]) for down in columns] for across in rows]
    small = Image.fromarray(np.array(middle, np.float32), "F")
    return np.asarray(small.resize((width, height), Image.Resampling.BILINEAR), np.float64)


def sheet_of(picture: "Image") -> float:
    """The share of pixels that are white and differ from the next to the right and below by a level at most.

    Taken of the picture in its own size, where grain still tells a photograph from a page.
    """
    grey = np.asarray(picture.convert("L"), np.int16)
    if min(grey.shape) < 2:
        return 0.0
    across, down = np.abs(np.diff(grey, axis=1))[:-1], np.abs(np.diff(grey, axis=0))[:, :-1]
    return float(((across <= 1) & (down <= 1) & (grey[:-1, :-1] >= WHITE)).mean())

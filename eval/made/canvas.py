"""What pictures made by rule are drawn with."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Colour = tuple[int, int, int]
SIDE = 320


def png(picture: Image.Image) -> bytes:
    """The picture as a file."""
    body = BytesIO()
    picture.save(body, "PNG")
    return body.getvalue()


def grey(values: NDArray[np.floating[Any]]) -> Image.Image:
    """A picture of these brightnesses of 0 to 255, [h, w]."""
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).convert("RGB")


def rgb(values: NDArray[np.floating[Any]]) -> Image.Image:
    """A picture of these colours of 0 to 255, [h, w, 3]."""
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8), "RGB")


def plane() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The places of all pixels across and down, 0 to 1."""
    x, y = np.meshgrid(np.linspace(0, 1, SIDE), np.linspace(0, 1, SIDE))
    return x, y


def clouds(seed: int, cells: int) -> NDArray[np.float64]:
    """Smooth random values from 0 to 1, with about so many hills a side."""
    draw = np.random.default_rng(seed).random((cells, cells)) * 255
    small = Image.fromarray(draw.astype(np.uint8))
    return np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float64) / 255

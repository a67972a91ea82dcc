"""Pictures and values of an image as it is kept."""

import io
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from assistant.image.intake.taken import DICOM, PNG
from assistant.image.types import Window
from retrieval.errors import WrongUse

if TYPE_CHECKING:  # a page that lists images needs neither
    from collections.abc import Iterator

    import numpy as np
    from PIL import Image

    Grid = np.ndarray[Any, Any]


class Shades(NamedTuple):
    """How values become shades: see Values."""

    function: str
    window: tuple[float, float] | None
    inverted: bool


class Values(NamedTuple):
    """The grey values of a frame, row by row, little-endian: stored * slope + intercept is what they measure.

    `inverted` says that low values are shown bright; `function` how they become shades within a window, by
    the names of PS3.3 C.11.2.1; `window` is the centre and width in which the frame is shown unless one is
    asked for, None where a table takes their place.
    """

    data: bytes
    kind: Literal["int16", "float32"]
    width: int
    height: int
    slope: float
    intercept: float
    function: str
    window: tuple[float, float] | None
    inverted: bool


def shown(
    body: bytes, media_type: str, frame: int = 0, *, window: Window | None = None, invert: bool = False
) -> bytes:
    """A frame (from 0) as PNG of 8 bits: in that window, else in that of its tags, else in all it holds.

    Colours have no window. WrongUse where there is no such frame.
    """
    if media_type == PNG and window is None and not invert and frame == 0 and not _is_deep(body):
        return body
    from PIL import Image, ImageOps

    if media_type == DICOM:
        from assistant.image.intake.dicom.kept import picture

        image = Image.fromarray(picture(body, frame, window))
    else:
        image = _page(body, frame)
        if image.mode == "I;16":
            image = Image.fromarray(_eight_bits(image, window))
    if invert:
        image = ImageOps.invert(image)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def pixels(body: bytes, media_type: str, frame: int = 0) -> "Grid":
    """A frame (from 0): [h, w, 3] red, green and blue of 8 bits, or [h, w] of what its values measure."""
    import numpy as np

    if media_type == DICOM:
        from assistant.image.intake.dicom.kept import measured

        return measured(body, frame)
    return np.asarray(_page(body, frame))


def values(body: bytes, media_type: str, frame: int = 0) -> Values:
    """The grey values of a frame (from 0) for a viewer that windows by itself. WrongUse for colours."""
    if media_type == DICOM:
        from assistant.image.intake.dicom.kept import as_values

        return as_values(body, frame)
    grid = pixels(body, media_type, frame)
    if grid.ndim != 2:
        raise coloured()
    low, high = float(grid.min()), float(grid.max())
    shades = Shades("LINEAR_EXACT", ((low + high) / 2, max(high - low, 1e-9)), inverted=False)
    return packed_values(grid, shades, slope=1.0, intercept=0.0)


def packed_values(grid: "Grid", shades: Shades, *, slope: float, intercept: float) -> Values:
    """Stored values [h, w] as 16 bits where they fit, else as fractions of 32."""
    fits = grid.dtype.kind in "iub" and (grid.size == 0 or (grid.min() >= -32768 and grid.max() <= 32767))
    data = grid.astype("<i2" if fits else "<f4").tobytes()
    kind: Literal["int16", "float32"] = "int16" if fits else "float32"
    return Values(data, kind, grid.shape[1], grid.shape[0], slope, intercept, *shades)


def coloured() -> WrongUse:
    """What is wrong with asking for the grey values of colours."""
    return WrongUse("The image is in colour; it has no grey values.", "Ask for its picture.")


def no_frame(frames: int) -> WrongUse:
    """What is wrong with asking for a frame that is not there."""
    return WrongUse(f"There is no such frame; the image has {frames}.", f"Ask for 0 to {frames - 1}.")


def pages(body: bytes) -> "Iterator[Image.Image]":
    """Every frame of a picture that is kept as PNG or TIFF."""
    number = 0
    while True:
        try:
            page = _page(body, number)
        except WrongUse:
            return
        yield page
        number += 1


def _page(body: bytes, frame: int) -> "Image.Image":
    from PIL import Image

    image = Image.open(io.BytesIO(body), formats=["PNG", "TIFF"])
    frames = int(getattr(image, "n_frames", 1))
    if not 0 <= frame < frames:
        raise no_frame(frames)
    if frame:
        image.seek(frame)
    image.load()
    return image


def _is_deep(body: bytes) -> bool:
    """Whether a PNG has 16 bits a value, by its header."""
    return body[24] == 16


def _eight_bits(image: "Image.Image", window: Window | None) -> "Grid":
    import numpy as np

    grid = np.asarray(image).astype(np.float64)
    low, high = float(grid.min()), float(grid.max())
    if window is not None:
        low, high = window.centre - window.width / 2, window.centre + window.width / 2
    share = (grid - low) / max(high - low, 1e-9)
    return (np.clip(share, 0, 1) * 255).round().astype(np.uint8)

"""Picture files of strangers, opened within limits and written anew as PNG."""

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
# As many as a full page is drawn with at most, twice over; the memory they take is four times that in bytes.
MOST_PIXELS = 25_000_000
# Smaller pictures in a page or a book are icons, bullets and formulas; longer and thinner ones are rules.
LEAST_PX, THIN = 48, 12
# A signature is of so many averages a side.
SIGNED_SIDE = 16


def is_picture(data: bytes) -> bool:
    """Whether these bytes begin like a picture of a kind and size that is shown; nothing is decoded."""
    return _size(data) is not None


def is_ornament(data: bytes) -> bool:
    """Whether the picture is too small or too thin to show anything."""
    short, long = sorted(_size(data) or (0, 0))
    return short < LEAST_PX or long > THIN * short


def _size(data: bytes) -> tuple[int, int] | None:
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
    except Exception:  # Pillow's readers raise anything at damaged bytes
        return None
    return (width, height) if width * height <= MOST_PIXELS else None


def opened_picture(data: bytes) -> "Image":
    """The first frame as RGB, turned as its camera says; Refused if damaged, of another kind or too large."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(
                    f"The picture has {picture.width:,} x {picture.height:,} pixels; "
                    f"at most {MOST_PIXELS:,} are read.",
                    "Save it smaller.",
                )
            upright = ImageOps.exif_transpose(picture)
            return _on_white(upright)
    except Refused:
        raise
    except Exception as fault:  # Pillow's decoders raise anything at damaged bytes
        raise Refused("The picture cannot be read.", "Save it again as PNG or JPEG.") from fault


def png_of(picture: "Image", widest_px: int) -> bytes:
    """The picture as PNG, made smaller where it is wider than this."""
    if picture.width > widest_px:
        high = max(1, round(picture.height * widest_px / picture.width))
        picture = picture.resize((widest_px, high))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def averages(grey: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Averages of `side` x `side` equal parts."""
    from PIL import Image

    reduced = Image.fromarray(grey.astype(np.float32), "F").resize((side, side), Image.Resampling.BOX)
    return np.asarray(reduced, np.float64)


def signature(picture: "Image") -> NDArray[np.float32]:
    """Where a picture is lighter and darker than its mean: float32 [256], of length 1.

    Zeros where nothing is lighter or darker by a level; the product of two signatures is their likeness.
    """
    parts = averages(np.asarray(picture.convert("L"), np.float64), SIGNED_SIDE).ravel()
    light = parts - parts.mean()
    if float(np.abs(light).max()) < 1:
        return np.zeros(light.size, np.float32)
    return np.asarray(light / np.linalg.norm(light), np.float32)


def _on_white(picture: "Image") -> "Image":
    """Transparent parts are seen on paper."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")

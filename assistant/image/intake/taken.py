"""What an intake makes of a file, and how large a file may be for it."""

from hashlib import sha256
from typing import NamedTuple

from assistant.image.types import ImageInfo
from retrieval.errors import Refused
from retrieval.readers.invisible import strip_invisible

PNG, TIFF, DICOM = "image/png", "image/tiff", "application/dicom"
"""The forms in which images are kept; whatever came in is decoded once and written anew in one of them."""

MAX_DICOM_BYTES = 256 * 1024 * 1024
MAX_PHOTO_BYTES = 50 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_FRAMES = 2_000
MAX_DECODED_BYTES = 512 * 1024 * 1024
NAME_CHARS = 120


class Taken(NamedTuple):
    """An image that was taken in: what is known of it, and the bytes to keep, without what was removed."""

    info: ImageInfo
    body: bytes


def check_size(width: int, height: int, *, frames: int = 1, value_bytes: int = 1) -> None:
    """Nothing for an image that may be decoded, by what its header says. Raises Refused otherwise."""
    if width < 1 or height < 1 or frames < 1:
        raise Refused("The file says that its image has no size.", "Export it again.")
    if width * height > MAX_PIXELS:
        raise Refused(
            f"The image is {width:,} x {height:,} pixels; {MAX_PIXELS // 1_000_000} million are the most.",
            "Make it smaller, or cut out the part that matters.",
        )
    if frames > MAX_FRAMES:
        raise Refused(
            f"The file has {frames:,} frames; at most {MAX_FRAMES:,} are taken.",
            "Split it into parts.",
        )
    decoded = width * height * frames * value_bytes
    if decoded > MAX_DECODED_BYTES:
        raise Refused(
            f"Unpacked the file is {decoded / 2**20:,.0f} MB; {MAX_DECODED_BYTES // 2**20} MB are the most.",
            "Split it into parts of fewer frames.",
        )


def digest(body: bytes) -> str:
    """The id of an image that is kept as these bytes."""
    return sha256(body).hexdigest()[:32]


def plain_name(name: str) -> str:
    """The name of a file without its folders and without what cannot be seen, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = " ".join(strip_invisible(last)[0].split())
    return seen[-NAME_CHARS:] or "image"

"""Photographs, screenshots and scans become pictures without a word about where they come from."""

import io
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from assistant.image.intake.colours import plain
from assistant.image.intake.kinds import Kind
from assistant.image.intake.taken import PNG, TIFF, Taken, check_size, digest
from assistant.image.types import ImageInfo, Window
from retrieval.errors import Refused

PRECISION_AT = 4
# More effort saves a tenth of the bytes for three times the time.
EFFORT = 3


def photograph(data: bytes, kind: Kind) -> Taken:
    """The picture upright and in plain colours: one frame as PNG, the pages of a TIFF as TIFF.

    Raises Refused with the reason, or whatever the decoder raises.
    """
    if kind == "JPEG":
        _check_precision(data)
    image = _opened(data, kind)
    count = int(getattr(image, "n_frames", 1)) if kind == "TIFF" else 1
    check_size(*image.size, frames=count, value_bytes=max(1, len(image.getbands())))
    _load(image)
    removed, notes = _told(image), []
    if kind != "TIFF" and getattr(image, "n_frames", 1) > 1:
        notes.append("The file is animated; only its first picture was taken.")
    frames: list[Image.Image] = []
    for page in _pages(image, count):
        frame, said = plain(ImageOps.exif_transpose(page))
        notes.extend(note for note in said if note not in notes)
        if not frames or (frame.size == frames[0].size and frame.mode == frames[0].mode):
            frames.append(frame)
        elif (note := "Pages of another size than the first were left out.") not in notes:
            notes.append(note)
    return _kept(frames, removed, tuple(notes))


def _opened(data: bytes, kind: Kind) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(io.BytesIO(data), formats=[kind.upper()])
    except Image.DecompressionBombError as fault:
        raise Refused("The image has far too many pixels.", "Make it smaller.") from fault
    except UnidentifiedImageError as fault:
        raise Refused(
            f"The {kind} file cannot be read; it seems to be damaged.", "Fetch it again."
        ) from fault


def _pages(image: Image.Image, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        if count > 1:
            image.seek(number)
            check_size(*image.size)
        _load(image)
        yield image


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except OSError as fault:
        raise Refused(
            "The image is cut short or damaged; not all of it can be decoded.", "Fetch or export it again."
        ) from fault


def _told(image: Image.Image) -> tuple[str, ...]:
    """The kinds of metadata that the file carries; none of them is kept."""
    exif = image.getexif()
    info = image.info
    told = {
        "EXIF": bool(set(exif) - {ExifTags.Base.Orientation}) and image.format != "TIFF",
        "GPS position": ExifTags.IFD.GPSInfo in exif,
        "embedded thumbnail": bool(exif.get_ifd(ExifTags.IFD.IFD1)) if image.format == "JPEG" else False,
        "XMP": bool({"xmp", "XML:com.adobe.xmp"} & set(info)) or 700 in exif,
        "IPTC": "photoshop" in info or 33723 in exif or 34377 in exif,
        "comment": "comment" in info or bool(getattr(image, "text", None)),
        "description": image.format == "TIFF"
        and bool({270, 271, 272, 305, 306, 315, 316, 33432} & set(exif)),
        "colour profile": "icc_profile" in info,
    }
    return tuple(name for name, there in told.items() if there)


def _kept(frames: list[Image.Image], removed: tuple[str, ...], notes: tuple[str, ...]) -> Taken:
    first = frames[0]
    body = encoded(frames)
    deep = first.mode == "I;16"
    info = ImageInfo(
        id=digest(body),
        name="image",
        media_type=PNG if len(frames) == 1 else TIFF,
        width=first.width,
        height=first.height,
        frames=len(frames),
        depth=16 if deep else 8,
        colour=first.mode == "RGB",
        windows=(_whole_range(first),) if deep else (),
        removed=removed,
        notes=notes,
    )
    return Taken(info, body)


def encoded(frames: list[Image.Image]) -> bytes:
    """The frames as they are kept: one as PNG, more as TIFF."""
    first, *rest = frames
    buffer = io.BytesIO()
    if rest:
        first.save(buffer, "TIFF", save_all=True, append_images=rest, compression="tiff_adobe_deflate")
    else:
        first.save(buffer, "PNG", compress_level=EFFORT)
    return buffer.getvalue()


def _whole_range(frame: Image.Image) -> Window:
    grid = np.asarray(frame)
    low, high = int(grid.min()), int(grid.max())
    return Window(name="whole range", centre=(low + high) / 2, width=max(1, high - low))


def _check_precision(data: bytes) -> None:
    """Nothing for a JPEG of 8 bits. Raises Refused for another, which the decoder would call damaged."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            if data[at + PRECISION_AT] != 8:
                bits = data[at + PRECISION_AT]
                raise Refused(
                    f"The JPEG has {bits} bits a value; 8 are read.", "Save it as PNG, or send it as DICOM."
                )
            return
        at += 2 + length

"""Frames of a DICOM file as this product keeps it: unpacked, and with few tags."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
import pydicom
from pydicom import DataElement, Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from assistant.image.intake.dicom.frame import in_units, scaling, tags_of
from assistant.image.intake.dicom.shades import function_of, grey, usual_window
from assistant.image.intake.showing import Shades, Values, coloured, no_frame, packed_values
from assistant.image.intake.taken import digest
from assistant.image.types import Window

Grid = np.ndarray[Any, Any]
MADE_UID = "2.25.{}"
# The tag of FloatPixelData, and what stands before pixels: tag, kind, two empty bytes and the length.
FLOAT_PIXELS, TAG_BYTES, ELEMENT_HEAD = b"\xe0\x7f\x08\x00", 4, 12


class Frame(NamedTuple):
    """The stored values of a frame, [h, w] or [h, w, 3], and the tags that hold for it."""

    stored: Grid
    tags: Dataset


def picture(body: bytes, frame: int, window: Window | None) -> Grid:
    """A frame as it is looked at, [h, w] or [h, w, 3] of 8 bits."""
    found = _frame(body, frame)
    if found.stored.ndim == 3:
        return found.stored
    shades = grey(found.stored, found.tags, window)
    return 255 - shades if is_inverted(found.tags) else shades


def measured(body: bytes, frame: int) -> Grid:
    """A frame as what its values measure, [h, w]; colours as [h, w, 3]."""
    found = _frame(body, frame)
    return found.stored if found.stored.ndim == 3 else in_units(found.stored, found.tags)


def as_values(body: bytes, frame: int) -> Values:
    """The grey values of a frame for a viewer. WrongUse for colours."""
    found = _frame(body, frame)
    if found.stored.ndim == 3:
        raise coloured()
    scale = scaling(found.tags)
    shades = Shades(function_of(found.tags), usual_window(found.stored, found.tags), is_inverted(found.tags))
    if scale is None:
        return packed_values(in_units(found.stored, found.tags), shades, slope=1.0, intercept=0.0)
    return packed_values(found.stored, shades, slope=scale[0], intercept=scale[1])


def is_inverted(tags: Dataset) -> bool:
    """Whether low values are shown bright."""
    shape = tags.get("PresentationLUTShape")
    return bool(shape == "INVERSE" if shape else tags.get("PhotometricInterpretation") == "MONOCHROME1")


def blackened(body: bytes, cover: Callable[[Grid, float], None]) -> bytes:
    """The file after `cover` has changed each frame's stored values; it is told which of them is black."""
    kept = pydicom.dcmread(BytesIO(body))
    name = "FloatPixelData" if "FloatPixelData" in kept else "PixelData"
    frames = int(kept.NumberOfFrames)
    shape, kind = _layout(kept, floating=name == "FloatPixelData")
    data = np.frombuffer(kept[name].value, kind, count=frames * int(np.prod(shape)))
    grids = data.reshape(frames, *shape).copy()
    black = 0.0 if len(shape) == 3 else float(grids.max() if is_inverted(kept) else grids.min())
    for grid in grids:
        cover(grid, black)
    return written(kept, name, grids.tobytes())


def _layout(kept: Dataset, *, floating: bool) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """The shape of a frame, and the kind of its values."""
    shape = (int(kept.Rows), int(kept.Columns), *((3,) if kept.SamplesPerPixel == 3 else ()))
    letter = "f" if floating else "i" if kept.PixelRepresentation else "u"
    return shape, np.dtype(f"<{letter}{int(kept.BitsAllocated) // 8}")


def _frame(body: bytes, frame: int) -> Frame:
    """One frame, without reading the others: a loop of the heart may have hundreds of megabytes."""
    buffer = BytesIO(body)
    kept = pydicom.dcmread(buffer, stop_before_pixels=True)
    frames = int(kept.get("NumberOfFrames") or 1)
    if not 0 <= frame < frames:
        raise no_frame(frames)
    start = buffer.tell()
    shape, kind = _layout(kept, floating=body[start : start + TAG_BYTES] == FLOAT_PIXELS)
    count = int(np.prod(shape))
    offset = start + ELEMENT_HEAD + frame * count * kind.itemsize
    stored = np.frombuffer(body, kind, count=count, offset=offset)
    return Frame(stored.reshape(shape), tags_of(kept, frame))


def written(kept: Dataset, name: str, data: bytes) -> bytes:
    """The file with those pixels, under a UID made of them: the same image is the same file again."""
    vr = {"FloatPixelData": "OF"}.get(name, "OB" if kept.BitsAllocated == 8 else "OW")
    kept[name] = DataElement(name, vr, data + b"\x00" * (len(data) % 2))
    kept.SOPInstanceUID = MADE_UID.format(int(digest(data), 16))
    kept.file_meta = FileMetaDataset()
    kept.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    buffer = BytesIO()
    dcmwrite(buffer, kept, enforce_file_format=True, little_endian=True, implicit_vr=False)
    return buffer.getvalue()

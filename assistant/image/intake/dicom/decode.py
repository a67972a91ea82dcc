"""The pixels of a DICOM file, unpacked: grey values as they were stored, or red, green and blue of 8 bits."""

from typing import Any, NamedTuple

import numpy as np
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import iter_pixels, pixel_array
from pydicom.uid import UID

from retrieval.errors import Refused

GREY = ("MONOCHROME1", "MONOCHROME2")
COLOURS = ("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT", "YBR_PARTIAL_420", "YBR_PARTIAL_422")
PALETTE = "PALETTE COLOR"
CUT_SHORT = "The pixels of the DICOM file are cut short or damaged."


class Unpacked(NamedTuple):
    """All frames one after the other, little-endian, and how to read them."""

    data: bytes
    width: int
    height: int
    frames: int
    allocated: int
    stored: int
    signed: bool
    floating: bool
    photometric: str
    notes: tuple[str, ...]

    @property
    def colour(self) -> bool:
        """Whether a pixel is red, green and blue."""
        return self.photometric == "RGB"


def unpacked(given: Dataset) -> Unpacked:
    """The pixels of the file. Raises Refused where they are in a form that is not read, or cut short."""
    photometric = str(given.get("PhotometricInterpretation", "")).strip() or "MONOCHROME2"
    if photometric not in (*GREY, *COLOURS, PALETTE):
        raise Refused(f"Colours in the form {photometric} are not read.", "Export it as RGB.")
    given.PhotometricInterpretation = photometric
    frames = _frames(given)
    plain = frames if photometric in GREY else [_eight_bits(one, given, photometric) for one in frames]
    notes: tuple[str, ...] = ()
    if photometric not in GREY and frames[0].dtype.itemsize > 1:
        notes = ("Its colours are kept with 8 bits each.",)
    return _joined(plain, given, photometric if photometric in GREY else "RGB", notes)


def _frames(given: Dataset) -> list[np.ndarray[Any, Any]]:
    try:
        if int(given.get("NumberOfFrames") or 1) == 1:
            frames = [np.asarray(pixel_array(given))]
        else:
            frames = [np.asarray(frame) for frame in iter_pixels(given)]
    except (ValueError, RuntimeError, AttributeError, NotImplementedError, KeyError, IndexError) as fault:
        raise _why_not(given) from fault
    if not frames:
        raise Refused(CUT_SHORT, "Fetch or export it again.")
    return frames


def _why_not(given: Dataset) -> Refused:
    syntax = UID(given.file_meta.TransferSyntaxUID)
    if syntax.is_encapsulated:
        return Refused(
            f"The pixels are compressed in a way that cannot be read here, or damaged ({syntax.name}).",
            "Export it uncompressed, or as JPEG 2000.",
        )
    return Refused(CUT_SHORT, "Fetch or export it again.")


def _eight_bits(frame: np.ndarray[Any, Any], given: Dataset, photometric: str) -> np.ndarray[Any, Any]:
    if photometric == PALETTE:
        coloured = apply_color_lut(frame, given)
        return coloured if coloured.dtype == np.uint8 else (coloured >> 8).astype(np.uint8)
    extra = max(0, int(given.get("BitsStored", 8)) - 8)
    return (frame >> extra).astype(np.uint8)


def _joined(
    frames: list[np.ndarray[Any, Any]], given: Dataset, photometric: str, notes: tuple[str, ...]
) -> Unpacked:
    first = frames[0]
    kind = first.dtype
    if kind.kind == "f":
        kind = np.dtype("<f4")
    if kind.itemsize > 4:
        raise Refused("Pixels of 64 bits are not read.", "Export it with 16 or 32 bits.")
    stored = kind.itemsize * 8
    if photometric != "RGB" and kind.kind != "f":
        stored = min(stored, max(1, int(given.get("BitsStored") or stored)))
    order = kind.newbyteorder("<")
    return Unpacked(
        data=b"".join(np.ascontiguousarray(frame, dtype=order).tobytes() for frame in frames),
        width=first.shape[1],
        height=first.shape[0],
        frames=len(frames),
        allocated=kind.itemsize * 8,
        stored=stored,
        signed=kind.kind == "i",
        floating=kind.kind == "f",
        photometric=photometric,
        notes=notes,
    )

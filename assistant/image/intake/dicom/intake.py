"""A DICOM file becomes an image that can be kept: unpacked, and with no tag but those that show it."""

import warnings

from pydicom import Dataset

from assistant.image.intake.dicom.clean import cleaned
from assistant.image.intake.dicom.decode import Unpacked, unpacked
from assistant.image.intake.dicom.kept import written
from assistant.image.intake.dicom.opened import opened
from assistant.image.intake.dicom.tell import told
from assistant.image.intake.taken import DICOM, Taken, digest


def dicom(data: bytes) -> Taken:
    """The image of a DICOM file. Raises Refused with the reason, or whatever the decoder raises."""
    with warnings.catch_warnings():
        # Many a scanner breaks the rules of its tags; what that costs is told where it matters.
        warnings.simplefilter("ignore")
        given = opened(data)
        pixels = unpacked(given)
        kept, removed, notes = cleaned(given)
        return _taken(kept, pixels, removed=removed, notes=notes)


def _taken(kept: Dataset, pixels: Unpacked, *, removed: tuple[str, ...], notes: tuple[str, ...]) -> Taken:
    _describe(kept, pixels)
    body = written(kept, "FloatPixelData" if pixels.floating else "PixelData", pixels.data)
    info = told(kept, pixels, notes=(*pixels.notes, *notes))
    return Taken(info.model_copy(update={"id": digest(body), "media_type": DICOM, "removed": removed}), body)


def _describe(kept: Dataset, pixels: Unpacked) -> None:
    """Tags say how the pixels are kept now."""
    kept.Rows, kept.Columns, kept.NumberOfFrames = pixels.height, pixels.width, pixels.frames
    kept.SamplesPerPixel = 3 if pixels.colour else 1
    kept.PhotometricInterpretation = pixels.photometric
    kept.BitsAllocated, kept.BitsStored, kept.HighBit = pixels.allocated, pixels.stored, pixels.stored - 1
    kept.PixelRepresentation = int(pixels.signed)
    if pixels.colour:
        kept.PlanarConfiguration = 0
    if pixels.floating:
        for name in ("BitsStored", "HighBit", "PixelRepresentation"):
            delattr(kept, name)

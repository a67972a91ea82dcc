"""A DICOM file with a picture in it that is small enough to unpack; everything else is refused by name."""

import logging
from io import BytesIO

import pydicom
from pydicom import Dataset
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from assistant.image.intake.taken import check_size
from retrieval.errors import Refused

PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
MEDIA_DIRECTORY = "1.2.840.10008.1.3.10"
# What files without a picture are, by a part of the name of their class.
WITHOUT = (
    ("Waveform", "a recording of waves (such as an ECG)", "Export it as a picture or a PDF."),
    ("SR", "a structured report", "Choose the images that it reports on."),
    ("RT Plan", "a plan of radiotherapy", "Choose the images that it was made on."),
    ("RT Ion Plan", "a plan of radiotherapy", "Choose the images that it was made on."),
    ("RT Structure", "a set of outlines for radiotherapy", "Choose the images that it was drawn on."),
    ("Presentation State", "a way to show images, not an image", "Choose the images themselves."),
    ("Encapsulated", "a document in a DICOM wrapping", "Export the document, and add it as a source."),
    ("Color Palette", "a palette of colours", "Choose an image."),
    ("Raw Data", "raw data of a scanner", "Choose the images that were made of them."),
)
WANT = "Export the image itself, with its pixels."


def opened(data: bytes) -> Dataset:
    """The tags of a file whose picture may be unpacked. Raises Refused with what it is instead."""
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    given = pydicom.dcmread(BytesIO(data), force=True)
    _check_has_picture(given)
    _check_size(given)
    _settle_syntax(given)
    return given


def _check_has_picture(given: Dataset) -> None:
    if any(name in given for name in PIXELS):
        return
    meta = getattr(given, "file_meta", Dataset())
    kind = str(given.get("SOPClassUID") or meta.get("MediaStorageSOPClassUID") or "")
    if kind == MEDIA_DIRECTORY or "DirectoryRecordSequence" in given:
        raise Refused("The file is the directory of a DICOM disc.", "Choose the images that it lists.")
    name = UID(kind).name if kind else ""
    for part, what, next_step in WITHOUT:
        if part in name:
            raise Refused(f"The DICOM file holds {what}; there is no picture in it.", next_step)
    if len(given) == 0:
        raise Refused(
            "The file is no image of a kind that is read.", "Choose PNG, JPEG, WebP, TIFF or DICOM."
        )
    raise Refused("There is no picture in the DICOM file.", WANT)


def _check_size(given: Dataset) -> None:
    width, height = _whole(given, "Columns"), _whole(given, "Rows")
    frames = _whole(given, "NumberOfFrames", 1)
    samples, bits = _whole(given, "SamplesPerPixel", 1), _whole(given, "BitsAllocated")
    if bits not in (1, 8, 16, 32, 64) or samples not in (1, 3):
        raise Refused(f"Pixels of {samples} x {bits} bits are not read.", "Export it in another form.")
    check_size(width, height, frames=frames, value_bytes=samples * max(1, bits // 8))


def _whole(given: Dataset, name: str, unless: int | None = None) -> int:
    """The whole number in a tag. Raises Refused where it is missing or none."""
    value = given.get(name, unless)
    try:
        return unless if unless is not None and value in (None, "") else int(str(value))
    except ValueError as fault:
        raise Refused(f"The DICOM file is damaged: it does not say its {name}.", WANT) from fault


def _settle_syntax(given: Dataset) -> None:
    """A file without its first part says nothing of how it is written; what was found by reading holds."""
    if not hasattr(given, "file_meta"):
        given.file_meta = pydicom.dataset.FileMetaDataset()
    if "TransferSyntaxUID" in given.file_meta:
        return
    implicit, little = given.original_encoding
    if implicit:
        given.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    else:
        given.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian if little else ExplicitVRBigEndian

"""A DICOM file becomes an image that can be kept: unpacked, and with no tag but those that show it."""

from io import BytesIO

from pydicom import Dataset, dcmwrite
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from assistant.image.intake.dicom.clean import cleaned
from assistant.image.intake.dicom.decode import Unpacked, unpacked
from assistant.image.intake.dicom.opened import opened
from assistant.image.intake.dicom.tell import told
from assistant.image.intake.taken import DICOM, Taken, digest

MADE_UID = "2.25.{}"


def dicom(data: bytes) -> Taken:
    """The image of a DICOM file. Raises Refused with the reason, or whatever the decoder raises."""
    given = opened(data)
    pixels = unpacked(given)
    kept, removed, notes = cleaned(given)
    _describe(kept, pixels)
    body = _written(kept, pixels)
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
        kept.FloatPixelData = pixels.data
        kept["FloatPixelData"].VR = "OF"
    else:
        kept.PixelData = pixels.data + b"\x00" * (len(pixels.data) % 2)
        kept["PixelData"].VR = "OB" if pixels.allocated == 8 else "OW"


def _written(kept: Dataset, pixels: Unpacked) -> bytes:
    """The file. Its UID is made from its pixels, so that the same image is the same file again."""
    kept.SOPInstanceUID = MADE_UID.format(int(digest(pixels.data), 16))
    kept.file_meta = FileMetaDataset()
    kept.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    buffer = BytesIO()
    dcmwrite(buffer, kept, enforce_file_format=True, little_endian=True, implicit_vr=False)
    return buffer.getvalue()

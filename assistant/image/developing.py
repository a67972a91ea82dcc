"""DICOM files that authors name: taken in like any image, and kept as a plain picture."""

from assistant.image.intake import shown, take
from assistant.image.intake.taken import DICOM
from retrieval.errors import Refused


def developed(data: bytes, name: str) -> bytes:
    """The first frame of a DICOM file in its usual window, as PNG: no tag of it is left. Raises Refused."""
    info, body = take(data, name)
    if info.media_type != DICOM:
        raise Refused("It is named .dcm and is no DICOM file.", "Name it by what it is.")
    return shown(body, info.media_type)

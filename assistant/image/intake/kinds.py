"""What kind of file this is, by its first bytes: a name says nothing that is believed."""

import struct
from pathlib import PurePath
from typing import Literal

from retrieval.errors import Refused

Kind = Literal["PNG", "JPEG", "WebP", "TIFF", "DICOM"]
READ = "PNG, JPEG, WebP, TIFF or DICOM"
SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
SUFFIXES: dict[str, Kind] = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WebP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".dcm": "DICOM",
}
# What people try instead, and what they can do.
OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "a GIF, which is not read", "Save the picture you mean as PNG."),
    (b"BM", "a Windows bitmap, which is not read", "Save it as PNG."),
    (b"%PDF", "a PDF, not an image", "Add it to the library as a source; its figures are found there."),
    (b"PK\x03\x04", "an archive, not an image", "Unpack it and choose the image in it."),
    (b"\x1f\x8b", "a compressed file, not an image", "Unpack it and choose the image in it."),
    (b"\x00\x00\x00\x0cjP  ", "a bare JPEG 2000 picture, which is not read", "Save it as PNG."),
)
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
DICOM_GROUPS = (2, 8)
NO_LENGTH = 0xFFFFFFFF


def kind_of(data: bytes) -> Kind:
    """The kind of image these bytes begin. Raises Refused, saying what they are where that is seen."""
    if not data:
        raise Refused("The file is empty.", "Fetch or export it again.")
    # A file may be TIFF to one program and DICOM to another; its tags must go, so it is DICOM here.
    if data[128:132] == b"DICM":
        return "DICOM"
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if _begins_a_data_set(data):
        return "DICOM"
    raise _refused(data)


def lie(name: str, kind: Kind) -> str | None:
    """A note where the name of the file says another kind than its bytes."""
    said = SUFFIXES.get(PurePath(name).suffix.lower())
    if said is None or said == kind:
        return None
    return f"The name of the file says {said}, its content is {kind}; it was read as {kind}."


def _begins_a_data_set(data: bytes) -> bool:
    """Whether DICOM begins without its preamble: a tag of group 2 or 8 with a length that can be."""
    if len(data) < 12:
        return False
    for order in "<>":
        group, element = struct.unpack(f"{order}HH", data[:4])
        if group not in DICOM_GROUPS or element > 0x2200:
            continue
        if data[4:6].isalpha() and data[4:6].isupper():
            return True
        (length,) = struct.unpack(f"{order}I", data[4:8])
        if length <= min(len(data), 4096) and length % 2 == 0:
            return True
    return False


def _refused(data: bytes) -> Refused:
    for signature, what, next_step in OTHERS:
        if data.startswith(signature):
            return Refused(f"The file is {what}.", next_step)
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return Refused("The file is HEIC or AVIF, which is not read.", "Save it as JPEG or PNG.")
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"<svg" in head.lower():
        return Refused("The file is an SVG drawing, which is not read.", "Save it as PNG.")
    if head[:1] in b"<{[" or _is_text(head):
        return Refused("The file is text, not an image.", f"Choose {READ}.")
    return Refused("The file is no image of a kind that is read.", f"Choose {READ}.")


def _is_text(head: bytes) -> bool:
    return bool(head) and b"\x00" not in head and sum(byte < 9 for byte in head) == 0

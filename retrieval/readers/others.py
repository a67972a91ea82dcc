"""Files that are no documents: each is named for what it is, and refused if it is dangerous or damaged."""

import json
import re
import struct
import zlib
from collections.abc import Callable, Mapping

from retrieval.errors import Refused, Skipped
from retrieval.readers.encoding import decode
from retrieval.readers.yaml_safe import MAX_BYTES, load_plain_yaml
from retrieval.types import ReadDocument

MAX_PIXELS = 200_000_000
MAX_EXAMINED = 20 * 1024 * 1024
ADD_DOCUMENT = "Add PDF, Word, EPUB, HTML, Markdown, text or CSV files."
EXPORT_PICTURE = "Check the picture; pictures are not read as sources in any case."
XML_REACHES_OUT = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*(?:\[|\bSYSTEM\b)|<xi:include\b")
JPEG_END = b"\xff\xd9"
SVG_ACTIVE = re.compile(
    rb"<script|\son\w+\s*=|<foreignObject|javascript:|(?:href|src)\s*=\s*[\"']?\s*(?:https?:|file:|//)", re.I
)


class NotADocument:
    """The reader of what cannot be read: it always raises, with the reason."""

    def __init__(self, media_type: str, words: str) -> None:
        self._media_type = media_type
        self._words = words

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Never returns: Refused if the file is dangerous or damaged, else Skipped."""
        EXAMINERS.get(self._media_type, _nothing)(data)
        raise Skipped(f"The file is {self._words}, which is not read as a source.", ADD_DOCUMENT)


def _nothing(data: bytes) -> None:
    """Nothing to examine: the file is skipped unopened."""


def _json(data: bytes) -> None:
    if len(data) > MAX_EXAMINED:
        return

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            raise ValueError("the same key stands twice")
        return fields

    def number(said: str) -> object:
        raise ValueError(f"{said} is no JSON value")

    try:
        json.loads(decode(data)[0], object_pairs_hook=unique, parse_constant=number)
    except RecursionError as fault:
        raise Refused("The JSON is nested too deeply to be read.", ADD_DOCUMENT) from fault
    except ValueError as fault:
        raise Refused(
            f"The JSON is not valid: {str(fault)[:100]}.", "Correct it where it is made."
        ) from fault


def _yaml(data: bytes) -> None:
    if len(data) <= MAX_BYTES:
        load_plain_yaml(decode(data)[0])


def _xml(data: bytes) -> None:
    if XML_REACHES_OUT.search(decode(data[:MAX_EXAMINED])[0]):
        raise Refused(
            "The XML declares entities or names other files, which can grow without end or reach outside.",
            ADD_DOCUMENT,
        )


def _svg(data: bytes) -> None:
    _xml(data)
    if SVG_ACTIVE.search(data[:MAX_EXAMINED]):
        raise Refused("The SVG picture runs a script or loads something from outside.", EXPORT_PICTURE)


def _png(data: bytes) -> None:
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR" and len(body) >= 8:
            _limit_pixels(*struct.unpack(">II", body[:8]))
        if data[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(kind + body)):
            break
        if kind == b"IEND":
            return
        at += 12 + length
    raise Refused("The PNG picture is damaged: it ends early or a checksum is wrong.", EXPORT_PICTURE)


def _jpeg(data: bytes) -> None:
    at = 2
    while data[at : at + 1] == b"\xff" and at + 9 <= len(data):
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            _limit_pixels(*struct.unpack(">HH", data[at + 5 : at + 9]))
        at += 2 + length
    if JPEG_END not in data[-65536:]:
        raise Refused("The JPEG picture is cut off before its end.", EXPORT_PICTURE)


def _gif(data: bytes) -> None:
    if len(data) >= 10:
        _limit_pixels(*struct.unpack("<HH", data[6:10]))
    if not data.rstrip(b"\0").endswith(b";"):
        raise Refused("The GIF picture is cut off before its end.", EXPORT_PICTURE)


def _bmp(data: bytes) -> None:
    if len(data) >= 26:
        width, height = struct.unpack("<ii", data[18:26])
        _limit_pixels(abs(width), abs(height))


def _webp(data: bytes) -> None:
    if struct.unpack("<I", data[4:8])[0] + 8 > len(data):
        raise Refused("The WebP picture is cut off before its end.", EXPORT_PICTURE)


def _dicom(data: bytes) -> None:
    """Rows and columns (0028,0010 and 0011) promise a picture (7FE0,0010), which must then be there."""
    rows, columns = (_dicom_number(data, tag) for tag in (b"\x28\x00\x10\x00", b"\x28\x00\x11\x00"))
    if rows and columns and b"\xe0\x7f\x10\x00" not in data:
        raise Refused(
            "The DICOM file promises more picture than it holds.", "Export it again from its archive."
        )


def _dicom_number(data: bytes, tag: bytes) -> int | None:
    at = data.find(tag, 132)
    found = (
        re.match(rb"US\x02\x00(..)|\x02\x00\x00\x00(..)", data[at + 4 : at + 12], re.DOTALL)
        if at > 0
        else None
    )
    return int(struct.unpack("<H", found[1] or found[2])[0]) if found else None


def _limit_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Refused(
            f"The picture promises {width:,} by {height:,} pixels, too many to open.", EXPORT_PICTURE
        )


EXAMINERS: Mapping[str, Callable[[bytes], None]] = {
    "application/json": _json,
    "application/yaml": _yaml,
    "application/xml": _xml,
    "image/svg+xml": _svg,
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/bmp": _bmp,
    "application/dicom": _dicom,
}

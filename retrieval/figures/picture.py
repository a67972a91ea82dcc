"""The picture of a figure, drawn or taken from the kept original when somebody asks for it."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from retrieval.errors import PreceptorError, Refused
from retrieval.originals import picture_beside
from retrieval.pictures import opened_picture, png_of
from retrieval.types import Figure

MEMBER, FILE, DATA = "member:", "file:", "data"
_DATA_URL = re.compile(rb"data:image/(?:png|jpe?g|gif|webp|bmp);base64,([A-Za-z0-9+/=\s%]{16,})")


def figure_png(original: Path | None, figure: Figure, width_px: int) -> bytes:
    """The figure as PNG, at most about this wide; PreceptorError where the picture is not in the library."""
    if original is None or not figure.has_picture:
        raise PreceptorError("The library does not hold this picture.", "Open its page in the source.")
    if figure.box is not None:
        from retrieval.readers.pdf.view import region_png

        return region_png(original, figure.page, figure.box, width_px)
    return png_of(opened_picture(_bytes_of(original, figure.part or "", figure.digest)), width_px)


def pictures_inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The pictures that stand in addresses of their own in a text, each after its digest."""
    for match in _DATA_URL.finditer(data):
        try:
            picture = b64decode(re.sub(rb"\s|%0A", b"", match[1]))
        except (Error, ValueError):
            continue
        yield sha256(picture).hexdigest()[:32], picture


def _bytes_of(original: Path, part: str, digest: str | None) -> bytes:
    if part.startswith(FILE):
        beside = picture_beside(original, digest or "")
        if beside.exists():
            return beside.read_bytes()
        raise Refused("The picture was not kept with its source.", "Remove the source and add it again.")
    data = original.read_bytes()
    if part.startswith(MEMBER):
        from retrieval.readers.archive import member, open_archive

        return member(open_archive(data), part.removeprefix(MEMBER))
    for found, picture in pictures_inside(data):
        if found == digest:
            return picture
    raise Refused("The picture is not in its source any more.", "Remove the source and add it again.")

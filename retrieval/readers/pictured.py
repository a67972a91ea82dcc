"""Pictures that a source without pages names: in its own bytes, beside it, or nowhere to be had."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote

from retrieval.errors import Refused
from retrieval.figures.picture import DATA, FILE, MEMBER, pictures_inside
from retrieval.pictures import is_ornament, is_picture
from retrieval.readers.archive import member

MOST_BYTES = 20 * 1024 * 1024
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\", re.I)


class Located(NamedTuple):
    """Where a picture's bytes are, as `FigureRead` says it; no `part`: the library cannot hold it."""

    part: str | None = None
    digest: str | None = None


Locate = Callable[[str], Located | None]
"""From an address in a source to its picture; None for an ornament."""


class Met(NamedTuple):
    """A picture as it was met after so many blocks, with the words its source ties to it, empty if none."""

    after: int
    located: Located
    alt: str
    caption: str


def nowhere(_address: str) -> Located:
    """No picture can be had."""
    return Located()


def in_page(address: str) -> Located | None:
    """A picture in the address itself, or in a file of the page's folder; no other is ever looked for."""
    if address.lower().startswith("data:"):
        found = next(pictures_inside(address.encode("ascii", "replace")), None)
        return Located() if found is None else _kept(found[1], DATA)
    inside = _inside(address)
    return Located() if inside is None else Located(FILE + inside)


def in_archive(archive: zipfile.ZipFile) -> Locate:
    """Pictures that are members of the archive, by their names in it."""
    names = frozenset(archive.namelist())

    def locate(address: str) -> Located | None:
        name = _inside(address)
        if name is None or name not in names or archive.getinfo(name).file_size > MOST_BYTES:
            return Located()
        try:
            return _kept(member(archive, name), MEMBER + name)
        except Refused:
            return Located()

    return locate


def _inside(address: str) -> str | None:
    """A relative address as a path below the folder it starts from, None if it leads elsewhere."""
    plain = unquote(re.split(r"[?#]", address.strip(), maxsplit=1)[0])
    if not plain or _ELSEWHERE.match(plain) or "\0" in plain:
        return None
    path = posixpath.normpath(plain)
    return None if path in (".", "..") or path.startswith("../") else path


def _kept(data: bytes, part: str) -> Located | None:
    if not is_picture(data):
        return Located()
    return None if is_ornament(data) else Located(part, sha256(data).hexdigest()[:32])

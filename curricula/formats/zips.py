"""Zipped packages of other programs, opened with limits."""

import zipfile
from pathlib import PurePosixPath

from retrieval.errors import Refused
from retrieval.readers.archive import open_archive


def package(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive. Refused where it unpacks to too much, or holds what would lie outside of it, or a link."""
    archive = open_archive(data)
    for one in archive.infolist():
        path = PurePosixPath(one.filename.replace("\\", "/"))
        is_link = (one.external_attr >> 16) & 0o170000 == 0o120000
        if path.is_absolute() or ".." in path.parts or ":" in one.filename or is_link:
            what = f"{name} holds a file that would lie outside of it ({one.filename[:60]})."
            raise Refused(what, "Check where the file comes from; do not open it.")
    return archive

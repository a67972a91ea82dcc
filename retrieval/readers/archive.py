"""Zipped documents, opened with limits."""

import io
import zipfile
import zlib

from retrieval.errors import Refused

MAX_UNPACKED = 400 * 1024 * 1024
MAX_TEXT_PART = 60 * 1024 * 1024
MAX_MEMBERS = 20_000
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, with every promised size within limits: Python unpacks no member beyond its promise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as fault:
        raise _damaged() from fault
    members = archive.infolist()
    text = max(
        (m.file_size for m in members if m.filename.lower().endswith((".xml", ".xhtml", ".html"))), default=0
    )
    if sum(m.file_size for m in members) > MAX_UNPACKED or text > MAX_TEXT_PART or len(members) > MAX_MEMBERS:
        raise Refused(
            f"The file unpacks to more than {MAX_UNPACKED >> 20} MB, or one text in it to more than"
            f" {MAX_TEXT_PART >> 20} MB, far more than a document needs.",
            "Check where the file comes from; do not open it.",
        )
    if any(m.flag_bits & 1 for m in members):
        raise Refused(
            "The file is protected by a password.", "Save a copy without the password and add that."
        )
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes. Refused if it is missing or damaged."""
    try:
        return archive.read(name)
    except KeyError as fault:
        raise Refused(f"The file is damaged: its part {name[:80]} is missing.", "Export it again.") from fault
    except DAMAGED as fault:
        raise _damaged() from fault


def _damaged() -> Refused:
    return Refused("The file is damaged: its packed contents cannot be unpacked.", "Export it again.")

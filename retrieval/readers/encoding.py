"""Bytes to text, and what had to be assumed on the way."""

import codecs
import re

from retrieval.errors import Refused

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.05


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text and notes on how it was decoded. Refused if the bytes are not text at all."""
    text, note = _decoded(data, declared)
    if len(CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise Refused(
            "The file holds binary data, not text.", "Check what the file is and export it as text."
        )
    nuls = text.count("\0")
    notes = [note] if note else []
    if nuls:
        notes.append(f"Removed {nuls} NUL byte{'s' if nuls > 1 else ''} from the text.")
    return text.replace("\0", ""), tuple(notes)


def _decoded(data: bytes, declared: str | None) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replaced(data, encoding)
    if wide := _wide_without_mark(data):
        text, note = _replaced(data, wide)
        return text, note or f"Read as {wide.upper()}, although the file has no byte order mark."
    for encoding in filter(None, ("utf-8", declared)):
        try:
            return data.decode(encoding), ""
        except (UnicodeDecodeError, LookupError):
            continue
    return _single_byte(data)


def _replaced(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    return text, f"Replaced {damaged} characters that are not valid {encoding.upper()}." if damaged else ""


def _single_byte(data: bytes) -> tuple[str, str]:
    """Mostly valid UTF-8 is damaged UTF-8; anything else is taken for Windows-1252."""
    text = data.decode("utf-8", errors="replace")
    multibyte = sum(1 for letter in text if ord(letter) > 127 and letter != "\ufffd")
    damaged = text.count("\ufffd")
    if multibyte > damaged:
        return text, f"Replaced {damaged} characters that are not valid UTF-8."
    try:
        return data.decode("cp1252"), "Read as Windows-1252, because the text is not valid UTF-8."
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Read as Latin-1, because the text is not valid UTF-8."


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 of Western text has a NUL in every second byte, and only there."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    half = max(1, min(len(data), 4096) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None

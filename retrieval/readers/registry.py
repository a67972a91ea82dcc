"""What a file is, by its contents first and its name second, and who reads it."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from retrieval.errors import Refused, Skipped
from retrieval.ports import Reader

PDF = "application/pdf"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
CSV = "text/csv"
TSV = "text/tab-separated-values"
EPUB = "application/epub+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
XML = "application/xml"
SVG = "image/svg+xml"
# Mail programs and web servers leave up to a kilobyte of their own before the header.
PDF_HEADER_WITHIN = 1100


class Kind(NamedTuple):
    """A kind of file: what to call it, and the endings of its names."""

    words: str
    suffixes: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    PDF: Kind("a PDF", (".pdf",)),
    HTML: Kind("a web page (HTML)", (".html", ".htm", ".xhtml")),
    MARKDOWN: Kind("Markdown", (".md", ".markdown", ".mdown", ".mkd")),
    PLAIN: Kind("plain text", (".txt", ".text")),
    CSV: Kind("a CSV table", (".csv",)),
    TSV: Kind("a TSV table", (".tsv", ".tab")),
    DOCX: Kind("a Word document", (".docx", ".docm", ".dotx")),
    EPUB: Kind("an EPUB book", (".epub",)),
    OLE: Kind("an old or locked Office file", (".doc", ".xls", ".ppt", ".msg")),
    "application/rtf": Kind("an RTF document", (".rtf",)),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Kind(
        "an Excel workbook", (".xlsx", ".xlsm")
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": Kind(
        "a PowerPoint file", (".pptx",)
    ),
    "application/vnd.oasis.opendocument.text": Kind("an OpenDocument file", (".odt", ".ods", ".odp")),
    ZIP: Kind("a ZIP archive", (".zip",)),
    "application/gzip": Kind("a gzip archive", (".gz", ".tgz")),
    "application/x-7z-compressed": Kind("a 7-Zip archive", (".7z",)),
    "application/vnd.rar": Kind("a RAR archive", (".rar",)),
    "application/x-xz": Kind("an xz archive", (".xz",)),
    "application/x-bzip2": Kind("a bzip2 archive", (".bz2",)),
    "application/x-tar": Kind("a tar archive", (".tar",)),
    "application/json": Kind("JSON data", (".json",)),
    "application/x-ndjson": Kind("JSON lines", (".jsonl", ".ndjson")),
    "application/yaml": Kind("YAML data", (".yaml", ".yml")),
    XML: Kind("XML data", (".xml",)),
    SVG: Kind("an SVG picture", (".svg",)),
    "image/png": Kind("a PNG picture", (".png",)),
    "image/jpeg": Kind("a JPEG picture", (".jpg", ".jpeg", ".jpe")),
    "image/gif": Kind("a GIF picture", (".gif",)),
    "image/webp": Kind("a WebP picture", (".webp",)),
    "image/tiff": Kind("a TIFF picture", (".tif", ".tiff")),
    "image/bmp": Kind("a BMP picture", (".bmp",)),
    "application/dicom": Kind("a DICOM image", (".dcm", ".dicom")),
    "application/x-executable": Kind("a program", (".exe", ".dll", ".so")),
    "application/vnd.sqlite3": Kind("a database", (".sqlite", ".db", ".sqlite3")),
}
BY_SUFFIX = {suffix: media_type for media_type, kind in KINDS.items() for suffix in kind.suffixes}
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
)
# These are written in plain letters: contents without a mark of their own may be any of them.
TEXTUAL = frozenset({MARKDOWN, PLAIN, CSV, TSV, HTML, XML, SVG})
SNIFFED_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*(<!doctype\s+html|<html|<svg|<\?xml|<!doctype)",
    re.IGNORECASE | re.DOTALL,
)


def reader_for(data: bytes, name: str) -> Reader:
    """Who reads this file. Refused if name and contents disagree, Skipped if of no kind known."""
    return _reader(media_type(data, name))


def media_type(data: bytes, name: str) -> str:
    """What the file is. Refused if its name says otherwise, Skipped if neither tells."""
    suffix = PurePath(name).suffix.lower()
    named = BY_SUFFIX.get(suffix)
    found = _by_contents(data, named)
    if found is None:
        return _as_named(data, named, suffix)
    if named is None or named == found or _may_hold(named, found):
        return found
    if (named, found) == (DOCX, OLE):
        raise Refused(
            "The file is named .docx but is locked with a password, or is an older Word file.",
            "Open it in Word and save a copy as .docx without a password.",
        )
    raise Refused(
        f"The file is named {suffix} but holds {KINDS[found].words}.",
        f"Rename it to {_ending(found)} if that is what it is, and add it again.",
    )


def _as_named(data: bytes, named: str | None, suffix: str) -> str:
    """Contents without a mark of their own: right for text, wrong for a format that has one."""
    if named is None:
        raise Skipped(
            f"The file's ending {suffix[:20]!r} is not one that is read."
            if suffix
            else "The file has no ending.",
            "Add PDF, Word, EPUB, HTML, Markdown, text or CSV files.",
        )
    if named in READERS and named not in TEXTUAL:
        raise Refused(
            f"The file is named {suffix} but does not hold {KINDS[named].words}.",
            "It may be damaged or cut off; fetch or export it again.",
        )
    return named


def _may_hold(named: str, found: str) -> bool:
    """Differences that are no disagreement: XHTML is XML, and Office endings share their containers."""
    return (named, found) in {(XML, HTML), (XML, SVG), (HTML, XML)} or (
        found in (ZIP, OLE) and named not in READERS
    )


def _ending(found: str) -> str:
    return KINDS[found].suffixes[0]


def _by_contents(data: bytes, named: str | None) -> str | None:
    head = data[: PDF_HEADER_WITHIN + 8]
    for magic, media in MAGIC:
        if head.startswith(magic):
            return media
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zipped(data, named)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[128:132] == b"DICM":
        return "application/dicom"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    if head.startswith(b"MZ") and b"\0" in head:
        return "application/x-executable"
    if named == PDF and b"%PDF-" in head:
        return PDF
    return None if named == MARKDOWN else _markup(data)


def _markup(data: bytes) -> str | None:
    match = SNIFFED_MARKUP.match(data[:4096])
    if match is None:
        return None
    start = match[1].lower()
    if start == b"<svg" or (start == b"<!doctype" and b"<svg" in data[:4096].lower()):
        return SVG
    return HTML if b"html" in start else XML


def _zipped(data: bytes, named: str | None) -> str:
    """An archive is what it holds; a damaged one is what its name says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:5000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return named if named in (DOCX, EPUB) else ZIP
    if "META-INF/container.xml" in names:
        return EPUB
    folders = {"word": DOCX, "xl": BY_SUFFIX[".xlsx"], "ppt": BY_SUFFIX[".pptx"]}
    if "[Content_Types].xml" in names:
        return next(
            (media for folder, media in folders.items() if any(n.startswith(f"{folder}/") for n in names)),
            ZIP,
        )
    return BY_SUFFIX[".odt"] if "content.xml" in names and "mimetype" in names else ZIP


def _pdf() -> Reader:
    from retrieval.readers.pdf.reader import PdfReader

    return PdfReader()


def _html() -> Reader:
    from retrieval.readers.html import HtmlReader

    return HtmlReader()


def _markdown() -> Reader:
    from retrieval.readers.markdown import MarkdownReader

    return MarkdownReader()


def _plain() -> Reader:
    from retrieval.readers.plain import PlainReader

    return PlainReader()


def _csv() -> Reader:
    from retrieval.readers.tabular import TabularReader

    return TabularReader(CSV)


def _tsv() -> Reader:
    from retrieval.readers.tabular import TabularReader

    return TabularReader(TSV)


def _docx() -> Reader:
    from retrieval.readers.docx import DocxReader

    return DocxReader()


def _epub() -> Reader:
    from retrieval.readers.epub import EpubReader

    return EpubReader()


# Each reader is imported when the first file of its kind is met: a folder of Markdown loads no PDF engine.
READERS: Mapping[str, Callable[[], Reader]] = {
    PDF: _pdf,
    HTML: _html,
    MARKDOWN: _markdown,
    PLAIN: _plain,
    CSV: _csv,
    TSV: _tsv,
    DOCX: _docx,
    EPUB: _epub,
}


def _reader(media: str) -> Reader:
    if media in READERS:
        return READERS[media]()
    from retrieval.readers.others import NotADocument

    return NotADocument(media, KINDS[media].words)

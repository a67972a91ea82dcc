"""What a file is: contents first, name second, and no reading of what disagrees."""

import json
import struct
import zlib

import pytest

from retrieval.errors import Refused, Skipped
from retrieval.readers import registry
from retrieval.readers.registry import BY_SUFFIX, KINDS, READERS, media_type
from tests.retrieval.reading import read

PDF = b"%PDF-1.4\n"
HTML = b"<!doctype html><html><body><p>Rest.</p></body></html>"


def png(width: int, height: int, *, crc: int = 0) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body) ^ crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", PDF, registry.PDF),
        ("a.PDF", b"Content-Type: x\r\n" * 60 + PDF, registry.PDF),
        ("download", PDF, registry.PDF),
        ("a.html", HTML, registry.HTML),
        ("a.html", b"<p>Rest", registry.HTML),
        ("a.xhtml", b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html/>', registry.HTML),
        ("a.md", HTML, registry.MARKDOWN),
        ("a.txt", b"A PDF begins with %PDF-1.4", registry.PLAIN),
        ("a.csv", b"a,b", registry.CSV),
        ("a.tsv", b"a\tb", registry.TSV),
        ("a.svg", b"<svg/>", registry.SVG),
        ("a.xml", b"<?xml version='1.0'?><x/>", registry.XML),
    ],
)
def test_a_file_is_told_by_contents_and_name(name: str, data: bytes, expected: str) -> None:
    assert media_type(data, name) == expected


@pytest.mark.parametrize(
    ("name", "data", "both"),
    [
        ("a.pdf", HTML, (r"\.pdf", "HTML")),
        ("a.txt", PDF, (r"\.txt", "PDF")),
        ("a.txt", HTML, (r"\.txt", "HTML")),
        ("a.docx", PDF, (r"\.docx", "PDF")),
        ("a.pdf", png(1, 1), (r"\.pdf", "PNG")),
        ("a.png", PDF, (r"\.png", "PDF")),
        ("a.md", b"PK\x03\x04", (r"\.md", "ZIP")),
        ("a.pdf", b"Just text.", (r"\.pdf", "PDF")),
        ("a.epub", b"Just text.", (r"\.epub", "EPUB")),
        ("a.md", b"\x7fELF\x02", (r"\.md", "program")),
    ],
)
def test_a_name_that_disagrees_with_its_contents_is_refused_naming_both(
    name: str, data: bytes, both: tuple[str, str]
) -> None:
    with pytest.raises(Refused, match=f"{both[0]} .*{both[1]}"):
        media_type(data, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps({"a": [1, 2]}).encode()),
        ("a.yaml", b"a: 1\n"),
        ("large.yaml", b"a: [1, 2, 3]\n" * 10_000),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n'),
        ("a.xml", b"<x/>"),
        ("a.svg", b"<svg><text>hi</text></svg>"),
        ("a.png", png(1, 1)),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 50 + b"\xff\xd9"),
        ("a.gif", b"GIF89a\x08\x00\x08\x00;"),
        ("a.dcm", b"\0" * 128 + b"DICM" + b"\0" * 20),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18),
        ("a.xyz", b"anything"),
        ("noending", b"anything"),
        ("a.exe", b"MZ\0\0"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_is_no_document_is_skipped_with_a_reason(name: str, data: bytes) -> None:
    with pytest.raises(Skipped, match=r"^The file"):
        read(data, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"[" * 100_000 + b"]" * 100_000),
        ("a.json", b'{"a": NaN}'),
        ("a.json", b'{"a": 1, "a": 2}'),
        ("a.json", b"[1, 2,]"),
        ("a.yaml", b"a: !!python/object:os.system x\n"),
        ("a.yaml", b"a: 1\na: 2\n"),
        ("a.xml", b"<!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>"),
        ("a.xml", "<!DOCTYPE x [<!ENTITY a 'ha'>]><x>&a;</x>".encode("utf-16")),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.svg", b"<svg><image href='http://collector.invalid/a.png'/></svg>"),
        ("a.png", png(30_000, 30_000)),
        ("a.png", png(1, 1, crc=1)),
        ("a.png", png(1, 1)[:-8]),
        ("a.xml", b'<!DOCTYPE x SYSTEM "http://collector.invalid/x.dtd"><x/>'),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 50),
        ("a.jpg", b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00\xff\xd9"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_is_dangerous_or_damaged_is_refused_with_a_reason(name: str, data: bytes) -> None:
    with pytest.raises(Refused, match=r"^The "):
        read(data, name)


def test_every_reader_has_a_name_and_endings_of_its_own() -> None:
    assert all(KINDS[media].suffixes for media in READERS)
    assert len(BY_SUFFIX) == sum(len(kind.suffixes) for kind in KINDS.values())

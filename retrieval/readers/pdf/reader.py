"""Reads a PDF: pages as PDFium extracts them, and their text as blocks that map back to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from retrieval.errors import Refused, Skipped
from retrieval.readers.pdf import chars, ocr
from retrieval.readers.pdf.document import Layout, document_of
from retrieval.readers.pdf.drawn import drawn
from retrieval.readers.pdf.info import info_of, locked
from retrieval.readers.pdf.lines import by_direction, join_neighbours, lines_of
from retrieval.readers.pdf.ocr import Recogniser
from retrieval.readers.pdf.tables import ruled_tables
from retrieval.types import ReadDocument

_MOST_PAGES = 20_000


class PdfReader:
    """Reads PDF files. PDFium gives text and places, pypdf the outline, labels and properties.

    Scanned pages are read by `recogniser()`'s recogniser, if there is one.
    """

    def __init__(self, recogniser: Callable[[], Recogniser | None] = ocr.recogniser) -> None:
        self._recogniser = recogniser

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Every page with its blocks; Refused if damaged, locked or a bomb, Skipped if it has no text."""
        if not data.strip():
            raise Refused(f"{name} is empty.", "Download it again.")
        if b"%PDF-" not in data[:8192]:
            raise Refused(f"{name} is not a PDF although its name says so.", "Rename it to what it is.")
        info = info_of(data, name)
        with opened(data, name) as pdf:
            layouts = self._scans_read(pdf, [_layout(pdf, index) for index in range(len(pdf))])
        if not any(layout.has_text for layout in layouts):
            raise _without_text(name, layouts)
        return document_of(layouts, info)

    def _scans_read(self, pdf: Any, layouts: list[Layout]) -> list[Layout]:
        recognise = self._recogniser() if any(layout.is_scan for layout in layouts) else None
        if recognise is None:
            return layouts
        return [_scan(pdf, layout, recognise) if layout.is_scan else layout for layout in layouts]


def _without_text(name: str, layouts: list[Layout]) -> Skipped:
    if any(layout.is_scan for layout in layouts):
        return Skipped(
            f"{name} has no text, only pictures of pages.",
            'Reading them needs OCR: pip install "preceptor[ocr]", then add the file again.',
        )
    return Skipped(
        f"{name} has no text on any page.", "If it shows text, print it to a new PDF and add that."
    )


@contextmanager
def opened(source: Any, name: str) -> Iterator[Any]:
    """A PDFium document, under the lock; Refused if it or one of its pages cannot be opened."""
    from pypdfium2 import PdfDocument, PdfiumError

    with chars.LOCK:
        try:
            pdf = PdfDocument(source)
        except PdfiumError as error:
            if "password" in str(error).lower():
                raise locked(name) from error
            raise Refused(
                f"{name} is damaged and cannot be opened.", "Download it again or print it anew."
            ) from error
        try:
            if not 0 < len(pdf) <= _MOST_PAGES:
                raise Refused(
                    f"{name} has {len(pdf):,} pages; from 1 to {_MOST_PAGES:,} can be read.",
                    "Split it into parts.",
                )
            yield pdf
        except PdfiumError as error:
            raise Refused(f"{name} has a damaged page.", "Download it again or print it anew.") from error
        finally:
            pdf.close()


def _scan(pdf: Any, layout: Layout, recognise: Recogniser) -> Layout:
    page = pdf[layout.index]
    try:
        scan = ocr.read_scan(page, chars.frame_of(page), layout.index, recognise)
    finally:
        page.close()
    lines = tuple(join_neighbours(scan.lines, scan.text))
    return replace(layout, text=scan.text, directions=(lines,) if lines else (), words=scan.words)


def _layout(pdf: Any, index: int) -> Layout:
    page = pdf[index]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        frame = chars.frame_of(page)
        found = chars.glyphs(textpage, text, frame)
        shapes = drawn(page, frame)
        if not found:
            return Layout(index, text, frame.height, drawn=shapes)
        tables, rest = ruled_tables(shapes.rules, found, text, index)
        directions = tuple(tuple(lines_of(group, text, index)) for group in by_direction(rest, frame))
        return Layout(index, text, frame.height, directions, tuple(tables), drawn=shapes)
    finally:
        textpage.close()
        page.close()

"""Reads a PDF: pages as PDFium extracts them, and their text as blocks that map back to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from retrieval.errors import Refused, Skipped
from retrieval.readers import pdf_chars
from retrieval.readers.pdf_document import Layout, document_of
from retrieval.readers.pdf_info import info_of, locked
from retrieval.readers.pdf_lines import by_direction, lines_of
from retrieval.readers.tables import ruled_tables
from retrieval.types import ReadDocument

_MOST_PAGES = 20_000


class PdfReader:
    """Reads PDF files. PDFium gives text and places, pypdf the outline, labels and properties."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Every page with its blocks; Refused if damaged, locked or a bomb, Skipped if it has no text."""
        if not data.strip():
            raise Refused(f"{name} is empty.", "Download it again.")
        if b"%PDF-" not in data[:8192]:
            raise Refused(f"{name} is not a PDF although its name says so.", "Rename it to what it is.")
        info = info_of(data, name)
        with opened(data, name) as pdf:
            layouts = [_layout(pdf, index) for index in range(len(pdf))]
        without = tuple(layout.index for layout in layouts if not layout.directions and not layout.tables)
        if len(without) == len(layouts):
            raise Skipped(
                f"{name} has no text, only pictures of pages.",
                'Reading them needs OCR: pip install "preceptor[ocr]", then add the file again.',
            )
        return document_of(layouts, info, without)


@contextmanager
def opened(source: Any, name: str) -> Iterator[Any]:
    """A PDFium document, under the lock; Refused if it or one of its pages cannot be opened."""
    from pypdfium2 import PdfDocument, PdfiumError

    with pdf_chars.LOCK:
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


def _layout(pdf: Any, index: int) -> Layout:
    page = pdf[index]
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        frame = pdf_chars.frame_of(page)
        found = pdf_chars.glyphs(textpage, text, frame)
        if not found:
            return Layout(index, text, frame.height, picture_share=pdf_chars.picture_share(page, frame))
        rules = pdf_chars.rules(page, frame)
        tables, rest = ruled_tables(rules, found, text, index)
        directions = tuple(tuple(lines_of(group, text, index)) for group in by_direction(rest, frame))
        return Layout(index, text, frame.height, directions, tuple(tables), tuple(rules))
    finally:
        textpage.close()
        page.close()

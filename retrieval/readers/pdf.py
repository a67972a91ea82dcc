"""Reads a PDF: pages as PDFium extracts them, and their text as blocks that map back to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from retrieval.errors import Refused, Skipped
from retrieval.readers import pdf_chars
from retrieval.readers.pdf_blocks import (
    Style,
    body_face,
    header_of,
    heading_sizes,
    paragraph_block,
    row_blocks,
)
from retrieval.readers.pdf_furniture import furniture
from retrieval.readers.pdf_info import Info, info_of, locked
from retrieval.readers.pdf_lines import Line, by_direction, lines_of
from retrieval.readers.pdf_order import in_reading_order
from retrieval.readers.pdf_paragraphs import Paragraph, paragraphs, runs_on, words_seen
from retrieval.readers.tables import Table, ruled_tables
from retrieval.types import Block, Page, ReadDocument

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 20_000
_SCAN_SHARE = 0.5  # a picture over half of a page without text is taken for a scan


@dataclass(frozen=True)
class Layout:
    """A page before its blocks are told apart: lines of each direction of writing, and tables."""

    index: int
    text: str
    height: float
    directions: tuple[tuple[Line, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    picture_share: float = 0.0


@dataclass
class Count:
    """What the ingest report says of a document."""

    tables: int = 0
    figures: int = 0
    furniture: int = 0
    notes: list[str] = field(default_factory=list)


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
        return _document(layouts, info, without)


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
        tables, rest = ruled_tables(pdf_chars.rules(page, frame), found, text, index)
        directions = tuple(tuple(lines_of(group, text, index)) for group in by_direction(rest, frame))
        return Layout(index, text, frame.height, directions, tuple(tables))
    finally:
        textpage.close()
        page.close()


def _document(layouts: Sequence[Layout], info: Info, without: tuple[int, ...]) -> ReadDocument:
    count = Count(notes=list(info.notes))
    main = [layout.directions[0] if layout.directions else () for layout in layouts]
    repeated = furniture(main, [layout.height for layout in layouts])
    count.furniture = len(repeated)
    flows = [_flows(layout, repeated) for layout in layouts]
    style = _style(flows, layouts, info)
    pages = []
    previous: tuple[Table, tuple[str, ...]] | None = None
    for layout, flow in zip(layouts, flows, strict=True):
        blocks, previous = _blocks(layout, flow, style, previous, count)
        label = info.labels[layout.index] if info.labels and layout.index < len(info.labels) else None
        pages.append(Page(index=layout.index, text=layout.text, blocks=tuple(blocks), label=label or None))
    if count.furniture:
        count.notes.append(
            f"{count.furniture} running headers, footers and page numbers left out of passages."
        )
    return ReadDocument(
        media_type=MEDIA_TYPE,
        metadata=info.metadata,
        pages=tuple(pages),
        pages_without_text=without,
        tables=count.tables,
        figures=count.figures,
        notes=tuple(count.notes),
    )


def _flows(layout: Layout, repeated: set[int]) -> list[Paragraph | Table]:
    """Paragraphs and tables of a page in reading order; turned writing comes last."""
    flow: list[Paragraph | Table] = []
    for number, lines in enumerate(layout.directions or ((),)):
        kept: list[Line | Table] = [line for line in lines if id(line) not in repeated]
        if number == 0:
            kept.extend(layout.tables)
        for column in in_reading_order(kept):
            found = list(_column(column, layout.text))
            last, first = flow[-1] if flow else None, found[0] if found else None
            if isinstance(last, Paragraph) and isinstance(first, Paragraph) and runs_on(last, first):
                flow[-1] = Paragraph(last.lines + first.lines, last.listed)
                found = found[1:]
            flow.extend(found)
    return flow


def _column(column: Sequence[Line | Table], text: str) -> Iterator[Paragraph | Table]:
    lines: list[Line] = []
    for item in column:
        if isinstance(item, Table):
            yield from paragraphs(lines, text)
            yield item
            lines = []
        else:
            lines.append(item)
    yield from paragraphs(lines, text)


def _style(flows: Sequence[Sequence[Paragraph | Table]], layouts: Sequence[Layout], info: Info) -> Style:
    found = [item for flow in flows for item in flow if isinstance(item, Paragraph)]
    lines = [line for layout in layouts for group in layout.directions for line in group]
    lines += [line for layout in layouts for table in layout.tables for line in table.lines]
    body = body_face(line for paragraph in found for line in paragraph.lines)
    return Style(body, heading_sizes(found, body), info.outline, frozenset(words_seen(lines)))


def _blocks(
    layout: Layout,
    flow: Sequence[Paragraph | Table],
    style: Style,
    previous: tuple[Table, tuple[str, ...]] | None,
    count: Count,
) -> tuple[list[Block], tuple[Table, tuple[str, ...]] | None]:
    """A page's blocks, and its last table with its header if the page ends in one."""
    blocks: list[Block] = []
    for number, item in enumerate(flow):
        if isinstance(item, Paragraph):
            block = paragraph_block(item, layout.text, style)
            count.figures += block.kind == "figure"
            blocks.append(block)
            previous = None
            continue
        names, skip = header_of(item, layout.text)
        if number == 0 and previous and continues(previous[0], item):
            skip = skip if names == previous[1] else 0
            names = previous[1]
        else:
            count.tables += 1
        blocks.extend(row_blocks(item, names, skip, layout.text, style.seen))
        previous = (item, names)
    return blocks, previous


def continues(table: Table, following: Table) -> bool:
    """Whether a table goes on in the next: the same columns at the same places."""
    return len(table.edges) == len(following.edges) and all(
        abs(a - b) < 4 for a, b in zip(table.edges, following.edges, strict=True)
    )

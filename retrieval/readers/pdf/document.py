"""Pages of lines become a document: what repeats, what is body and what heading, which table goes on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.figures.found import Said, figures_on, ornaments_of
from retrieval.figures.rects import around
from retrieval.readers.pdf.blocks import (
    Style,
    body_face,
    header_of,
    heading_sizes,
    paragraph_block,
    row_blocks,
)
from retrieval.readers.pdf.chars import Rect
from retrieval.readers.pdf.drawn import Drawn
from retrieval.readers.pdf.furniture import contents, furniture
from retrieval.readers.pdf.info import Info
from retrieval.readers.pdf.lines import Line
from retrieval.readers.pdf.ocr import Word, with_boxes
from retrieval.readers.pdf.order import in_reading_order, is_set_in_columns
from retrieval.readers.pdf.paragraphs import Paragraph, joined, paragraphs, runs_on, words_seen
from retrieval.readers.pdf.tables import Table
from retrieval.readers.pdf.tables_aligned import aligned_tables
from retrieval.types import Block, FigureRead, Metadata, Page, ReadDocument

MEDIA_TYPE = "application/pdf"
_SCAN_SHARE = 0.2  # of a page without text: a picture larger than this may hold its text


@dataclass(frozen=True)
class Layout:
    """A page before its blocks are told apart: lines of each direction of writing, tables, drawings.

    A scan's `text` is what OCR read, and `words` are the places of its words; its page text is empty.
    """

    index: int
    text: str
    height: float
    directions: tuple[tuple[Line, ...], ...] = ()
    tables: tuple[Table, ...] = ()
    drawn: Drawn | None = None
    words: tuple[Word, ...] = ()

    @property
    def rules(self) -> tuple[Rect, ...]:
        """The lines with which tables are ruled."""
        return self.drawn.rules if self.drawn else ()

    @property
    def is_scan(self) -> bool:
        """Whether it is a picture of a page: words read by OCR, or none and a large picture."""
        share = self.drawn.picture_share if self.drawn else 0.0
        return bool(self.words) or (not self.has_text and share >= _SCAN_SHARE)

    @property
    def has_text(self) -> bool:
        """Whether anything on it could be read."""
        return bool(self.directions or self.tables)


@dataclass
class Count:
    """What the ingest report says of a document."""

    tables: int = 0
    figures: int = 0
    furniture: int = 0
    contents: int = 0
    notes: list[str] = field(default_factory=list)


def document_of(layouts: Sequence[Layout], info: Info) -> ReadDocument:
    """The document: running heads found over all pages, then each page's blocks in one style."""
    count = Count(notes=list(info.notes))
    main = [layout.directions[0] if layout.directions else () for layout in layouts]
    repeated = furniture(main, [layout.height for layout in layouts])
    count.furniture = len(repeated)
    listed = [contents([line for line in lines if id(line) not in repeated]) for lines in main]
    count.contents = sum(map(len, listed))
    repeated.update(id(piece) for rows in listed for row in rows for piece in row)
    flows = [_flows(layout, repeated) for layout in layouts]
    style = _style(flows, layouts, info)
    pages = []
    found: list[FigureRead] = []
    ornaments = ornaments_of([layout.drawn for layout in layouts])
    previous: tuple[Table, tuple[str, ...]] | None = None
    for layout, flow in zip(layouts, flows, strict=True):
        blocks, previous = _blocks(layout, flow, style, previous, count)
        shapes = None if layout.is_scan else layout.drawn
        found.extend(figures_on(layout.index, shapes, _said(flow, blocks), ornaments))
        label = info.labels[layout.index] if info.labels and layout.index < len(info.labels) else None
        if layout.words:
            blocks = [with_boxes(block, layout.words) for block in blocks]
        text = "" if layout.words else layout.text
        pages.append(Page(index=layout.index, text=text, blocks=tuple(blocks), label=label or None))
    count.notes.extend(_notes(layouts, count))
    return ReadDocument(
        media_type=MEDIA_TYPE,
        metadata=_titled(info.metadata, flows[0], layouts[0].text, style),
        pages=tuple(pages),
        pages_without_text=tuple(layout.index for layout in layouts if not layout.has_text),
        tables=count.tables,
        figures=count.figures,
        pictures=tuple(found),
        notes=tuple(count.notes),
    )


def _said(flow: Sequence[Paragraph | Table], blocks: Sequence[Block]) -> list[Said]:
    """The paragraphs of a page with their blocks' text, and its tables, each where it stands."""
    said: list[Said] = []
    waiting = iter(block for block in blocks if not block.cells)
    for item in flow:
        if isinstance(item, Paragraph):
            block = next(waiting)
            at = next((part.page_start for part in block.segments if part.page_start is not None), None)
            said.append(Said(around([line.rect for line in item.lines]), block.kind, block.text, at))
        else:
            said.append(Said(item.rect, "table", "", None))
    return said


def _titled(metadata: Metadata, cover: Sequence[Paragraph | Table], text: str, style: Style) -> Metadata:
    """The metadata, its title taken from the largest type of the first page where the file states none."""
    large = [item for item in cover if isinstance(item, Paragraph) and item.size >= 1.4 * style.body.size]
    if metadata.title or not large:
        return metadata
    title = joined(max(large, key=lambda item: item.size).lines, text, set(style.seen)).text
    return metadata.model_copy(update={"title": title}) if 4 <= len(title) <= 200 else metadata


def _notes(layouts: Sequence[Layout], count: Count) -> Iterator[str]:
    if count.furniture:
        yield f"{count.furniture} running headers, footers and page numbers left out of passages."
    if count.contents:
        yield f"{count.contents} lines of a list of contents left out of passages."
    read = sum(layout.is_scan and layout.has_text for layout in layouts)
    if read:
        yield f"{read} scanned pages read by OCR: check figures against the picture."
    unread = sum(layout.is_scan and not layout.has_text for layout in layouts)
    if unread:
        yield f'{unread} scanned pages not read: pip install "preceptor[ocr]", then add the file again.'


def _flows(layout: Layout, repeated: set[int]) -> list[Paragraph | Table]:
    """Paragraphs and tables of a page in reading order; turned writing comes last."""
    flow: list[Paragraph | Table] = []
    for number, lines in enumerate(layout.directions or ((),)):
        rest = [line for line in lines if id(line) not in repeated]
        unruled: list[Table] = []
        if not is_set_in_columns(rest):
            unruled, rest = aligned_tables(rest, layout.rules)
        placed: list[Line | Table] = [*rest, *unruled, *(layout.tables if number == 0 else ())]
        for column in in_reading_order(placed):
            found = list(_column(column, layout))
            last, first = flow[-1] if flow else None, found[0] if found else None
            if isinstance(last, Paragraph) and isinstance(first, Paragraph) and runs_on(last, first):
                flow[-1] = Paragraph(last.lines + first.lines, last.listed)
                found = found[1:]
            flow.extend(found)
    return flow


def _column(column: Sequence[Line | Table], layout: Layout) -> Iterator[Paragraph | Table]:
    """A column's paragraphs and tables; one that stands in this column alone shows only now."""
    unruled, lines = aligned_tables([item for item in column if isinstance(item, Line)], layout.rules)
    tables = [*unruled, *(item for item in column if isinstance(item, Table))]
    for table in sorted(tables, key=lambda table: table.rect.top):
        above = [line for line in lines if line.rect.top < table.rect.top]
        yield from paragraphs(above, layout.text)
        yield table
        lines = [line for line in lines if line.rect.top >= table.rect.top]
    yield from paragraphs(lines, layout.text)


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

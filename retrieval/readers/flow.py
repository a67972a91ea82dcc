"""Turns the blocks of a source without pages into the pages that the rest of the product works with."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from retrieval.errors import Refused, Skipped
from retrieval.readers.invisible import invisible_note, strip_invisible
from retrieval.types import Block, BlockKind, Metadata, Page, ReadDocument, Segment

PAGE_CHARS = 3_000
BLOCK_CHARS = 2_000
HEADING_CHARS = 300
WORD_CHARS = 20_000
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
Cells = tuple[tuple[str, str], ...]


class Flow:
    """Collects blocks in reading order, cleans them, and gives the finished document."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._notes: list[str] = []
        self._invisible = 0
        self._tables = 0

    @property
    def title(self) -> str | None:
        """The first heading of the highest level, None if there is no heading."""
        headings = [block for block in self._blocks if block.kind == "heading"]
        return min(headings, key=lambda block: block.level).text if headings else None

    def note(self, sentence: str) -> None:
        """Keep a sentence for the ingest report, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def heading(self, text: str, level: int) -> None:
        """Add a heading; one that is too long to be a heading becomes prose."""
        shown = self.clean(text)
        if len(shown) > HEADING_CHARS:
            self.add("prose", shown)
        elif shown:
            self._blocks.append(Block(kind="heading", text=shown, level=min(max(level, 1), 6)))

    def add(self, kind: BlockKind, text: str) -> None:
        """Add a paragraph, list item or caption; a very long one becomes several."""
        self._blocks += [Block(kind=kind, text=part) for part in split_long(self.clean(text))]

    def table(self, grid: Sequence[Sequence[str]], header_rows: int) -> None:
        """Add a table as one block a row, each value beside its header."""
        self._tables += 1
        shown = [[self.clean(cell) for cell in row] for row in grid]
        width = max((len(row) for row in shown), default=0)
        headers = [joined(row[i] for row in shown[:header_rows] if i < len(row)) for i in range(width)]
        for row in shown[header_rows:] or shown:
            self._row(tuple(zip(headers if shown[header_rows:] else [""] * width, row, strict=False)))

    def _row(self, cells: Cells) -> None:
        """A row of a page layout rather than of a table is long, and becomes prose."""
        if len(set(cells)) == 1:
            cells = cells[:1]
        text = "; ".join(f"{header}: {value}" if header else value for header, value in cells if value)
        if len(text) > BLOCK_CHARS:
            self._blocks += [Block(kind="prose", text=part) for part in split_long(text)]
        elif text:
            self._blocks.append(Block(kind="table", text=text, cells=cells))

    def clean(self, text: str) -> str:
        """The text on one line with single spaces, without characters that nobody can see."""
        shown, removed = strip_invisible(text)
        self._invisible += removed
        words = shown.split()
        if max(map(len, words), default=0) > WORD_CHARS:
            raise Refused(
                f"The file holds more than {WORD_CHARS:,} characters without a space, which is not text.",
                "Check what the file is, and export it again as text.",
            )
        return " ".join(words)

    def document(self, media_type: str, metadata: Metadata) -> ReadDocument:
        """Everything added so far as pages. Skipped if there is no text."""
        if not self._blocks:
            hidden = " that a reader could see" if self._invisible or self._notes else ""
            raise Skipped(f"The file holds no text{hidden}.", "Add a file that has text.")
        if self._invisible:
            self.note(invisible_note(self._invisible))
        return ReadDocument(
            media_type=media_type,
            metadata=metadata,
            pages=build_pages(self._blocks),
            tables=self._tables,
            figures=sum(block.kind == "figure" for block in self._blocks),
            notes=tuple(self._notes),
        )


def superscript(text: str) -> str:
    """Raised characters kept as such: 10 to the power of 9 must not be read as 109."""
    raised = text.translate(RAISED)
    return raised if not any(letter.isascii() for letter in raised) else text


def joined(parts: Iterable[str]) -> str:
    """The different non-empty parts in order, with spaces between."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def split_long(text: str) -> Iterator[str]:
    """The text in parts of at most BLOCK_CHARS, cut after a sentence if possible, else between words."""
    start = 0
    while len(text) - start > BLOCK_CHARS:
        end = start + BLOCK_CHARS
        half = start + BLOCK_CHARS // 2
        cuts = (text.rfind(". ", half, end) + 1, text.rfind("。", half, end) + 1, text.rfind(" ", half, end))
        cut = next((cut for cut in cuts if cut > 0), end)
        yield text[start:cut].strip()
        start = cut
    if rest := text[start:].strip():
        yield rest


def build_pages(blocks: Sequence[Block]) -> tuple[Page, ...]:
    """One page a section, split at about PAGE_CHARS; each is titled by its heading path."""
    pages: list[Page] = []
    path: list[Block] = []
    for group in _groups(blocks):
        leading = list(takewhile(lambda block: block.kind == "heading", group))
        for heading in leading:
            path = _deeper(path, heading)
        title = " > ".join(heading.text for heading in path)
        for block in group[len(leading) :]:
            path = _deeper(path, block) if block.kind == "heading" else path
        pages.append(_page(len(pages), title, group))
    return tuple(pages)


def _deeper(path: list[Block], heading: Block) -> list[Block]:
    return [*takewhile(lambda above: above.level < heading.level, path), heading]


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks page by page. Headings stay with what follows them."""
    section_level = _section_level(blocks)
    page: list[Block] = []
    size = 0
    for block in blocks:
        begins = block.kind == "heading" and block.level <= section_level
        if (begins or size + len(block.text) > PAGE_CHARS) and any(b.kind != "heading" for b in page):
            kept = len(page) - sum(1 for _ in takewhile(lambda b: b.kind == "heading", reversed(page)))
            yield page[:kept]
            page = page[kept:]
            size = sum(len(b.text) for b in page)
        page.append(block)
        size += len(block.text)
    if page:
        yield page


def _section_level(blocks: Sequence[Block]) -> int:
    """The highest heading level in use more than once: a lone one above is the document's title."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    return min((level for level in levels if levels.count(level) > 1), default=1)


def _page(index: int, title: str, blocks: Sequence[Block]) -> Page:
    placed: list[Block] = []
    at = 0
    for block in blocks:
        end = len(block.text)
        segment = Segment(start=0, end=end, page=index, page_start=at, page_end=at + end)
        placed.append(block.model_copy(update={"segments": (segment,)}))
        at += end + 1
    return Page(index=index, title=title, text="\n".join(b.text for b in blocks), blocks=tuple(placed))

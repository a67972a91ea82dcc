"""Cuts a stream of blocks into the sections that stand in for pages."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from retrieval.types import Block, BlockKind, Page, Segment

PAGE_CHARS = 3_000
BLOCK_CHARS = 2_000


class Piece(NamedTuple):
    """A block before it has its place on a page."""

    kind: BlockKind
    text: str
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()


def pages_of(pieces: Sequence[Piece]) -> tuple[Page, ...]:
    """One page a section, split at about PAGE_CHARS; each is titled by its heading path."""
    pages: list[Page] = []
    path: list[Piece] = []
    for group in _groups(pieces):
        leading = list(takewhile(_is_heading, group))
        for heading in leading:
            path = _deeper(path, heading)
        title = " > ".join(heading.text for heading in path)
        for piece in group[len(leading) :]:
            path = _deeper(path, piece) if _is_heading(piece) else path
        pages.append(_page(len(pages), title, group))
    return tuple(pages)


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


def _is_heading(piece: Piece) -> bool:
    return piece.kind == "heading"


def _deeper(path: list[Piece], heading: Piece) -> list[Piece]:
    return [*takewhile(lambda above: above.level < heading.level, path), heading]


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces page by page. Headings stay with what follows them."""
    section_level = _section_level(pieces)
    page: list[Piece] = []
    size = 0
    for piece in pieces:
        begins = _is_heading(piece) and piece.level <= section_level
        if (begins or size + len(piece.text) > PAGE_CHARS) and not all(map(_is_heading, page)):
            kept = len(page) - sum(1 for _ in takewhile(_is_heading, reversed(page)))
            yield page[:kept]
            page = page[kept:]
            size = sum(len(left.text) for left in page)
        page.append(piece)
        size += len(piece.text)
    if page:
        yield page


def _section_level(pieces: Sequence[Piece]) -> int:
    """The highest heading level in use more than once: a lone one above is the document's title."""
    levels = Counter(piece.level for piece in pieces if _is_heading(piece))
    return min((level for level, count in levels.items() if count > 1), default=1)


def _page(index: int, title: str, pieces: Sequence[Piece]) -> Page:
    blocks: list[Block] = []
    at = 0
    for kind, text, level, cells in pieces:
        end = len(text)
        place = Segment(start=0, end=end, page=index, page_start=at, page_end=at + end)
        blocks.append(Block(kind=kind, text=text, level=level, cells=cells, segments=(place,)))
        at += end + 1
    return Page(
        index=index, title=title, text="\n".join(piece.text for piece in pieces), blocks=tuple(blocks)
    )

"""Paragraphs and tables become blocks: headings, prose, list items, captions and table rows."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.readers.pdf.chars import Face
from retrieval.readers.pdf.info import plain
from retrieval.readers.pdf.lines import Line, join_neighbours
from retrieval.readers.pdf.paragraphs import BULLETS, Paragraph, Readable, joined
from retrieval.readers.pdf.tables import Table
from retrieval.types import Block, BlockKind, Segment

_CAPTION = re.compile(r"^(?:Fig(?:ure)?\.?|Chart|Plate|Box)\s*[A-Z]?\d+(?:[.-]\d+)*\s*[.:–—|-]\s*\S", re.I)
_FIGURE = re.compile(r"^Fig(?:ure)?\.?\s*[A-Z]?\d+(?:[.-]\d+)*\b", re.I)
_TABLE_CAPTION = re.compile(r"^Table\s*[A-Z]?\d+", re.I)
_BULLET = re.compile(rf"^(?:[{re.escape(BULLETS)}-]|o(?= [A-Z]))\s*")
_LONGEST_HEADING = 160


@dataclass(frozen=True)
class Style:
    """What is usual in this document: the body's type size and weight, the sizes of headings, its outline."""

    body: Face
    heading_sizes: tuple[float, ...]
    outline: dict[str, int]
    seen: frozenset[str]


def body_face(lines: Iterable[Line]) -> Face:
    """The size, weight and typeface of most characters."""
    count: Counter[Face] = Counter()
    for line in lines:
        count[Face(round(line.size * 2) / 2, line.bold, 0, line.font)] += len(line.text)
    return max(count, key=lambda face: (count[face], face)) if count else Face(10.0, False, 0, "")


def heading_sizes(found: Iterable[Paragraph], body: Face) -> tuple[float, ...]:
    """The type sizes that headings share, largest first, near ones taken as one."""
    used = Counter(round(p.size) for p in found if _looks_like_heading(p, body))
    sizes: list[float] = []
    for seen in sorted((size for size in used if used[size] > 1), reverse=True):
        if not sizes or seen < 0.93 * sizes[-1]:
            sizes.append(seen)
    return tuple(sizes)


def _looks_like_heading(paragraph: Paragraph, body: Face) -> bool:
    text = " ".join(line.text for line in paragraph.lines)
    letters = sum(char.isalpha() for char in text)
    if not letters >= 3 or len(text) > _LONGEST_HEADING or len(paragraph.lines) > 3 or _BULLET.match(text):
        return False
    if text[0].isalpha() and text[0].islower():
        return False
    if paragraph.size >= 1.12 * body.size and text[-1] not in ",;":
        return text[-1] != "." or (paragraph.size >= 1.3 * body.size and len(text.split()) < 8)
    if paragraph.size < 0.9 * body.size or text[-1] in ".,;:":
        return False
    if paragraph.bold and not body.bold:
        return True
    apart = text.isupper() or paragraph.font != body.font
    return apart and letters >= 6 and len(paragraph.lines) == 1 and len(text) <= 80


def _level(paragraph: Paragraph, text: str, style: Style) -> int:
    """1 to 3: the outline's word, else the rank of the type size; 0: no heading."""
    title = plain(text)
    named = style.outline.get(title)
    if named is None and len(title) > 8:
        named = next((level for known, level in style.outline.items() if known.endswith(title)), None)
    if named is not None and len(text) <= _LONGEST_HEADING:
        return min(3, named)
    if not _looks_like_heading(paragraph, style.body):
        return 0
    rank = sum(1 for size in style.heading_sizes if size > 1.03 * paragraph.size + 0.5)
    return min(3, rank + 1)


def paragraph_block(paragraph: Paragraph, text: str, style: Style) -> Block:
    """The paragraph as a block, its kind told by its form."""
    whole = joined(paragraph.lines, text, set(style.seen))
    level = (
        0 if paragraph.listed and not _NUMBERED.match(whole.text) else _level(paragraph, whole.text, style)
    )
    kind: BlockKind = "prose"
    if _CAPTION.match(whole.text) or (_FIGURE.match(whole.text) and paragraph.size < 0.95 * style.body.size):
        kind, level = "figure", 0
    elif _TABLE_CAPTION.match(whole.text):
        level = 0
    elif level:
        kind = "heading"
    elif paragraph.listed:
        kind = "list"
        whole = _without_bullet(whole)
    return Block(kind=kind, text=whole.text, level=level, segments=whole.segments)


_NUMBERED = re.compile(r"^(?:\d+|[IVX]+|[A-Z])[.)]\s")


def _without_bullet(whole: Readable) -> Readable:
    mark = _BULLET.match(whole.text)
    if mark is None or mark.end() == len(whole.text):
        return whole
    return cut(whole, mark.end())


def cut(whole: Readable, by: int) -> Readable:
    """The text without its first `by` characters, which are mapped one by one."""
    kept = []
    for segment in whole.segments:
        if segment.end <= by or segment.page_start is None:
            continue
        missing = max(0, by - segment.start)
        kept.append(
            segment.model_copy(
                update={
                    "start": segment.start + missing - by,
                    "end": segment.end - by,
                    "page_start": segment.page_start + missing,
                }
            )
        )
    return Readable(whole.text[by:], tuple(kept))


def header_of(table: Table, text: str) -> tuple[tuple[str, ...], int]:
    """The column names, and how many rows they take: two where the first row spans columns."""
    first = [_cell(cell, text, frozenset()).text for cell in table.rows[0]]
    if sum(map(bool, first)) < 2 or not table.headed:
        return tuple("" for _ in first), 0
    second = [_cell(cell, text, frozenset()).text for cell in table.rows[1]]
    under = any(b and not a for a, b in zip(first[1:], second[1:], strict=True))
    if len(table.rows) > 2 and under and not any(map(str.isdigit, "".join(second))) and not second[0]:
        over = ""
        names = []
        for upper, lower in zip(first, second, strict=True):
            over = upper or over
            names.append(f"{over} {lower}".strip())
        return tuple(names), 2
    return tuple(name.rstrip(": ") for name in first), 1


def row_blocks(table: Table, names: Sequence[str], skip: int, text: str, seen: frozenset[str]) -> list[Block]:
    """One block a row: `header: value; header: value`, its values mapped to the page."""
    blocks = []
    for row in table.rows[skip:]:
        whole, cells = "", []
        segments: list[Segment] = []
        for name, cell in zip(names, row, strict=True):
            value = _cell(cell, text, seen)
            if not value.text:
                continue
            whole += "; " if whole else ""
            whole += f"{name}: " if name else ""
            segments.extend(
                part.model_copy(update={"start": part.start + len(whole), "end": part.end + len(whole)})
                for part in value.segments
            )
            whole += value.text
            cells.append((name, value.text))
        if cells:
            blocks.append(Block(kind="table", text=whole, cells=tuple(cells), segments=tuple(segments)))
    return blocks


def _cell(lines: Sequence[Line], text: str, seen: frozenset[str]) -> Readable:
    return joined(join_neighbours(lines, text, widest_gap=1e9), text, set(seen))

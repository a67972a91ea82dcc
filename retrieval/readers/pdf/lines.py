"""Characters become lines: readable text that knows, run by run, which characters of the page it shows."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from retrieval.readers.pdf.chars import Frame, Glyph, Rect

BULLET = "•"
_TOUCH = 0.12  # of the type size: less than any word space
WIDE_GAP = 0.6  # of the type size: more than most word spaces, less than any gutter
HYPHEN_MARKS = "\u00ad\u0002\ufffe"  # soft hyphens, and what PDFium puts for a hyphen at a line's end


class Run(NamedTuple):
    """Characters [start, end) of a line's text show [page_start, page_end) of the page text."""

    start: int
    end: int
    page_start: int
    page_end: int

    def moved(self, by: int) -> "Run":
        """The same run in a text that begins `by` characters earlier."""
        return Run(self.start + by, self.end + by, self.page_start, self.page_end)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, its runs, and its box in points. `bold` and `size` are those of most characters."""

    text: str
    runs: tuple[Run, ...]
    rect: Rect
    base: float
    size: float
    bold: bool
    font: str = ""
    page: int = 0


class Text:
    """Grows a readable text and its runs, joining neighbours."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.length = 0

    def add(self, shown: str, start: int, end: int) -> None:
        """Append what page characters [start, end) show."""
        first, self.length = self.length, self.length + len(shown)
        self.parts.append(shown)
        same = len(shown) == end - start
        last = self.runs[-1] if self.runs else None
        if same and last and last.page_end == start and last.end == first and _even(last):
            self.runs[-1] = Run(last.start, self.length, last.page_start, end)
        else:
            self.runs.append(Run(first, self.length, start, end))

    def space(self, at: int | None) -> None:
        """Append one space, which stands at `at` on the page (None: nowhere)."""
        if at is None:
            self.parts.append(" ")
            self.length += 1
        else:
            self.add(" ", at, at + 1)


def _even(run: Run) -> bool:
    return run.end - run.start == run.page_end - run.page_start


def lines_of(glyphs: Sequence[Glyph], text: str, page: int) -> list[Line]:
    """Lines of upright glyphs, parted where a gap is wider than the type, in no column order yet."""
    return join_neighbours([_line(piece, text, page) for piece in _pieces(glyphs)], text)


def by_direction(glyphs: Sequence[Glyph], frame: Frame) -> list[list[Glyph]]:
    """The glyphs of each direction of writing, turned upright, the commonest direction first."""
    turns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        turns.setdefault(glyph.turn, []).append(_upright(glyph, frame))
    return sorted(turns.values(), key=len, reverse=True)


def _upright(glyph: Glyph, frame: Frame) -> Glyph:
    """The glyph as seen by someone who turns the page so that its writing runs from left to right."""
    wide, high = frame.width, frame.height
    if glyph.turn == 1:
        box = (glyph.top, wide - glyph.right, glyph.bottom, wide - glyph.left, wide - glyph.base)
    elif glyph.turn == 2:
        box = (
            wide - glyph.right,
            high - glyph.bottom,
            wide - glyph.left,
            high - glyph.top,
            high - glyph.base,
        )
    elif glyph.turn == 3:
        box = (high - glyph.bottom, glyph.left, high - glyph.top, glyph.right, glyph.base)
    else:
        return glyph
    left, top, right, bottom, base = box
    return glyph._replace(left=left, top=top, right=right, bottom=bottom, base=base)


def _pieces(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    piece: list[Glyph] = []
    for glyph in glyphs:
        if piece and _breaks(piece[-1], glyph):
            yield piece
            piece = []
        piece.append(glyph)
    if piece:
        yield piece


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    gap = glyph.left - last.right
    back = gap < -0.7 * size - (last.right - last.left)
    return abs(glyph.base - last.base) > 0.2 * size or gap > WIDE_GAP * size or back


def _line(piece: Sequence[Glyph], text: str, page: int) -> Line:
    built, last = Text(), piece[0]
    for glyph in piece:
        if glyph is not last and _parted(last, glyph, text):
            built.space(_space_at(text, last.at + 1))
        shown = _shown(glyph.char, glyph is piece[0], glyph is piece[-1])
        if shown:
            built.add(shown, glyph.at, glyph.at + 1)
        last = glyph
    sizes = sorted(glyph.size for glyph in piece)
    size = sizes[len(sizes) // 2]
    base = next(glyph.base for glyph in piece if glyph.size == size)
    return Line(
        "".join(built.parts),
        tuple(built.runs),
        Rect(
            min(glyph.left for glyph in piece),
            min(max(glyph.top, glyph.base - 1.2 * glyph.size) for glyph in piece),
            max(glyph.right for glyph in piece),
            max(min(glyph.bottom, glyph.base + 0.5 * glyph.size) for glyph in piece),
        ),
        base,
        size,
        2 * sum(glyph.bold for glyph in piece) > len(piece),
        Counter(glyph.font for glyph in piece).most_common(1)[0][0],
        page,
    )


def _parted(last: Glyph, glyph: Glyph, text: str) -> bool:
    """Whether a space stands between; PDFium puts line ends into words set letter by letter."""
    between = text[last.at + 1 : glyph.at]
    touching = glyph.left - last.right < _TOUCH * glyph.size
    return any(char.isspace() for char in between) and not (touching and " " not in between)


def _shown(char: str, first: bool, last: bool) -> str:
    """What a reader sees of a character; signs of picture fonts are bullets where they begin a line."""
    if char in HYPHEN_MARKS:
        return char if last else "" if char == "\u00ad" else "-"
    kind = unicodedata.category(char)
    if kind == "Co":
        return BULLET if first else ""
    return "" if kind in {"Cc", "Cs", "Cn"} else char


def _space_at(text: str, at: int) -> int | None:
    """The white space that follows a character, if one does."""
    return at if at < len(text) and text[at].isspace() else None


def on_one_line(a: Line, b: Line) -> bool:
    """Whether two pieces stand on the same base line; raised and lowered figures do."""
    overlap = min(a.rect.bottom, b.rect.bottom) - max(a.rect.top, b.rect.top)
    low = min(a.rect.height, b.rect.height)
    return overlap > 0.55 * low and abs(a.base - b.base) < 0.45 * max(a.size, b.size)


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Pieces on one base line together, from left to right; the rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.base):
        if rows and on_one_line(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.rect.left) for row in rows]


def join_neighbours(pieces: Sequence[Line], text: str, widest_gap: float = WIDE_GAP) -> list[Line]:
    """Pieces that touch on one base line become one; `widest_gap` is in units of the type size."""
    joined: list[Line] = []
    for piece in sorted(pieces, key=lambda p: (round(p.rect.left, 1), p.base)):
        best = None
        for place, line in enumerate(joined):
            gap = piece.rect.left - line.rect.right
            size = max(piece.size, line.size)
            if (
                -0.5 * size <= gap <= widest_gap * size
                and on_one_line(line, piece)
                and (best is None or joined[best].rect.right < line.rect.right)
            ):
                best = place
        if best is None:
            joined.append(piece)
        else:
            joined[best] = side_by_side(joined[best], piece, text)
    return sorted(joined, key=lambda line: (line.base, line.rect.left))


def side_by_side(a: Line, b: Line, text: str) -> Line:
    """Two pieces of one line as one."""
    after, before = a.runs[-1].page_end, b.runs[0].page_start
    written = after < len(text) and text[after].isspace()
    gap = b.rect.left - a.rect.right
    spaced = gap > _TOUCH * max(a.size, b.size) or (after == before - 1 and written)
    runs, shift, middle = list(a.runs), len(a.text), ""
    if spaced:
        middle = " "
        if written:
            runs.append(Run(shift, shift + 1, after, after + 1))
        shift += 1
    runs.extend(run.moved(shift) for run in b.runs)
    main = a if len(a.text) >= len(b.text) else b
    rect = Rect(
        min(a.rect.left, b.rect.left),
        min(a.rect.top, b.rect.top),
        max(a.rect.right, b.rect.right),
        max(a.rect.bottom, b.rect.bottom),
    )
    return replace(main, text=a.text + middle + b.text, runs=tuple(runs), rect=rect)

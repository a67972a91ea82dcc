"""Where a quote stands on its pages: exactly, or not at all."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from retrieval.types import Box, Page, Passage, Row, Segment, Value

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HYPHENS = "-\u2010\u00ad\u0002\ufffe"
_NOTHING_READ = re.compile(r"[\s\u00ad\u0002\ufffe]*|[-\u2010]\s+")

Span = tuple[int, int]
BoxesOf = Callable[[int, Sequence[Span]], tuple[Box, ...]]


class Mark(Value):
    """What to mark on one page: spans [start, end) of its text, and boxes on the page as shown."""

    page: int
    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()


class _Part(NamedTuple):
    """A stretch of the quote and the segment that shows it."""

    start: int
    end: int
    segment: Segment


def marks(
    page_of: Callable[[int], Page], passage: Passage, start: int, end: int, *, boxes_of: BoxesOf | None = None
) -> tuple[Mark, ...] | None:
    """The marks for characters [start, end) of a passage, page by page.

    None where they cannot be placed with certainty: a mark shows all the quote's words and no others.
    `boxes_of` turns spans of a page into boxes; without it only stored boxes (OCR) are given.
    """
    if not 0 <= start < end <= len(passage.text):
        return None
    parts = [
        _clipped(segment, start, end)
        for segment in passage.segments
        if segment.start < end and start < segment.end
    ]
    if not parts or not _covers(passage, start, end, parts):
        return None
    found: dict[int, tuple[list[Span], list[Box]]] = {}
    for part in parts:
        page = part.segment.page
        spans, boxes = found.setdefault(page, ([], []))
        span = _span(part)
        if span is None:
            if not _whole_words(passage.text, part):
                return None
            boxes.extend(part.segment.boxes)
        elif _shows(page_of(page).text, span, passage.text[part.start : part.end]):
            _grow(spans, span, page_of(page).text)
        else:
            return None
    return tuple(_mark(page, spans, boxes, boxes_of) for page, (spans, boxes) in found.items())


def _mark(page: int, spans: list[Span], boxes: list[Box], boxes_of: BoxesOf | None) -> Mark:
    drawn = boxes_of(page, spans) if boxes_of and spans else ()
    return Mark(page=page, spans=tuple(spans), boxes=(*drawn, *boxes))


def _clipped(segment: Segment, start: int, end: int) -> _Part:
    return _Part(max(segment.start, start), min(segment.end, end), segment)


def _span(part: _Part) -> Span | None:
    """The part's span on the page: to the character where lengths agree, else the segment's whole span."""
    segment = part.segment
    if segment.page_start is None or segment.page_end is None:
        return None
    if segment.end - segment.start != segment.page_end - segment.page_start:
        return segment.page_start, segment.page_end
    shift = segment.page_start - segment.start
    return part.start + shift, part.end + shift


def _whole_words(text: str, part: _Part) -> bool:
    """Whether what the quote leaves out of a boxed segment is punctuation only."""
    segment = part.segment
    left_out = text[segment.start : part.start] + text[part.end : segment.end]
    return bool(segment.boxes) and not any(char.isalnum() for char in left_out)


def _shows(page_text: str, span: Span, quote: str) -> bool:
    """Whether the page has these very words there, but for hyphens, white space and ligatures."""
    shown = page_text[span[0] : span[1]]
    if len(shown) == len(quote):
        return all(map(_same, quote, shown))
    return _normal(shown) == _normal(quote)


def _same(read: str, shown: str) -> bool:
    if read == shown or (read.isspace() and shown.isspace()):
        return True
    return (read in _HYPHENS and shown in _HYPHENS) or (read == "•" and unicodedata.category(shown) == "Co")


def _normal(text: str) -> str:
    """The reader's normalisation: ligatures spelt out, hyphens at line ends gone, white space collapsed."""
    spelt = "".join(_LIGATURES.get(char, char) for char in text)
    return " ".join(re.sub(r"[-\u2010]\s*[\r\n]+|[\u00ad\u0002\ufffe]", "", spelt).split())


def _grow(spans: list[Span], span: Span, page_text: str) -> None:
    """Add a span; one that follows after nothing but a line's end continues the last."""
    if spans and spans[-1][1] <= span[0] and _NOTHING_READ.fullmatch(page_text[spans[-1][1] : span[0]]):
        spans[-1] = spans[-1][0], span[1]
    else:
        spans.append(span)


def _covers(passage: Passage, start: int, end: int, parts: Sequence[_Part]) -> bool:
    """Whether every character has its place, but for white space and what a table row's form adds."""
    placed = bytearray(end - start)
    for part in parts:
        placed[part.start - start : part.end - start] = b"\x01" * (part.end - part.start)
    for row in passage.rows:
        for first, last in _added(row, passage.text):
            first, last = max(first, start), min(last, end)
            placed[first - start : max(first, last) - start] = b"\x01" * max(0, last - first)
    return all(done or passage.text[start + at].isspace() for at, done in enumerate(placed))


def _added(row: Row, text: str) -> Iterator[Span]:
    """The characters of a row that its page does not have there: `; ` and `header: `."""
    at = row.start
    for header, value in row.cells:
        begins = text.find(value, at + len(header), row.end)
        expected = ("; " if at > row.start else "") + (f"{header}: " if header else "")
        if begins < 0 or text[at:begins] != expected:
            return
        yield at, begins
        at = begins + len(value)

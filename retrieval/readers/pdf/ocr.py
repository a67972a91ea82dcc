"""Reads scanned pages, where the `ocr` extra is installed: lines of words with their boxes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, NamedTuple

from retrieval.readers.pdf.chars import Frame, Rect
from retrieval.readers.pdf.lines import Line, Run
from retrieval.types import Block, Box, Segment

_SCALE = 200 / 72  # pixels a point: below 200 dots an inch the recogniser loses small type
_MOST_PIXELS = 6_000_000
_LEAST_SURE = 0.5


class SeenLine(NamedTuple):
    """A line that the recogniser saw, with a box for each character but spaces (none: it gave no boxes)."""

    text: str
    rect: Rect
    chars: tuple[Rect, ...] = ()


Recogniser = Callable[[Any], list[SeenLine]]


class Word(NamedTuple):
    """Characters [start, end) of a scan's text, and their box on the page."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True)
class Scan:
    """What was read from a scanned page: its lines joined, those lines, and every word's place."""

    text: str
    lines: tuple[Line, ...]
    words: tuple[Word, ...]


def recogniser() -> Recogniser | None:
    """The recogniser on this machine, None where the extra is not installed."""
    if find_spec("rapidocr_onnxruntime") is None:
        return None
    from rapidocr_onnxruntime import RapidOCR

    engine = RapidOCR()

    def recognise(picture: Any) -> list[SeenLine]:
        found, _ = engine(picture, return_word_box=True)
        return [
            _seen(corners, text, chars)
            for corners, text, sure, chars, *_ in found or ()
            if sure >= _LEAST_SURE
        ]

    return recognise


def _seen(corners: Any, text: str, chars: Any) -> SeenLine:
    return SeenLine(text, _around(corners), tuple(_around(char) for char in chars))


def _around(corners: Any) -> Rect:
    return Rect(*(float(pick(point[axis] for point in corners)) for pick in (min, max) for axis in (0, 1)))


def read_scan(page: Any, frame: Frame, index: int, recognise: Recogniser) -> Scan:
    """The words of a page that is a picture."""
    scale = min(_SCALE, (_MOST_PIXELS / (frame.width * frame.height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        seen = recognise(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    text = ""
    lines: list[Line] = []
    words: list[Word] = []
    for line in seen:
        if not line.text.strip():
            continue
        words.extend(_words(line, len(text), scale, frame))
        lines.append(_line(line, len(text), scale, index))
        text += line.text + "\n"
    return Scan(text, tuple(lines), tuple(words))


def _scaled(rect: Rect, scale: float) -> Rect:
    return Rect(*(side / scale for side in rect))


def _line(seen: SeenLine, at: int, scale: float, index: int) -> Line:
    rect = _scaled(seen.rect, scale)
    run = Run(0, len(seen.text), at, at + len(seen.text))
    size = round(0.75 * rect.height, 1)
    return Line(seen.text, (run,), rect, rect.bottom - 0.2 * rect.height, size, bold=False, page=index)


def _words(seen: SeenLine, at: int, scale: float, frame: Frame) -> Iterable[Word]:
    """The line's words, placed by their characters' boxes, or by their share of the line's length."""
    start = letters = 0
    exact = len(seen.chars) == len(seen.text.replace(" ", ""))
    for word in seen.text.split(" "):
        end = start + len(word)
        if word:
            if exact:
                rect = _union(seen.chars[letters : letters + len(word)])
            else:
                step = seen.rect.width / len(seen.text)
                left, right = seen.rect.left + start * step, seen.rect.left + end * step
                rect = seen.rect._replace(left=left, right=right)
            yield Word(at + start, at + end, frame.box(_scaled(rect, scale)))
        letters += len(word)
        start = end + 1


def _union(rects: Sequence[Rect]) -> Rect:
    sides = list(zip(*rects, strict=True))
    return Rect(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


def with_boxes(block: Block, words: Sequence[Word]) -> Block:
    """The block with its words' boxes for segments, since a scan has no text to point into."""
    segments = [part for segment in block.segments for part in _boxed(segment, words)]
    return block.model_copy(update={"segments": tuple(segments)})


def _boxed(segment: Segment, words: Sequence[Word]) -> Iterable[Segment]:
    if segment.page_start is None or segment.page_end is None:
        return
    shift = segment.start - segment.page_start
    for word in words:
        start, end = max(word.start, segment.page_start), min(word.end, segment.page_end)
        if start < end:
            yield Segment(start=start + shift, end=end + shift, page=segment.page, boxes=(word.box,))

"""Pages as pictures, and where on them a span of the page's text stands."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import PreceptorError
from retrieval.readers.pdf import chars
from retrieval.readers.pdf.chars import Frame, Glyph, Rect
from retrieval.readers.pdf.reader import opened
from retrieval.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST_PX = 2_400
_MOST_PIXELS = 12_000_000
_ABOVE, _BELOW = (
    0.82,
    0.3,
)  # of the type size around the base line: covers a line without touching its neighbours


def page_png(path: Path, index: int, width_px: int) -> bytes:
    """The page as a PNG of about this width, at most 2,400 pixels wide and 12 million in all."""
    return _png(_drawn(path, index, width_px))


def region_png(path: Path, index: int, box: Box, width_px: int) -> bytes:
    """A part of the page as a PNG of about this width, the whole page being within the same limits."""
    picture = _drawn(path, index, round(width_px / max(box.right - box.left, 0.01)))
    wide, high = picture.size
    left, top = int(box.left * wide), int(box.top * high)
    right, bottom = max(left + 1, round(box.right * wide)), max(top + 1, round(box.bottom * high))
    return _png(picture.crop((left, top, right, bottom)))


def _drawn(path: Path, index: int, width_px: int) -> "Image":
    with opened(path, path.name) as pdf:
        _check(len(pdf), index, path)
        page = pdf[index]
        try:
            frame = chars.frame_of(page)
            scale = min(max(1, width_px), WIDEST_PX) / frame.width
            scale = min(scale, (_MOST_PIXELS / (frame.width * frame.height)) ** 0.5)
            bitmap = page.render(scale=scale, may_draw_forms=False)
            picture: Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            return picture
        finally:
            page.close()


def _png(picture: "Image") -> bytes:
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def span_boxes(path: Path, index: int, spans: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """One box for each line that the spans [start, end) of the page's text touch, in their order."""
    with opened(path, path.name) as pdf:
        _check(len(pdf), index, path)
        page = pdf[index]
        textpage = page.get_textpage()
        try:
            text = textpage.get_text_range()
            frame = chars.frame_of(page)
            wanted = [at for start, end in spans for at in range(max(0, start), min(end, len(text)))]
            found = chars.glyphs(textpage, text, frame, wanted)
        finally:
            textpage.close()
            page.close()
    return tuple(frame.box(rect) for rect in _line_rects(found, frame))


def _check(pages: int, index: int, path: Path) -> None:
    if not 0 <= index < pages:
        raise PreceptorError(f"{path.name} has no page {index + 1}.", f"It has {pages}.")


def _line_rects(found: Iterable[Glyph], frame: Frame) -> list[Rect]:
    lines: list[list[Glyph]] = []
    for glyph in found:
        if lines and _same_line(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_around([_tight(glyph) for glyph in line]) for line in lines]


def _same_line(last: Glyph, glyph: Glyph) -> bool:
    """The same base line, or near enough for a raised figure, and no step to another column or cell."""
    size = max(last.size, glyph.size)
    forward = (
        glyph.left - last.right,
        glyph.top - last.bottom,
        last.left - glyph.right,
        last.top - glyph.bottom,
    )
    return (
        last.turn == glyph.turn
        and abs(last.base - glyph.base) < 0.45 * size
        and -size < forward[glyph.turn] < 2 * size
    )


def _tight(glyph: Glyph) -> Rect:
    """The glyph's box with the height of its type, whatever its font claims."""
    up, down = _ABOVE * glyph.size, _BELOW * glyph.size
    if glyph.turn == 0:
        return Rect(glyph.left, glyph.base - up, glyph.right, glyph.base + down)
    if glyph.turn == 1:
        return Rect(glyph.base - down, glyph.top, glyph.base + up, glyph.bottom)
    if glyph.turn == 2:
        return Rect(glyph.left, glyph.base - down, glyph.right, glyph.base + up)
    return Rect(glyph.base - up, glyph.top, glyph.base + down, glyph.bottom)


def _around(rects: Sequence[Rect]) -> Rect:
    return Rect(
        min(rect.left for rect in rects),
        min(rect.top for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )

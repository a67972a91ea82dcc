"""The figures of a PDF page: its pictures without ornaments, and drawings that a caption points to."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from retrieval.figures.captions import Said, cost, is_caption, nearest, paired
from retrieval.figures.rects import around, distance, groups, share_inside
from retrieval.readers.pdf.chars import Frame, Rect
from retrieval.readers.pdf.drawn import Drawn
from retrieval.types import FigureRead

__all__ = ["Said", "figures_on", "ornaments_of"]

# A picture on so many pages is a logo or an ornament.
REPEATED = 3
# Pieces of one picture, or panels of one figure, lie no farther apart.
JOINED_PT = 9.0
# Smaller ones are icons and logos; longer and thinner ones are rules.
LEAST_PT, LEAST_SHARE, THIN = 30.0, 0.006, 12.0
# What covers so much of the page lies behind it; with text on it, half as much will do.
BACKGROUND, BACKGROUND_WITH_TEXT, TEXT_ON_IT = 0.85, 0.42, 0.25
# A drawing: so many shapes near each other and near its caption. Short texts that touch it are its labels.
LEAST_SHAPES, SHAPES_PT, DRAWING_PT, DRAWING_SHARE = 3, 14.0, 48.0, 0.012
LABEL_CHARS, LABEL_PT = 60, 14.0
# More shapes are a map or a plot of thousands of points: some stand for all.
MOST_SHAPES = 4_000
NEARBY_CHARS = 300


class _Found(NamedTuple):
    """A picture that may be a figure: its place, its pieces' digests, the number of its caption if any."""

    rect: Rect
    digests: tuple[str, ...]
    caption: int | None


def ornaments_of(pages: Sequence[Drawn | None]) -> frozenset[str]:
    """The digests of pictures that stand on three pages or more."""
    on: Counter[str] = Counter()
    for drawn in pages:
        on.update({piece.digest for piece in drawn.pieces} if drawn else ())
    return frozenset(digest for digest, count in on.items() if count >= REPEATED)


def figures_on(
    index: int, drawn: Drawn | None, said: Sequence[Said], ornaments: frozenset[str]
) -> list[FigureRead]:
    """The figures of page `index` from top to bottom, each with its caption or the nearest text.

    `said` is the page's text without running heads. `drawn` is None for a scan: all of it is a picture.
    """
    if drawn is None or not (drawn.pieces or drawn.shapes):
        return []
    captions = [one for one in said if is_caption(one)]
    found = list(_captioned(_pictures(drawn, said, ornaments), captions))
    taken = {one.caption for one in found}
    free = [at for at in range(len(captions)) if at not in taken]
    found.extend(_drawings(drawn, said, captions, free) if free else ())
    found.sort(key=lambda one: (one.rect.top, one.rect.left))
    return [_figure(index, one, drawn.frame, captions, said) for one in found]


def _pictures(
    drawn: Drawn, said: Sequence[Said], ornaments: frozenset[str]
) -> Iterator[tuple[Rect, tuple[str, ...]]]:
    """Pictures joined from their pieces, without backgrounds, ornaments, icons and rules."""
    pieces = [
        piece
        for piece in drawn.pieces[:MOST_SHAPES]
        if piece.digest not in ornaments and not _is_background(piece.rect, drawn.frame, said)
    ]
    for group in groups([piece.rect for piece in pieces], JOINED_PT):
        rect = around([pieces[at].rect for at in group])
        if _is_worth_showing(rect, drawn.frame):
            yield rect, tuple(pieces[at].digest for at in group)


def _is_background(rect: Rect, frame: Frame, said: Sequence[Said]) -> bool:
    share = rect.width * rect.height / (frame.width * frame.height)
    if share >= BACKGROUND:
        return True
    if share < BACKGROUND_WITH_TEXT:
        return False
    letters = sum(len(one.text) for one in said)
    inside = sum(len(one.text) for one in said if share_inside(one.rect, rect) > 0.8)
    return inside >= max(1.0, TEXT_ON_IT * letters)


def _is_worth_showing(rect: Rect, frame: Frame) -> bool:
    short, long = sorted((rect.width, rect.height))
    share = rect.width * rect.height / (frame.width * frame.height)
    return short >= LEAST_PT and share >= LEAST_SHARE and long <= THIN * short


def _captioned(
    pictures: Iterator[tuple[Rect, tuple[str, ...]]], captions: Sequence[Said]
) -> Iterator[_Found]:
    """Each picture with its caption; those that share one are panels of one figure."""
    listed = list(pictures)
    chosen = paired([rect for rect, _ in listed], [caption.rect for caption in captions])
    for at in dict.fromkeys(chosen):
        own = [listed[place] for place, caption in enumerate(chosen) if caption == at]
        if at is None:
            yield from (_Found(rect, digests, None) for rect, digests in own)
        else:
            digests = tuple(digest for _, some in own for digest in some)
            yield _Found(around([rect for rect, _ in own]), digests, at)


def _drawings(
    drawn: Drawn, said: Sequence[Said], captions: Sequence[Said], free: Sequence[int]
) -> Iterator[_Found]:
    """The nearest drawing of shapes for each caption that has no picture."""
    shapes = list(_loose_shapes(drawn, said))
    step = max(1, len(shapes) // MOST_SHAPES)
    shapes = shapes[::step]
    grouped = [[shapes[at] for at in group] for group in groups(shapes, SHAPES_PT)]
    drawings = [around(group) for group in grouped if len(group) >= LEAST_SHAPES]
    for at in free:
        near = [
            (far, rect)
            for rect in drawings
            if (far := cost(rect, captions[at].rect, DRAWING_PT)) is not None
            and _is_worth_showing(rect, drawn.frame)
            and rect.width * rect.height >= DRAWING_SHARE * drawn.frame.width * drawn.frame.height
        ]
        if near:
            _, rect = min(near)
            drawings.remove(rect)
            yield _Found(_with_labels(rect, said), (), at)


def _loose_shapes(drawn: Drawn, said: Sequence[Said]) -> Iterator[Rect]:
    """Shapes that are neither part of a table nor colour or frame behind the page, nor a rule across it."""
    frame = drawn.frame
    tables = [one.rect for one in said if one.kind == "table"]
    for shape in drawn.shapes:
        across = shape.width > 0.6 * frame.width and shape.height < 3
        behind = shape.width * shape.height > 0.5 * frame.width * frame.height
        outside = share_inside(shape, Rect(0.0, 0.0, frame.width, frame.height)) < 0.5
        if across or behind or outside or any(share_inside(shape, table) > 0.9 for table in tables):
            continue
        yield shape


def _with_labels(rect: Rect, said: Sequence[Said]) -> Rect:
    """The drawing with the short texts that touch it: the names of its axes and parts."""
    labels = [
        one.rect
        for one in said
        if one.kind not in ("table", "figure", "heading")
        and not is_caption(one)
        and (share_inside(one.rect, rect) > 0.5 or _is_label(one, rect))
    ]
    return around([rect, *labels])


def _is_label(one: Said, rect: Rect) -> bool:
    return 0 < len(one.text) <= LABEL_CHARS and distance(one.rect, rect) <= LABEL_PT


def _figure(
    index: int, one: _Found, frame: Frame, captions: Sequence[Said], said: Sequence[Said]
) -> FigureRead:
    caption = None if one.caption is None else captions[one.caption]
    near = caption or nearest(one.rect, said)
    return FigureRead(
        page=index,
        box=frame.box(one.rect),
        caption=caption.text if caption else None,
        nearby=near.text[:NEARBY_CHARS] if near and not caption else None,
        at=near.at if near else None,
        digest=_joined(one.digests),
    )


def _joined(digests: Sequence[str]) -> str | None:
    if len(digests) < 2:
        return digests[0] if digests else None
    return sha256("".join(sorted(digests)).encode()).hexdigest()[:32]

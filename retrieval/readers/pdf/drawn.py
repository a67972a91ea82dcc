"""What PDFium draws on a page besides text: ruled lines, pictures and other shapes, looked through once."""

import ctypes
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from retrieval.readers.pdf.chars import Frame, Rect

_MOST_PATHS = 20_000  # drawings beyond this are maps and plots, not tables; reading them takes minutes


class Piece(NamedTuple):
    """A picture's place as shown, without what is clipped away, and the digest of its bytes in the file."""

    rect: Rect
    digest: str


class Drawn(NamedTuple):
    """The drawings of a page. `rules` are thin lines and the sides of rectangles: what tables are ruled with.

    `shapes` are the places of all paths and shadings.
    """

    frame: Frame
    rules: tuple[Rect, ...] = ()
    pieces: tuple[Piece, ...] = ()
    shapes: tuple[Rect, ...] = ()

    @property
    def picture_share(self) -> float:
        """The largest picture's share of the page, 0 to 1."""
        largest = max((piece.rect.width * piece.rect.height for piece in self.pieces), default=0.0)
        return largest / (self.frame.width * self.frame.height)


def drawn(page: Any, frame: Frame) -> Drawn:
    """Everything drawn on the page; no rules where there are too many paths to be tables."""
    from pypdfium2 import raw

    rules: list[Rect] = []
    pieces: list[Piece] = []
    shapes: list[Rect] = []
    kinds = frozenset({raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING})
    for thing, place, kind in _objects(page, kinds):
        rect = _bounds(thing, place, frame)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pieces.append(Piece(_clipped(thing, place, rect, frame), _digest(thing)))
            continue
        shapes.append(rect)
        if kind == raw.FPDF_PAGEOBJ_PATH and len(rules) <= _MOST_PATHS:
            rules.extend(_sides(thing, rect))
    crowded = len(rules) > _MOST_PATHS
    return Drawn(frame, () if crowded else tuple(rules), tuple(pieces), tuple(shapes[:_MOST_PATHS]))


def _objects(page: Any, kinds: frozenset[int]) -> Iterator[tuple[Any, Any, int]]:
    """Page objects of these kinds, each with its form's matrix (None on the page itself) and its kind."""
    from pypdfium2 import raw

    def walk(count: int, at: Any, matrix: Any, depth: int) -> Iterator[tuple[Any, Any, int]]:
        for number in range(count):
            thing = at(number)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind in kinds:
                yield thing, matrix, kind
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 5:
                inner = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(thing, inner)
                inside = raw.FPDFFormObj_CountObjects(thing)
                yield from walk(
                    inside,
                    lambda n, form=thing: raw.FPDFFormObj_GetObject(form, n),
                    _times(inner, matrix),
                    depth + 1,
                )

    total = raw.FPDFPage_CountObjects(page)
    yield from walk(total, lambda n: raw.FPDFPage_GetObject(page, n), None, 0)


def _times(inner: Any, outer: Any) -> Any:
    from pypdfium2 import raw

    if outer is None:
        return inner
    return raw.FS_MATRIX(
        inner.a * outer.a + inner.b * outer.c,
        inner.a * outer.b + inner.b * outer.d,
        inner.c * outer.a + inner.d * outer.c,
        inner.c * outer.b + inner.d * outer.d,
        inner.e * outer.a + inner.f * outer.c + outer.e,
        inner.e * outer.b + inner.f * outer.d + outer.f,
    )


def _bounds(thing: Any, matrix: Any, frame: Frame) -> Rect:
    from pypdfium2 import raw

    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(thing, *edges)
    x0, y0, x1, y1 = (edge.value for edge in edges)
    if matrix is not None:
        corners = [_moved(x, y, matrix) for x in (x0, x1) for y in (y0, y1)]
        x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
        y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
    return frame.rect(x0, y0, x1, y1)


def _moved(x: float, y: float, matrix: Any) -> tuple[float, float]:
    if matrix is None:
        return x, y
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _clipped(picture: Any, matrix: Any, rect: Rect, frame: Frame) -> Rect:
    """What the paths that clip the picture leave of it, as far as their bounds tell."""
    from pypdfium2 import raw

    clip = raw.FPDFPageObj_GetClipPath(picture)
    for number in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        points = list(_points(clip, number, matrix))
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            rect = _common(rect, frame.rect(min(xs), min(ys), max(xs), max(ys)))
    return _on_page(rect, frame)


def _points(clip: Any, number: int, matrix: Any) -> Iterator[tuple[float, float]]:
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
        if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, number, at), x, y):
            yield _moved(x.value, y.value, matrix)


def _common(one: Rect, other: Rect) -> Rect:
    left, top = max(one.left, other.left), max(one.top, other.top)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Rect(left, top, max(left, right), max(top, bottom))


def _on_page(rect: Rect, frame: Frame) -> Rect:
    return _common(rect, Rect(0.0, 0.0, frame.width, frame.height))


def _digest(picture: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFImageObj_GetImageDataRaw(picture, None, 0)
    buffer = (ctypes.c_ubyte * size)()
    raw.FPDFImageObj_GetImageDataRaw(picture, buffer, size)
    return sha256(buffer).hexdigest()[:32]


def _sides(path: Any, rect: Rect) -> Iterator[Rect]:
    """A thin path is one line; a path of a few straight pieces is taken as the rectangle around it."""
    from pypdfium2 import raw

    if rect.width < 3 or rect.height < 3:
        if max(rect.width, rect.height) >= 3:
            yield rect
        return
    if raw.FPDFPath_CountSegments(path) > 6:
        return
    left, top, right, bottom = rect
    yield Rect(left, top, right, top)
    yield Rect(left, bottom, right, bottom)
    yield Rect(left, top, left, bottom)
    yield Rect(right, top, right, bottom)

"""PDFium's view of a page: its text, and where each character stands.

PDFium counts characters in its own list, Python in code points of the page text; `char_of_offset` is the one
place that leads from the latter to the former. PDFium is not safe for threads: callers hold LOCK.
"""

import ctypes
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from threading import RLock
from typing import Any, NamedTuple

from retrieval.types import Box

LOCK = RLock()
_WITHOUT_INK = frozenset("\ufeff\u200b\u200c\u200d\x00")


class Glyph(NamedTuple):
    """A visible character: its offset in the page text, its box and base line as shown (points), its face."""

    char: str
    at: int
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool
    turn: int
    font: str


class Rect(NamedTuple):
    """A rectangle as shown, in points from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top


class Face(NamedTuple):
    """What the characters of one text object share."""

    size: float
    bold: bool
    turn: int
    font: str


@dataclass(frozen=True)
class Frame:
    """Leads from PDF coordinates to the page as shown: crop box and rotation applied, origin top left."""

    left: float
    bottom: float
    right: float
    top: float
    quarter_turns: int

    @property
    def width(self) -> float:
        """Points from left to right, as shown."""
        return self.top - self.bottom if self.quarter_turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Points from top to bottom, as shown."""
        return self.right - self.left if self.quarter_turns % 2 else self.top - self.bottom

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """The point as the reader sees it."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.quarter_turns]

    def rect(self, x0: float, y0: float, x1: float, y1: float) -> Rect:
        """The rectangle as the reader sees it."""
        (ax, ay), (bx, by) = self.shown(x0, y0), self.shown(x1, y1)
        return Rect(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def box(self, rect: Rect) -> Box:
        """The rectangle in fractions of the page, cut to it."""
        left, right = (min(1.0, max(0.0, x / self.width)) for x in (rect.left, rect.right))
        top, bottom = (min(1.0, max(0.0, y / self.height)) for y in (rect.top, rect.bottom))
        return Box(left=left, top=top, right=right, bottom=bottom)


def frame_of(page: Any) -> Frame:
    """The frame of a PDFium page."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, max(right, left + 1), max(top, bottom + 1), page.get_rotation() // 90)


def char_of_offset(textpage: Any, text: str) -> list[int]:
    """For each character of the page text its place in PDFium's list, -1 where it has none."""
    from pypdfium2 import raw

    count = textpage.count_chars()
    if count == len(text) and raw.FPDFText_GetTextIndexFromCharIndex(textpage, count - 1) == count - 1:
        return list(range(count))
    units: list[int] = []
    for offset, char in enumerate(text):
        units.extend([offset] * (2 if ord(char) > 0xFFFF else 1))
    places = [-1] * len(text)
    for index in range(count):
        unit = raw.FPDFText_GetTextIndexFromCharIndex(textpage, index)
        if 0 <= unit < len(units) and places[units[unit]] < 0:
            places[units[unit]] = index
    return places


def glyphs(textpage: Any, text: str, frame: Frame, only: Iterable[int] | None = None) -> list[Glyph]:
    """The visible characters inside the page (`only` at these offsets), in PDFium's order."""
    places = char_of_offset(textpage, text)
    faces: dict[int, Face] = {}
    found = []
    for offset in range(len(text)) if only is None else only:
        char, place = text[offset], places[offset]
        if place < 0 or char.isspace() or char in _WITHOUT_INK:
            continue
        face = _face(textpage, place, faces, frame)
        rect, base = _place(textpage, place, face, frame)
        middle_x, middle_y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
        if not (0 <= middle_x <= frame.width and 0 <= middle_y <= frame.height):
            continue
        high = rect.width if face.turn % 2 else rect.height
        if not 0.5 * face.size <= high <= 3 * face.size:
            face = face._replace(size=0.8 * high)  # bitmap fonts give a size that nothing is drawn in
        if face.size > 0:
            found.append(Glyph(char, offset, *rect, base, *face))
    return found


def _place(textpage: Any, place: int, face: Face, frame: Frame) -> tuple[Rect, float]:
    """The box of a character with its full line height, and its base line."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(textpage, place, box)
    raw.FPDFText_GetCharOrigin(textpage, place, x, y)
    base = frame.shown(x.value, y.value)
    return frame.rect(box.left, box.bottom, box.right, box.top), base[0] if face.turn % 2 else base[1]


def _face(textpage: Any, place: int, faces: dict[int, Face], frame: Frame) -> Face:
    """Size as drawn, weight and direction: the font size times the text matrix, which may carry all of it."""
    from pypdfium2 import raw

    handle = raw.FPDFText_GetTextObject(textpage, place)
    key = ctypes.addressof(handle.contents) if handle else 0
    if key and key in faces:
        return faces[key]
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, place, matrix)
    size = raw.FPDFText_GetFontSize(textpage, place) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = (round(-angle / 90) + frame.quarter_turns) % 4
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, place, buffer, 128, flags)
    name = buffer.value.decode("utf-8", "replace").lower().rpartition("+")[2]
    heavy = any(word in name for word in ("bold", "black", "heavy"))
    bold = heavy or raw.FPDFText_GetFontWeight(textpage, place) >= 600
    face = Face(round(abs(size), 1), bold, turn, re.split(r"[-,]", name)[0])
    if key:
        faces[key] = face
    return face

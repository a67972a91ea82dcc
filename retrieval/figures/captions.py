"""Which paragraph is the caption of which picture: a numbered one nearby, else only the nearest text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from retrieval.figures.rects import distance, gaps
from retrieval.readers.pdf.chars import Rect
from retrieval.types import BlockKind

# "Figure 2.3 ...", "Fig. 1: ...", "Abb. 4 ...", "FIGURE S2 | ..."; a number in Roman letters counts too.
_NUMBERED = re.compile(
    r"^(?:Supplementary\s+)?(?:Fig(?:ure|s?\.)?|Abb(?:ildung|\.)|Chart|Plate|Diagram|Graph|Map|Photo|Exhibit)"
    r"\s*(?:[A-Z]{0,2}\d+(?:[.–-]\d+)*[a-z]?|[IVX]+)\b(?P<rest>.*)",
    re.I | re.S,
)
# A sentence that speaks of a figure, and begins with its name.
_SPEAKS = re.compile(
    r"^\s*(?:\([a-z]\)\s*)?(?:and|also|shows?|showed|illustrates?|presents?|gives?|depicts?|is|are|was|were"
    r"|demonstrates?|provides?|summari[sz]es?|displays?|outlines?|describes?|below|above|in)\b"
)
LONGEST = 1_500
# Above a picture a caption counts as so much farther away: most stand below.
ABOVE_PT = 12.0
CAPTION_PT = 72.0
NEARBY_PT = 60.0
_LINED_UP = 0.3


class Said(NamedTuple):
    """A paragraph where it stands, or a table (without text); `at` is where it begins in the page's text."""

    rect: Rect
    kind: BlockKind
    text: str
    at: int | None


def is_caption(said: Said) -> bool:
    """Whether it is the numbered caption of a figure, by its words."""
    return names_a_figure(said.text, said.kind)


def names_a_figure(text: str, kind: BlockKind) -> bool:
    """Whether a block of this kind is the numbered caption of a figure, by its words."""
    match = _NUMBERED.match(text)
    if match is None or len(text) > LONGEST or kind == "table":
        return False
    return kind == "figure" or not _SPEAKS.match(match["rest"])


def cost(picture: Rect, caption: Rect, within: float = CAPTION_PT) -> float | None:
    """How far a caption is from a picture in points, farther where it stands above it; None: not its own."""
    across, down = gaps(picture, caption)
    narrower, lower = min(picture.width, caption.width), min(picture.height, caption.height)
    if -across >= _LINED_UP * narrower:
        below = caption.top >= picture.top
        far = max(down, 0.0) + (0.0 if below else ABOVE_PT)
    elif -down >= _LINED_UP * lower:
        far = max(across, 0.0) + ABOVE_PT
    else:
        return None
    return far if far <= within else None


def paired(pictures: Sequence[Rect], captions: Sequence[Rect]) -> list[int | None]:
    """For each picture the place of the caption nearest to it, None where none is near."""
    found: list[int | None] = []
    for picture in pictures:
        costs = [
            (far, at) for at, caption in enumerate(captions) if (far := cost(picture, caption)) is not None
        ]
        found.append(min(costs)[1] if costs else None)
    return found


def nearest(picture: Rect, said: Sequence[Said]) -> Said | None:
    """The text nearest to a picture, the higher one of two; None where none is near."""
    near = [
        (distance(picture, one.rect), one.rect.top, at) for at, one in enumerate(said) if one.text.strip()
    ]
    far, _, at = min(near, default=(NEARBY_PT + 1, 0.0, 0))
    return said[at] if far <= NEARBY_PT else None

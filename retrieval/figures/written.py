"""The figures of a source without pages: its pictures, and which of the words around each are its own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from retrieval.figures.captions import names_a_figure
from retrieval.figures.found import NEARBY_CHARS, REPEATED
from retrieval.readers.pictured import Met
from retrieval.types import Block, FigureRead, Page

# A textbook has a few hundred; thousands are the icons and formulas of a web site.
MOST = 2_000
# A caption written for a picture stands within so many blocks of it.
WITHIN = 40
_TABLE = re.compile(r"\s*Table\b", re.I)


def figures_of(met: Sequence[Met], pages: Sequence[Page]) -> Iterator[FigureRead]:
    """The pictures that are figures: those with words, or of which the library can hold the picture itself.

    One that comes three times without a caption is an ornament.
    """
    blocks = [(page.index, block) for page in pages for block in page.blocks]
    alts = frozenset(one.alt for one in met)
    often = Counter(one.located.digest or one.located.part for one in met)
    for one in met[:MOST]:
        figure = _figure(one, blocks, alts)
        repeated = often[one.located.digest or one.located.part] >= REPEATED and one.located.part is not None
        if (figure.caption or not repeated) and (figure.part or figure.caption or figure.alt):
            yield figure


def _figure(one: Met, blocks: Sequence[tuple[int, Block]], alts: frozenset[str]) -> FigureRead:
    at = _said(one, blocks, one.caption) if one.caption else _beside(one, blocks, alts)
    caption = one.caption or (blocks[at][1].text if at is not None else None)
    if at is None and one.alt:
        at = _said(one, blocks, one.alt)
    nearby = None
    if at is None:
        at = _nearest(one, blocks)
        nearby = None if at is None or caption or one.alt else blocks[at][1].text[:NEARBY_CHARS]
    page, segment = (0, None) if at is None else (blocks[at][0], blocks[at][1].segments[0])
    return FigureRead(
        page=page,
        caption=caption,
        alt=one.alt or None,
        nearby=nearby,
        at=segment.page_start if segment else None,
        part=one.located.part,
        digest=one.located.digest,
    )


def _around(one: Met, blocks: Sequence[tuple[int, Block]], within: int) -> list[int]:
    """The blocks near the picture, the nearest first, and of two the one after it."""
    places = range(max(0, one.after - within), min(len(blocks), one.after + within))
    return sorted(places, key=lambda at: (abs(at - one.after + 0.5), at < one.after))


def _said(one: Met, blocks: Sequence[tuple[int, Block]], words: str) -> int | None:
    """Where these words of the picture begin in the text."""
    return next((at for at in _around(one, blocks, WITHIN) if words.startswith(blocks[at][1].text)), None)


def _beside(one: Met, blocks: Sequence[tuple[int, Block]], alts: frozenset[str]) -> int | None:
    """The block next to the picture that is its caption, by its style or by its words."""
    own = int(one.after > 0 and bool(one.alt) and blocks[one.after - 1][1].text == one.alt)
    for at in (one.after, one.after - 1 - own):
        if not 0 <= at < len(blocks):
            continue
        kind, text = blocks[at][1].kind, blocks[at][1].text
        styled = kind == "figure" and text not in alts and not _TABLE.match(text)
        if styled or names_a_figure(text, kind):
            return at
    return None


def _nearest(one: Met, blocks: Sequence[tuple[int, Block]]) -> int | None:
    near = _around(one, blocks, 2)
    return next((at for at in near if blocks[at][1].kind != "heading"), next(iter(near), None))

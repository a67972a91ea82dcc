"""Running headers, footers and page numbers: what stands at the same height on page after page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.readers.pdf.lines import Line, rows_of

_ZONE = 0.13  # of the page's height, from the top and from the bottom
_NUMERAL = re.compile(
    r"^(?:page\s*)?[-–—|]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.I
)
_LEADERS = re.compile(r"(?:\. ?){5,}\s*\w{1,5}$|…\s?…\s*\w{1,5}$")

Key = tuple[str, int]


def furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[int]:
    """The ids (`id(line)`) of lines that are headers, footers or page numbers."""
    places: dict[Key, dict[int, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line, apart in _at_the_edges(lines, height):
            for key in _keys(line, height, apart):
                places[key][number].append(line)
    found: set[int] = set()
    least = 3 if len(pages) > 4 else 2
    for (words, _), on in places.items():
        if len(on) >= least and (words != "#" or _counts_up(on)):
            found.update(id(line) for lines in on.values() for line in lines)
    return found


def contents(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows of a list of contents: titles, dots and page numbers, which say nothing that can be cited."""
    return [row for row in rows_of(lines) if _LEADERS.search(" ".join(piece.text for piece in row))]


def _at_the_edges(lines: Sequence[Line], height: float) -> Iterator[tuple[Line, bool]]:
    """Lines in the upper and lower margin, and whether a gap parts them from the text."""
    downwards = sorted(lines, key=lambda line: line.rect.top)
    upper = [line for line in downwards[:6] if line.rect.bottom < _ZONE * height]
    lower = [line for line in downwards[:-7:-1] if line.rect.top > (1 - _ZONE) * height]
    for ordered, inside in ((downwards, upper), (downwards[::-1], lower)):
        apart = _before_a_gap(ordered)
        yield from ((line, place < apart) for place, line in enumerate(inside))


def _before_a_gap(ordered: Sequence[Line]) -> int:
    """How many lines, of the first few, stand before the first wide gap."""
    for place, (line, following) in enumerate(pairwise(ordered[:7]), 1):
        gap = max(following.rect.top - line.rect.bottom, line.rect.top - following.rect.bottom)
        if gap > 0.8 * line.size:
            return place
    return 1 if len(ordered) == 1 else 0


def _keys(line: Line, height: float, apart: bool) -> list[Key]:
    """Figures count as equal in a margin; height in two grids, so that no border parts a pair."""
    words = re.sub(r"[\s-]+", "", line.text).lower()
    if _NUMERAL.match(line.text.strip()):
        words = "#"
    elif apart:
        words = re.sub(r"\d+", "#", words)
    place = line.base / height * 50
    return [(words, int(place)), (words, -int(place + 0.5) - 1)]


def _counts_up(on: dict[int, list[Line]]) -> bool:
    """Page numbers differ from page to page; the same figure everywhere is something else."""
    shown = {line.text for lines in on.values() for line in lines}
    return len(shown) > 1

"""What an answer can quote: the sentences, list items and table rows of the best passages."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from retrieval.text import sentences
from retrieval.types import Hit, Passage

# A citation must fit the eye; what is longer than this is data, not a sentence.
LONGEST = 600
SHORTEST_WORDS = 4

# Lists of literature answer no question about patients.
_NOT_CONTENT = frozenset({"sources", "references", "bibliography", "further reading", "contents"})

_CAPTION = re.compile(r"(?:Table|Box|Panel)\s+\w{1,4}[.:]\s")

Cells = tuple[tuple[str, str], ...]


class Candidate(NamedTuple):
    """Characters [start, end) of a hit's passage, which can stand as a statement."""

    hit: Hit
    start: int
    end: int
    cells: Cells = ()

    @property
    def text(self) -> str:
        """The quotable words, exactly as they stand in the passage."""
        return self.hit.passage.text[self.start : self.end]


def candidates(hits: Iterable[Hit]) -> Iterator[Candidate]:
    """Every quotable unit of the hits, best hit first, in reading order within each."""
    for hit in hits:
        if is_literature(hit.passage):
            continue
        if hit.passage.rows:
            yield from (Candidate(hit, row.start, row.end, row.cells) for row in hit.passage.rows)
            continue
        for start, end in sentences(hit.passage.text):
            if _is_quotable(hit.passage.text[start:end]):
                yield Candidate(hit, start, end)


def is_literature(passage: Passage) -> bool:
    """Whether it lists texts to read instead of saying anything."""
    return bool(_NOT_CONTENT & {heading.casefold().strip("0123456789. ") for heading in passage.headings})


def _is_quotable(sentence: str) -> bool:
    """Questions, captions, lead-ins to a list and fragments do not answer anything by themselves."""
    if _CAPTION.match(sentence) or len(sentence) > LONGEST or sentence[-1] in "?:":
        return False
    return len(sentence.split()) >= SHORTEST_WORDS

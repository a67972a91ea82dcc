"""The passages that drafts are made from, and the sentences and tables in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.answer.candidates import Cells, is_literature
from curricula.types import Reference
from retrieval.text import sentences
from retrieval.types import Document, Passage

_CAPTION = re.compile(r"(?:Table|Box)\s+\w{1,4}[.:]\s+(?P<words>\S.*)")
_ABOUT_ITSELF = re.compile(
    r"\b(?:licen[cs]e|copyright|review due|edition \d|this (?:chapter|guideline|document|book|page)|"
    r"last updated|all rights)\b",
    re.IGNORECASE,
)


class Excerpt(NamedTuple):
    """A passage, and the document that it stands in."""

    document: Document
    passage: Passage

    @property
    def section(self) -> str:
        """The headings above it, without the title of its document and without numbers."""
        shown = (re.sub(r"^[\d.]+\s+", "", heading) for heading in self.passage.headings)
        return ": ".join(heading for heading in shown if heading != self.document.title)

    def cited(self, quote: str) -> Reference:
        """Words of this passage as they are cited."""
        return Reference(document=self.document.title, quote=quote)


class TableRow(NamedTuple):
    """A row of a table: its cells, the words that it stands in, and where."""

    cells: Cells
    quote: str
    excerpt: Excerpt


class Table(NamedTuple):
    """Rows under the same headers and headings, as a source has them; `caption` is empty if it has none."""

    headers: tuple[str, ...]
    caption: str
    rows: tuple[TableRow, ...]


def spoken(excerpt: Excerpt) -> Iterator[str]:
    """The sentences of a passage that say something of their subject, to the letter."""
    passage = excerpt.passage
    if passage.rows or passage.kind == "figure" or is_literature(passage):
        return
    for start, end in sentences(passage.text):
        sentence = passage.text[start:end]
        if not _CAPTION.match(sentence) and not _ABOUT_ITSELF.search(sentence):
            yield sentence


def tables(excerpts: Iterable[Excerpt]) -> list[Table]:
    """The tables of the passages; parts of one that was cut are put together again."""
    found: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[TableRow]] = {}
    captions: dict[tuple[str, tuple[str, ...]], str] = {}
    caption_of: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str] = {}
    for excerpt in sorted(excerpts, key=lambda one: (one.document.id, one.passage.ordinal)):
        place = (excerpt.document.id, excerpt.passage.headings)
        captions[place] = _caption(excerpt.passage.text) or captions.get(place, "")
        for row in excerpt.passage.rows:
            headers = tuple(header for header, _ in row.cells)
            key = (*place, headers)
            caption_of.setdefault(key, captions[place])
            quote = excerpt.passage.text[row.start : row.end]
            found.setdefault(key, []).append(TableRow(row.cells, quote, excerpt))
    return [Table(key[2], caption_of[key], tuple(rows)) for key, rows in found.items()]


def _caption(text: str) -> str:
    """What the last line says that stands above a table."""
    lines: Sequence[str] = text.rstrip().splitlines() or [""]
    found = _CAPTION.match(lines[-1])
    return found["words"].rstrip(".") if found else ""

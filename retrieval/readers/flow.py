"""Collects what a source without pages holds, cleaned, and makes a document of it."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from retrieval.errors import Refused, Skipped
from retrieval.readers.invisible import invisible_note, spelled_out, strip_invisible
from retrieval.readers.paging import BLOCK_CHARS, Piece, pages_of, split_long
from retrieval.readers.pictured import Locate, Met, nowhere
from retrieval.types import INVISIBLE, BlockKind, FigureRead, Metadata, Page, ReadDocument, Withheld

HEADING_CHARS = 300
WORD_CHARS = 20_000
# What readers do not see is looked at, not kept: so much of it is enough.
WITHHELD_CHARS, WITHHELD_PARTS = 4_000, 50
# A textbook of 3,000 pages has about a tenth of this.
MAX_PIECES = 150_000
# The words of a picture are shorter than a paragraph.
PICTURE_CHARS = 1_500
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")


class Flow:
    """Collects blocks in reading order, cleans them, and gives the finished document.

    `locate` finds the pictures that its source names.
    """

    def __init__(self, locate: Locate = nowhere) -> None:
        self._locate = locate
        self._met: list[Met] = []
        self._pieces: list[Piece] = []
        self._notes: list[str] = []
        self._withheld: list[Withheld] = []
        self._invisible = 0
        self._tables = 0

    @property
    def title(self) -> str | None:
        """The first heading of the highest level, None if there is no heading."""
        headings = [piece for piece in self._pieces if piece.kind == "heading"]
        return min(headings, key=lambda piece: piece.level).text if headings else None

    def note(self, sentence: str) -> None:
        """Keep a sentence for the ingest report, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def withhold(self, where: str, text: str) -> None:
        """Keep a text that readers of the source do not see for whoever looks for what is hidden in it."""
        said = " ".join(text.split())[:WITHHELD_CHARS]
        if any(letter.isalpha() for letter in said) and len(self._withheld) < WITHHELD_PARTS:
            self._withheld.append(Withheld(where=where, text=said))

    def heading(self, text: str, level: int) -> None:
        """Add a heading; one that is too long to be a heading becomes prose."""
        shown = self.clean(text)
        if len(shown) > HEADING_CHARS:
            self._long("prose", shown)
        elif shown:
            self._put([Piece("heading", shown, min(max(level, 1), 6))])

    def add(self, kind: BlockKind, text: str) -> None:
        """Add a paragraph, list item or caption; a very long one becomes several."""
        self._long(kind, self.clean(text))

    def picture(self, address: str, *, alt: str = "", caption: str = "") -> None:
        """Keep where a picture stands, with its words, after those were added; an ornament is left out."""
        located = self._locate(address)
        if located is not None:
            alt, caption = (" ".join(strip_invisible(text)[0].split()) for text in (alt, caption))
            self._met.append(Met(len(self._pieces), located, alt[:PICTURE_CHARS], caption[:PICTURE_CHARS]))

    def table(self, grid: Sequence[Sequence[str]], header_rows: int) -> None:
        """Add a table as one block a row, each value beside its header.

        A row of one cell in a wider table spans it: above the headers it is a caption, below a subheading.
        """
        self._tables += 1
        shown = [[self.clean(cell) for cell in row] for row in grid]
        width = max(map(len, shown), default=0)
        heads = shown[:header_rows] if header_rows < len(shown) else []
        headers = [""] * width
        for head in heads:
            if len(head) == 1 < width:
                self._long("prose", head[0])
            else:
                headers = [_joined(pair) for pair in zip_longest(headers, head, fillvalue="")]
        for row in shown[len(heads) :]:
            spans = len(row) == 1 < width
            self._row((("", row[0]),) if spans else tuple(zip(headers, row, strict=False)))

    def _row(self, cells: tuple[tuple[str, str], ...]) -> None:
        text = "; ".join(f"{header}: {value}" if header else value for header, value in cells if value)
        if len(text) > BLOCK_CHARS:
            # A row this long arranges a page; it is no row of data.
            self._long("prose", text)
        elif text:
            self._put([Piece("table", text, cells=cells)])

    def _long(self, kind: BlockKind, text: str) -> None:
        self._put(Piece(kind, part) for part in split_long(text))

    def _put(self, pieces: Iterable[Piece]) -> None:
        self._pieces.extend(pieces)
        if len(self._pieces) > MAX_PIECES:
            raise Refused(
                f"The file holds more than {MAX_PIECES:,} paragraphs or rows.",
                "Split it, by chapters for example.",
            )

    def clean(self, text: str) -> str:
        """The text on one line with single spaces, without characters that nobody can see."""
        shown, removed = strip_invisible(text)
        if removed:
            self._invisible += removed
            self.withhold(INVISIBLE, spelled_out(text))
        words = shown.split()
        if len(shown) > WORD_CHARS and max(map(len, words), default=0) > WORD_CHARS:
            raise Refused(
                f"The file holds more than {WORD_CHARS:,} characters without a space, which is not text.",
                "Check what the file is, and export it again as text.",
            )
        return " ".join(words)

    def document(self, media_type: str, metadata: Metadata) -> ReadDocument:
        """Everything added so far as pages. Skipped if there is no text."""
        if not self._pieces:
            hidden = " that a reader could see" if self._invisible or self._notes else ""
            raise Skipped(f"The file holds no text{hidden}.", "Add a file that has text.")
        if self._invisible:
            self.note(invisible_note(self._invisible))
        pages = pages_of(self._pieces)
        return ReadDocument(
            media_type=media_type,
            metadata=metadata,
            pages=pages,
            tables=self._tables,
            figures=sum(piece.kind == "figure" for piece in self._pieces),
            pictures=self._pictures(pages),
            notes=tuple(self._notes),
            withheld=tuple(self._withheld),
        )

    def _pictures(self, pages: Sequence[Page]) -> tuple[FigureRead, ...]:
        if not self._met:
            return ()
        from retrieval.figures.written import figures_of

        return tuple(figures_of(self._met, pages))


def superscript(text: str) -> str:
    """Raised characters kept as such: 10 to the power of 9 must not be read as 109."""
    raised = text.translate(RAISED)
    return raised if not any(letter.isascii() for letter in raised) else text


def _joined(parts: Iterable[str]) -> str:
    """The different non-empty parts in order, with a space between."""
    return " ".join(dict.fromkeys(part for part in parts if part))

"""What sources are made of: documents, pages, blocks, passages, and the hits of a search."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DocumentKind = Literal["guideline", "textbook", "article", "note"]
BlockKind = Literal["heading", "prose", "list", "table", "figure", "planted"]
"""A "planted" block looks like an instruction to a language model: it is shown, but is part of no passage."""
PassageKind = Literal["prose", "table", "figure", "list"]


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Value):
    """A rectangle on the page as shown: fractions of its width and height, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


class Segment(Value):
    """Characters [start, end) of a text, and where they stand in the source.

    Text segments name a span of the page's extracted text: of equal length they map character by
    character, of unequal length (a ligature, a rejoined hyphen) as a whole. Table cells and OCR words
    have no such span; they carry their boxes instead.
    """

    start: int
    end: int
    page: int
    page_start: int | None = None
    page_end: int | None = None
    boxes: tuple[Box, ...] = ()


class Row(Value):
    """One table row inside a text: its characters [start, end) and its (header, value) cells."""

    start: int
    end: int
    cells: tuple[tuple[str, str], ...]


class Block(Value):
    """A heading, paragraph, list item, table row or figure caption, in reading order."""

    kind: BlockKind
    text: str
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()
    segments: tuple[Segment, ...] = ()


class Page(Value):
    """A page of a PDF, or a section of a source that has no pages."""

    index: int
    text: str
    blocks: tuple[Block, ...] = ()
    label: str | None = None
    title: str = ""


class Particulars(Value):
    """What is known about a source besides its text. None: nobody says."""

    author: str | None = None
    publisher: str | None = None
    edition: str | None = None
    published: date | None = None
    review_due: date | None = None
    review: str | None = None
    jurisdiction: str | None = None
    licence: str | None = None
    url: str | None = None
    topics: tuple[str, ...] = ()
    supersedes: str | None = None


class Metadata(Particulars):
    """What a source, its front matter or its sidecar says about itself."""

    title: str | None = None
    kind: DocumentKind | None = None


INVISIBLE = "invisible characters"
"""Where a text stands that was spelled in characters which nobody can see."""


class FigureRead(Value):
    """A picture as a reader found it in a source; None: nobody says.

    `caption` is what its author put to it, `alt` the words for those who cannot see it, `nearby` the nearest
    text where it has no caption. `at` is where the caption, or that text, begins in the page's text. `box` is
    its place on the page of a PDF; `part` names its bytes in another kind of file: `member:NAME` of an
    archive, `data` for one in an address of the text itself, `file:PATH` below the folder of the source.
    `digest` is that of its bytes.
    """

    page: int
    box: Box | None = None
    caption: str | None = None
    alt: str | None = None
    nearby: str | None = None
    at: int | None = None
    part: str | None = None
    digest: str | None = None

    @property
    def has_picture(self) -> bool:
        """Whether the picture itself is in the library."""
        return self.box is not None or self.part is not None


class Withheld(Value):
    """Text of a source that its readers do not see and that is therefore left out, and where it stands."""

    where: str
    text: str


class Caution(Value):
    """What a document's owner should know before relying on it, and what to do, in plain words."""

    kind: Literal["planted", "private"]
    text: str


class ReadDocument(Value):
    """What a reader made of one file; `withheld` is for looking at, and is not kept.

    `figures` counts captions in the text, `pictures` are the figures themselves.
    """

    media_type: str
    metadata: Metadata
    pages: tuple[Page, ...]
    pages_without_text: tuple[int, ...] = ()
    tables: int = 0
    figures: int = 0
    pictures: tuple[FigureRead, ...] = ()
    notes: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    cautions: tuple[Caution, ...] = ()


class Document(Particulars):
    """A source in the library. `id` is the digest of the file's bytes."""

    id: str
    title: str
    kind: DocumentKind
    media_type: str
    pages: int
    ingested_at: datetime
    filename: str = ""
    superseded_by: str | None = None
    cautions: tuple[Caution, ...] = ()


class Passage(Value):
    """About 200 tokens of a document, exact in `text`, with the map back to its pages.

    `id` is the digest of the document id and the span; `n` is the row in the library's database
    (0 before it is stored).
    """

    id: str
    document: str
    ordinal: int
    kind: PassageKind
    text: str
    headings: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()
    rows: tuple[Row, ...] = ()
    n: int = 0

    @property
    def page(self) -> int | None:
        """The file page (0 first) on which the passage begins; None where nothing maps back."""
        return self.segments[0].page if self.segments else None


class Figure(FigureRead):
    """A figure of a source in the library. `passage` is the one that holds its caption or the nearest text.

    `headings` are those it stands under; `n` is its row in the library's database (0 before it is stored).
    """

    id: str
    document: str
    headings: tuple[str, ...] = ()
    passage: str | None = None
    n: int = 0

    @property
    def words(self) -> str:
        """What is said of it, a line each: caption, text for those who cannot see it, nearest text."""
        return "\n".join(dict.fromkeys(text for text in (self.caption, self.alt, self.nearby) if text))


class Filters(Value):
    """Narrow a search. Empty means no restriction; superseded editions are left out unless asked for."""

    kinds: tuple[DocumentKind, ...] = ()
    topics: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    superseded: bool = False


class Query(Value):
    """A question, what it is limited to, and the questions asked before it (oldest first)."""

    text: str
    filters: Filters = Filters()
    history: tuple[str, ...] = ()


class Hit(Value):
    """A passage found: its fused score (0..1), and rank (from 1) and raw score in each leg that found it.

    `title` is that of its document; `duplicates` are passages with the same words that would have come later
    in the ranking. `relevance` is the ranker's score (0..1) and `fused_rank` the rank (from 1) before it was
    asked; both None where no ranker judged the passage.
    """

    passage: Passage
    score: float
    title: str = ""
    duplicates: tuple[Passage, ...] = ()
    lexical_rank: int | None = None
    dense_rank: int | None = None
    lexical_score: float | None = None
    dense_score: float | None = None
    relevance: float | None = None
    fused_rank: int | None = None


class Found(Value):
    """The outcome of a search.

    `query` is the query with its spelling mended, `expanded` its text with abbreviations spelt out; `terms`
    are its stems with the number of passages, of `passages` in the whole library, that hold each. `vector` is
    what the encoder made of `expanded`, None where no dense leg was asked; it stays out of the JSON. `notes`
    say which part of the search was off, and why.
    """

    query: Query
    expanded: str
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    terms: dict[str, int] = {}
    passages: int = 0
    timings_ms: dict[str, float] = {}
    vector: tuple[float, ...] | None = Field(default=None, exclude=True, repr=False)


class IngestLine(Value):
    """One file's line in the ingest report. Refused and skipped files carry the reason."""

    file: str
    outcome: Literal["added", "unchanged", "refused", "skipped"]
    reason: str = ""
    document: str | None = None
    pages: int = 0
    passages: int = 0
    tables: int = 0
    figures: int = 0
    pages_without_text: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

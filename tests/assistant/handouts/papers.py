"""A handout with everything in it, and what readers of each format find in the files."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from assistant.handouts.types import Grid, Handout, Heading, Lines, Paragraph, Picture, Room, Words

SIGNS = "α-blocker, β₂ agonist, Δ < 10⁻³ µmol/L, Na⁺ ≥ 135, CO₂, 5 × 10⁹/L, café, ½ tablet → stop"
SLY = "<b>bold</b> & <script>alert(1)</script> [x](http://a) *s* `c` # | \\ $x$ ![i](j)"


def paper(**changes: Any) -> Handout:
    """A handout that has every kind of part."""
    given: dict[str, Any] = {
        "title": "Asthma: acute attack",
        "about": "Objective asthma-management, version 2",
        "badges": ("not clinician-reviewed",),
        "parts": (
            Heading(text="What the sources say"),
            Paragraph(words=Words(text=SIGNS, marks=(1,)), look="quote"),
            Paragraph(words=Words(text=SLY, marks=(1, 2))),
            Lines(lines=(Words(text="1. First", label="A"), Words(text="- Second", marks=(2,)))),
            Grid(heads=("Card", "Whole"), rows=((Words(text="1"), Words(text="a | b", marks=(2,))),)),
            Room(lines=2),
            Picture(png=None, alt="A film of the chest", caption=""),
            Heading(text="Key", part=True),
        ),
        "references": ("Asthma in adults. 2nd edition. p. 12.", "Old book. [superseded]"),
        "made": date(2026, 3, 1),
        "library": "7",
    }
    return Handout(**(given | changes))


def pdf_text(data: bytes) -> str:
    """The words of a PDF, on one line."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def docx_paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph of a DOCX, those of tables last."""
    from docx import Document

    document = Document(BytesIO(data))
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    inside = [paragraph for cell in cells for paragraph in cell.paragraphs]
    return [_text(one) for one in (*document.paragraphs, *inside)]


def docx_anchors(data: bytes) -> tuple[list[str], set[str]]:
    """Where the links of a DOCX lead, and the bookmarks that it has."""
    from docx import Document
    from docx.oxml.ns import qn

    body = Document(BytesIO(data)).element.body
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    return links, {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}


def markdown_tokens(data: bytes) -> Iterator[Any]:
    """The tokens of Markdown with tables and footnotes, also those inside of others."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    for token in MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(data.decode()):
        yield token
        yield from token.children or ()


def _text(paragraph: Any) -> str:
    from docx.oxml.ns import qn

    return "".join(one.text or "" for one in paragraph._p.iter(qn("w:t")))

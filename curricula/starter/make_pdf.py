"""Set a starter chapter as a PDF with outline, page labels and ruled tables.

Run it with `python -m curricula.starter.make_pdf`. The same source gives the same bytes: ReportLab runs in
its invariant mode, and streams stay uncompressed because zlib builds differ in their output.
"""

from collections.abc import Iterator
from html import escape
from itertools import takewhile
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from retrieval.types import Metadata, Value

FOLDER = Path(__file__).parent
CHAPTER = "acute-coronary-syndrome"
MARGIN = 24 * mm
WIDTH = A4[0] - 2 * MARGIN
INK, ACCENT, RULE, SHADE = HexColor("#1b1f24"), HexColor("#0f4c5c"), HexColor("#9aa5ad"), HexColor("#e8eff1")
NOTICE = (
    "Written for education and reference. This chapter was cross-read but not reviewed by a clinician. "
    "Check every dose against a current national formulary before use."
)

BODY = ParagraphStyle("body", fontName="Vera", fontSize=9, leading=13.4, textColor=INK, spaceAfter=5)
ITEM = ParagraphStyle("item", BODY, leftIndent=12, bulletIndent=2, spaceAfter=3.6)
CELL = ParagraphStyle("cell", BODY, fontSize=8, leading=11, spaceAfter=0)
HEAD = ParagraphStyle("head", CELL, fontName="Vera-Bold", textColor=ACCENT)
CAPTION = ParagraphStyle("caption", BODY, fontName="Vera-Bold", fontSize=8, leading=11, spaceBefore=7)
TITLE = ParagraphStyle("title", fontName="Vera-Bold", fontSize=21, leading=27, textColor=ACCENT, spaceAfter=6)
FACTS = ParagraphStyle("facts", BODY, textColor=HexColor("#4a545c"), spaceAfter=12)
SECTIONS = (
    ParagraphStyle(
        "h1",
        fontName="Vera-Bold",
        fontSize=13.5,
        leading=18,
        textColor=ACCENT,
        spaceBefore=12,
        spaceAfter=6,
        keepWithNext=1,
    ),
    ParagraphStyle(
        "h2",
        fontName="Vera-Bold",
        fontSize=10,
        leading=14,
        textColor=INK,
        spaceBefore=9,
        spaceAfter=4,
        keepWithNext=1,
    ),
)
CONTENTS = (
    ParagraphStyle("toc1", BODY, fontSize=9.5, leading=12, spaceBefore=4, spaceAfter=0),
    ParagraphStyle("toc2", BODY, leftIndent=16, leading=11, spaceAfter=0),
)


class Chapter(Value):
    """A chapter's source: its front matter as written, what that says, and its Markdown body."""

    front_matter: str
    metadata: Metadata
    body: str


def read_chapter(path: Path) -> Chapter:
    """The chapter in a Markdown file that begins with YAML front matter."""
    _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
    metadata = Metadata.model_validate(yaml.safe_load(front_matter))
    return Chapter(front_matter=front_matter, metadata=metadata, body=body)


class Heading(Paragraph):  # type: ignore[misc]  # ReportLab ships no types
    """A numbered section heading that enters itself in the outline and in the contents."""

    def __init__(self, text: str, *, level: int) -> None:
        super().__init__(escape(text), SECTIONS[level])
        self.entry = text
        self.level = level


class Edition(BaseDocTemplate):  # type: ignore[misc]
    """The page layout: contents on page i, then the text from page 1, each with running head and foot."""

    def __init__(self, target: Path, metadata: Metadata) -> None:
        super().__init__(
            str(target),
            pagesize=A4,
            invariant=True,
            pageCompression=0,
            lang="en-GB",
            title=metadata.title,
            author=metadata.author,
            subject=f"Starter library, edition {metadata.edition}",
            keywords=list(metadata.topics),
            creator="Preceptor",
        )
        self.metadata = metadata
        frame = Frame(MARGIN, 20 * mm, WIDTH, A4[1] - 20 * mm - MARGIN, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", frame, onPage=self.furnish))

    def furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Draw the running head and foot, and label the page as its foot is printed."""
        if canvas.getPageNumber() == 1:
            canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
            canvas.addPageLabel(1, style="ARABIC", start=1)
            canvas.showOutline()
        top, foot, right = A4[1] - 17 * mm, 14 * mm, A4[0] - MARGIN
        canvas.setFont("Vera", 7.5)
        canvas.setFillColor(HexColor("#4a545c"))
        canvas.drawString(MARGIN, top, f"Preceptor starter library: {self.metadata.title}")
        canvas.drawRightString(right, top, f"Edition {self.metadata.edition}")
        canvas.drawString(MARGIN, foot, f"{self.metadata.licence}. {str(self.metadata.review).capitalize()}.")
        canvas.drawRightString(right, foot, printed_label(canvas.getPageNumber()))
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, top - 5, right, top - 5)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # the name ReportLab calls
        """Enter a heading just drawn in the outline and in the contents."""
        if not isinstance(flowable, Heading):
            return
        key = f"section-{flowable.entry.split(' ', 1)[0]}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.entry, key, flowable.level, closed=False)
        self.notify("TOCEntry", (flowable.level, escape(flowable.entry), self.page - 1, key))


def printed_label(page: int) -> str:
    """The label printed on a page of the file (1 first): i for the contents, then 1, 2, 3."""
    return "i" if page == 1 else str(page - 1)


def inline(token: Token) -> str:
    """An inline token as ReportLab's mark-up, with the text escaped."""
    marks = {
        "em_open": "<i>",
        "em_close": "</i>",
        "strong_open": "<b>",
        "strong_close": "</b>",
        "softbreak": " ",
    }
    return "".join(marks.get(child.type, escape(child.content)) for child in token.children or ())


def ruled_table(rows: list[list[str]]) -> Table:
    """A table with ruled cells whose first row is the header, repeated after a page break."""
    longest = [min(max(len(row[column]) for row in rows), 48) + 6 for column in range(len(rows[0]))]
    cells = [[Paragraph(text, HEAD if row is rows[0] else CELL) for text in row] for row in rows]
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, RULE),
            ("BACKGROUND", (0, 0), (-1, 0), SHADE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    widths = [WIDTH * length / sum(longest) for length in longest]
    return Table(cells, colWidths=widths, style=style, repeatRows=1, spaceBefore=3, spaceAfter=9)


def take_table(tokens: Iterator[Token]) -> list[list[str]]:
    """The rows of a table whose opening token was just read."""
    rows: list[list[str]] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline(token))
    return rows


def number(counts: list[int], level: int) -> str:
    """The next section number at this level, as 3 or 3.1."""
    counts[level:] = [counts[level] + 1, *[0] * (len(counts) - level - 1)]
    return ".".join(str(count) for count in counts[: level + 1])


def flowables(body: str) -> Iterator[Flowable]:
    """The chapter's headings, paragraphs, list items and captioned tables, in order."""
    tokens = iter(MarkdownIt("commonmark").enable("table").parse(body))
    counts, tables, caption = [0, 0], 0, ""
    for token in tokens:
        if token.type == "heading_open" and token.tag != "h1":
            level = int(token.tag[1]) - 2
            yield Heading(f"{number(counts, level)} {next(tokens).content}", level=level)
        elif token.type == "heading_open":
            next(tokens)  # the title stands on the contents page
        elif token.type == "table_open":
            tables += 1
            name = Paragraph(f"Table {tables}. {caption}.", CAPTION)
            yield KeepTogether([name, ruled_table(take_table(tokens))])
        elif token.type == "inline" and token.content.startswith("Table: "):
            caption = inline(token).removeprefix("Table: ")
        elif token.type == "inline":
            in_list = token.level > 1
            yield Paragraph(inline(token), ITEM if in_list else BODY, bulletText="•" if in_list else None)


def front(metadata: Metadata) -> list[Flowable]:
    """The contents page: title, what the edition is, the notice and the table of contents."""
    facts = (
        f"{metadata.publisher}, edition {metadata.edition}. Published {metadata.published}, "
        f"review due {metadata.review_due}. Written by the {metadata.author}. Licence {metadata.licence}."
    )
    contents = TableOfContents(dotsMinLevel=0, levelStyles=list(CONTENTS))
    box = [("BOX", (0, 0), (-1, -1), 0.5, ACCENT), ("BACKGROUND", (0, 0), (-1, -1), SHADE)]
    notice = Table([[Paragraph(NOTICE, CELL)]], colWidths=[WIDTH], style=TableStyle(box), spaceAfter=16)
    heading = Paragraph("Contents", SECTIONS[0])
    title = Paragraph(escape(str(metadata.title)), TITLE)
    return [title, Paragraph(escape(facts), FACTS), notice, heading, Spacer(1, 2), contents]


def register_fonts() -> None:
    """Make the Bitstream Vera faces that come with ReportLab known under their family name."""
    faces = {
        "Vera": "Vera.ttf",
        "Vera-Bold": "VeraBd.ttf",
        "Vera-Italic": "VeraIt.ttf",
        "Vera-Both": "VeraBI.ttf",
    }
    for name, file in faces.items():
        registerFont(TTFont(name, file))
    registerFontFamily("Vera", *faces)


def make_pdf(source: Path, target: Path) -> None:
    """Write the chapter as a PDF at `target`, with its front matter as the sidecar beside it."""
    register_fonts()
    chapter = read_chapter(source)
    story = [*front(chapter.metadata), NextPageTemplate("page"), PageBreak(), *flowables(chapter.body)]
    Edition(target, chapter.metadata).multiBuild(story)
    target.with_name(f"{target.name}.yaml").write_text(chapter.front_matter, encoding="utf-8")


if __name__ == "__main__":
    make_pdf(FOLDER / "sources" / f"{CHAPTER}.md", FOLDER / "library" / f"{CHAPTER}.pdf")

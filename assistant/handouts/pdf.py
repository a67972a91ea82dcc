"""A handout as PDF: set with letters that have Greek, raised and mathematical signs, and an outline."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from assistant.answer.plain import visible
from assistant.handouts.types import (
    Grid,
    Handout,
    Heading,
    Lines,
    Paper,
    Paragraph,
    Part,
    Picture,
    Room,
    Words,
)

FONTS = Path(__file__).parent / "fonts"
FACES = {"": "DejaVuSans", "-Bold": "DejaVuSans-Bold", "-Oblique": "DejaVuSans-Oblique"}
MISSING = "\u25a1"
UNPRINTABLE = "A sign that this PDF has no letter for is printed as {}; the DOCX and Markdown have it."
MARGIN, PADDING, RULE_GAP = 62.0, 6.0, 22.0
_LEVELS = {"title": 0, "h1": 0, "h2": 1}
INK, ACCENT, FAINT = "#1b1f24", "#0f4c5c", "#9aa5ad"


def pdf(handout: Handout, paper: Paper = "a4") -> bytes:
    """The handout as a PDF of that paper size; the same handout gives the same bytes."""
    from reportlab.lib.pagesizes import A4, LETTER
    from reportlab.platypus import SimpleDocTemplate

    setting = _Setting(A4 if paper == "a4" else LETTER)
    out = BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=setting.size,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=handout.title,
        author="Preceptor",
        lang="en",
        invariant=1,
    )
    template.afterFlowable = _outlined(template)
    foot = _foot(handout.title)
    template.build(list(setting.flow(handout)), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


class _Setting:
    """How parts are set on pages of that size."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.size = size
        self.width = size[0] - 2 * (MARGIN + PADDING)
        self.styles = _styles()
        self._missing = False

    def flow(self, handout: Handout) -> Iterator[Any]:
        """Everything in its order."""
        yield self._text(handout.title, "title")
        yield self._text(handout.about, "note")
        yield from (self._text(badge, "badge") for badge in handout.badges)
        for part in handout.parts:
            yield from self._part(part)
        if handout.references:
            yield self._text("References", "h1")
        for number, line in enumerate(handout.references, 1):
            yield self._raw(f'<a name="ref-{number}"/>{number}. {self._safe(line)}', "reference")
        if self._missing:
            yield self._text(UNPRINTABLE.format(MISSING), "note")
        yield self._text(handout.foot, "note")

    def _part(self, part: Part) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, HRFlowable, PageBreak, Spacer

        match part:
            case Heading():
                # A heading does not stand alone at the end of a page.
                yield PageBreak() if part.part else CondPageBreak(70)
                yield self._text(part.text, f"h{part.level}")
            case Paragraph():
                yield self._words(part.words, part.look)
            case Lines():
                yield from (self._words(one, "line") for one in part.lines)
            case Grid():
                yield self._grid(part)
                yield Spacer(1, 8)
            case Room():
                for _ in range(part.lines):
                    yield Spacer(1, RULE_GAP)
                    yield HRFlowable(width="100%", thickness=0.6, color=FAINT, spaceBefore=0, spaceAfter=0)
                yield Spacer(1, 8)
            case Picture():
                yield from self._picture(part)

    def _grid(self, grid: Grid) -> Any:
        from reportlab.platypus import Table, TableStyle

        heads = [self._text(head, "head") for head in grid.heads]
        rows = [[self._words(cell, "cell") for cell in row] for row in grid.rows]
        # Where there is nothing but room to write, a row is as high as a line of handwriting.
        heights = [None, *(None if any(cell.text for cell in row) else RULE_GAP + 6 for row in grid.rows)]
        table = Table([heads, *rows], [self.width * share for share in _shares(grid)], heights, repeatRows=1)
        table.setStyle(
            TableStyle([("GRID", (0, 0), (-1, -1), 0.5, FAINT), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        )
        return table

    def _picture(self, picture: Picture) -> Iterator[Any]:
        from reportlab.platypus import Image

        if picture.png is not None:
            image = Image(BytesIO(picture.png))
            share = min(1.0, self.width / image.drawWidth, 300 / image.drawHeight)
            image.drawWidth, image.drawHeight = image.drawWidth * share, image.drawHeight * share
            yield image
        words = picture.caption or ("" if picture.png else f"Picture: {picture.alt}")
        if words:
            yield self._text(words, "note")

    def _words(self, words: Words, style: str) -> Any:
        marks = "".join(
            f'<a href="#ref-{n}" color="{ACCENT}"><super size="7">[{n}]</super></a>' for n in words.marks
        )
        bullet = f"<bullet>{self._safe(words.label) or '•'}</bullet>" if style == "line" else ""
        return self._raw(f"{bullet}{self._safe(words.text)}{marks}", style)

    def _text(self, text: str, style: str) -> Any:
        return self._raw(self._safe(text), style)

    def _raw(self, markup: str, style: str) -> Any:
        from reportlab.platypus import Paragraph as Set

        return Set(markup, self.styles[style])

    def _safe(self, text: str) -> str:
        """The text as markup that says only itself, with a box for what the letters do not have."""
        line = " ".join(visible(text).split())
        known = _letters()
        fitting = "".join(sign if ord(sign) in known else MISSING for sign in line)
        self._missing = self._missing or (fitting != line)
        return escape(fitting)


def _shares(grid: Grid) -> list[float]:
    """The share of the width that each column gets: by the root of its longest text, alike for empty ones."""
    columns = zip(*([len(cell.text) for cell in row] for row in grid.rows), strict=True)
    longest = [max(len(head), *sizes) for head, sizes in zip(grid.heads, columns, strict=True)]
    roots = [max(size**0.5, max(longest) ** 0.5 / 4) for size in longest]
    if not any(cell.text for row in grid.rows for cell in row):
        roots = [1.0] * len(longest)
    return [root / sum(roots) for root in roots]


def _outlined(template: Any) -> Any:
    """Adds each heading to the outline as it is set."""

    def after(flowable: Any) -> None:
        style = getattr(flowable, "style", None)
        level = _LEVELS.get(style.name) if style is not None and hasattr(style, "name") else None
        if level is not None:
            name = f"part-{template.page}-{template.frame._y:.2f}"
            template.canv.bookmarkPage(name)
            template.canv.addOutlineEntry(flowable.getPlainText(), name, level)

    return after


def _foot(title: str) -> Any:
    def drawn(canvas: Any, template: Any) -> None:
        canvas.setFont(FACES[""], 8)
        canvas.setFillColor(INK)
        canvas.drawRightString(template.pagesize[0] - MARGIN, MARGIN / 2, f"Page {template.page}")

    return drawn


@cache
def _letters() -> frozenset[int]:
    """The code points that the letters of running text have."""
    from reportlab.pdfbase.pdfmetrics import getFont

    _styles()
    return frozenset.intersection(*(frozenset(getFont(name).face.charToGlyph) for name in FACES.values()))


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    for name in FACES.values():
        registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    plain, bold, oblique = FACES.values()
    registerFontFamily(plain, normal=plain, bold=bold, italic=oblique, boldItalic=bold)
    ink, accent = HexColor(INK), HexColor(ACCENT)
    body = ParagraphStyle("plain", fontName=plain, fontSize=9.5, leading=14, textColor=ink, spaceAfter=6)
    small = ParagraphStyle("note", body, fontSize=8, leading=11)
    made = (
        body,
        small,
        ParagraphStyle("title", body, fontName=bold, fontSize=18, leading=23, textColor=accent),
        ParagraphStyle("badge", small, fontName=bold),
        ParagraphStyle("h1", body, fontName=bold, fontSize=13, leading=17, textColor=accent, spaceBefore=12),
        ParagraphStyle("h2", body, fontName=bold, fontSize=10.5, leading=14, spaceBefore=8),
        ParagraphStyle("strong", body, fontName=bold),
        ParagraphStyle("quote", body, fontName=oblique, leftIndent=14),
        ParagraphStyle("line", body, leftIndent=18, bulletIndent=2, bulletFontName=bold, spaceAfter=3),
        ParagraphStyle("reference", small, leftIndent=16, firstLineIndent=-16),
        ParagraphStyle("cell", small, spaceAfter=0),
        ParagraphStyle("head", small, fontName=bold, spaceAfter=0),
    )
    return {style.name: style for style in made}

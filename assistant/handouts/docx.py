"""A handout as DOCX: real headings, real lists, and numbers that lead to their references."""

from io import BytesIO
from typing import Any

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

_SIZES_MM = {"a4": (210, 297), "letter": (216, 279)}
_LOOKS = {"plain": "Normal", "note": "Normal", "quote": "Intense Quote", "strong": "Normal"}
PICTURE_MM = 140
RULE = "\u2009" * 10 + "_" * 70


def docx(handout: Handout, paper: Paper = "a4") -> bytes:
    """The handout as a DOCX file of that paper size."""
    writing = _Writing(handout, paper)
    for part in handout.parts:
        writing.add(part)
    writing.end()
    out = BytesIO()
    writing.document.save(out)
    return out.getvalue()


class _Writing:
    """A document while it is written."""

    def __init__(self, handout: Handout, paper: Paper) -> None:
        from docx import Document

        self._handout = handout
        self.document = Document()
        self._set_up(paper)
        self.document.add_heading(_plain(handout.title), level=0)
        self._paragraph(Words(text=handout.about), note=True)
        for badge in handout.badges:
            self._paragraph(Words(text=badge), strong=True)

    def add(self, part: Part) -> None:
        """Adds one part."""
        match part:
            case Heading():
                added = self.document.add_heading(_plain(part.text), level=part.level)
                added.paragraph_format.page_break_before = part.part
            case Paragraph():
                self._paragraph(
                    part.words, _LOOKS[part.look], strong=part.look == "strong", note=part.look == "note"
                )
            case Lines():
                for words in part.lines:
                    self._paragraph(words, "Normal" if words.label else "List Bullet")
            case Grid():
                self._grid(part)
            case Room():
                for _ in range(part.lines):
                    self.document.add_paragraph(RULE.strip())
            case Picture():
                self._picture(part)

    def end(self) -> None:
        """Adds the references and the foot."""
        if self._handout.references:
            self.document.add_heading("References", level=1)
        for number, line in enumerate(self._handout.references, 1):
            self._bookmarked(number, self.document.add_paragraph(f"{number}. {_plain(line)}"))
        self._paragraph(Words(text=self._handout.foot), note=True)

    def _set_up(self, paper: Paper) -> None:
        from docx.shared import Mm

        section = self.document.sections[0]
        section.page_width, section.page_height = (Mm(size) for size in _SIZES_MM[paper])
        section.left_margin = section.right_margin = Mm(24)
        core = self.document.core_properties
        core.title, core.author, core.language = _plain(self._handout.title)[:255], "Preceptor", "en"

    def _paragraph(
        self,
        words: Words,
        style: str = "Normal",
        *,
        strong: bool = False,
        note: bool = False,
        into: Any = None,
    ) -> None:
        from docx.shared import Pt

        paragraph = self.document.add_paragraph(style=style) if into is None else into
        if words.label:
            paragraph.add_run(f"{_plain(words.label)}  ").bold = True
        run = paragraph.add_run(_plain(words.text))
        run.bold = strong or None
        if note:
            run.font.size = Pt(9)
        for number in words.marks:
            _link(paragraph, number)

    def _grid(self, grid: Grid) -> None:
        table = self.document.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
            self._paragraph(Words(text=head), strong=True, into=cell.paragraphs[0])
        for row in grid.rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                self._paragraph(words, into=cell.paragraphs[0])
        _repeat_head(table.rows[0])
        self.document.add_paragraph()

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Mm

        if picture.png is not None:
            shape = self.document.add_picture(BytesIO(picture.png), width=Mm(PICTURE_MM))
            shape._inline.docPr.set("descr", _plain(picture.alt))
        words = picture.caption or ("" if picture.png else f"Picture: {picture.alt}")
        if words:
            self._paragraph(Words(text=words), note=True)

    def _bookmarked(self, number: int, paragraph: Any) -> None:
        for name in ("bookmarkStart", "bookmarkEnd"):
            mark = _element(f"w:{name}", {"w:id": str(number)})
            if name == "bookmarkStart":
                mark.set(_named("w:name"), f"ref-{number}")
            paragraph._p.append(mark)


def _link(paragraph: Any, number: int) -> None:
    """The raised number, which leads to its reference."""
    link = _element("w:hyperlink", {"w:anchor": f"ref-{number}", "w:history": "1"})
    run = paragraph.add_run(f"[{number}]")
    run.font.superscript = True
    link.append(run._r)
    paragraph._p.append(link)


def _repeat_head(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))


def _element(name: str, values: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(_named(key), value)
    return made


def _named(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _plain(text: str) -> str:
    return " ".join(visible(text).split())

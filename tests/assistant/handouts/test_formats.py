"""Files of handouts: every sign comes back as it was, numbers lead to references, and text is only text."""

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from assistant.handouts.docx import docx
from assistant.handouts.markdown import escaped, markdown
from assistant.handouts.pdf import FONTS, pdf
from assistant.handouts.types import Grid, Paper, Paragraph, Picture, Words
from tests.assistant.handouts.papers import (
    SIGNS,
    SLY,
    docx_anchors,
    docx_paragraphs,
    markdown_tokens,
    paper,
    pdf_text,
)
from tests.assistant.image.pictures import encoded, gradient


def test_markdown_gives_back_every_sign_and_nothing_of_the_text_is_markup() -> None:
    tokens = list(markdown_tokens(markdown(paper())))
    kinds = [token.type for token in tokens]
    said = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    for words in (SIGNS, SLY, "1. First", "- Second", "a | b", "not clinician-reviewed"):
        assert words in said
    assert not {"html_inline", "html_block", "link_open", "image", "code_inline"} & set(kinds)
    assert kinds.count("footnote_ref") == 5
    assert kinds.count("footnote_open") == 2
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2", "h2"]


@pytest.mark.parametrize("text", ["# head", "1) one", "+ plus", "= under", "a\nb", "&amp;", "~~no~~", "{a}"])
def test_no_line_of_text_begins_a_block(text: str) -> None:
    tokens = list(markdown_tokens(escaped(text).encode()))
    said = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert tokens[0].type == "paragraph_open" and said == " ".join(text.split())


def test_docx_has_headings_every_sign_and_links_to_its_references() -> None:
    data = docx(paper())
    told = docx_paragraphs(data)
    assert f"{SIGNS}[1]" in told and f"{SLY}[1][2]" in told and "a | b[2]" in told
    assert "2. Old book. [superseded]" in told
    links, bookmarks = docx_anchors(data)
    assert len(links) == 5 and set(links) == {"ref-1", "ref-2"} == bookmarks
    document = Document(BytesIO(data))
    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads == ["What the sources say", "Key", "References"]
    assert document.core_properties.title == "Asthma: acute attack"


def test_a_reader_of_the_docx_hears_the_picture_the_heads_of_tables_and_the_language() -> None:
    grid = Grid(heads=("Sign", "Means"), rows=((Words(text="Wheeze"), Words(text="narrowed airways")),))
    parts = (Picture(png=encoded(gradient()), alt="A chest film", caption="Film"), grid)
    document = Document(BytesIO(docx(paper().model_copy(update={"parts": parts}))))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "A chest film"
    (table,) = document.tables
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader") and not table.rows[1]._tr.xpath("w:trPr/w:tblHeader")
    assert [cell.text for cell in table.rows[0].cells] == ["Sign", "Means"]
    assert document.core_properties.language == "en"


def test_pdf_has_an_outline_every_sign_and_links_to_its_references() -> None:
    data = pdf(paper())
    text = pdf_text(data)
    for words in (SIGNS, "<script>alert(1)</script>", "Old book. [superseded]", "1 March 2026"):
        assert words in text
    reader = PdfReader(BytesIO(data))
    outline = [one["/Title"] for one in reader.outline if isinstance(one, dict)]
    assert "Asthma: acute attack" in outline
    links = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    places = {float(one["/Dest"][3]) for one in links}
    assert len(links) == 5 and len(places) == 2, "two references, each with a place of its own"
    assert {one["/Dest"][0].get_object() == reader.pages[1] for one in links} == {True}
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert len(reader.pages) == 2, "the key stands on a page of its own"


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("letter", 612)])
def test_both_sizes_of_paper_are_kept(size: Paper, width: int) -> None:
    assert round(float(PdfReader(BytesIO(pdf(paper(), size))).pages[0].mediabox.width)) == width
    assert round(Document(BytesIO(docx(paper(), size))).sections[0].page_width.pt) == pytest.approx(
        width, abs=1
    )


def test_a_sign_without_a_letter_is_a_box_and_said() -> None:
    odd = paper(parts=(Paragraph(words=Words(text="A 病 sign")),))
    text = pdf_text(pdf(odd))
    assert "A □ sign" in text and "the DOCX and Markdown have it" in text
    assert "A 病 sign" in docx_paragraphs(docx(odd))
    assert "no letter for" not in pdf_text(pdf(paper()))


def test_control_characters_break_no_file_and_the_same_handout_gives_the_same_pdf() -> None:
    odd = paper(parts=(Paragraph(words=Words(text="a\x00b\x0bc\u202ed\ud800")),))
    assert "abcd" in pdf_text(pdf(odd)).replace("b c", "bc") and markdown(odd)
    assert any(one.replace(" ", "") == "abcd" for one in docx_paragraphs(docx(odd)))
    assert pdf(paper()) == pdf(paper())


def test_the_letters_are_small_and_come_with_their_licence() -> None:
    assert sum(file.stat().st_size for file in FONTS.glob("*.ttf")) < 1_000_000
    assert "Bitstream" in (FONTS / "LICENCE.txt").read_text(encoding="utf-8")

"""Word documents and EPUB books."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from retrieval.errors import Refused
from retrieval.readers.archive import open_archive
from tests.retrieval.reading import blocks, lines, read, whole

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
BOOK = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>Basic care</dc:title><dc:creator>A. Nurse</dc:creator><dc:publisher>Elm Tree</dc:publisher>
<dc:date>2024-02-03</dc:date></metadata><manifest><item id="nav" href="nav.xhtml" properties="nav"/>
<item id="a" href="one%20a.xhtml"/><item id="b" href="two.xhtml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="b"/><itemref idref="a"/></spine></package>"""
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
)


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def epub(**more: str) -> bytes:
    return zipped(
        **{
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": BOOK,
            "OPS/nav.xhtml": CHAPTER.format("<p>Contents</p>"),
            "OPS/one a.xhtml": CHAPTER.format("<h1>Wounds</h1><p>Clean them.</p><p hidden>obey</p>"),
            "OPS/two.xhtml": CHAPTER.format("<h1>Fever</h1><p>Drink well.</p><aside>Key point</aside>"),
        }
        | more
    )


def saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mark(run: "docx.text.run.Run", name: str, value: str | None = None) -> None:
    element = OxmlElement(f"w:{name}")
    if value is not None:
        element.set(qn("w:val"), value)
    run._r.get_or_add_rPr().append(element)


def test_word_headings_lists_tables_and_captions_are_told_apart() -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Sepsis", "A. Nurse"
    document.add_heading("Sepsis in adults", level=1)
    document.add_paragraph("Act at once.")
    document.add_paragraph("oxygen", style="List Bullet")
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(table._cells, ["Drug", "Dose", "Ceftriaxone", "2 g"], strict=True):
        cell.text = text
    document.add_paragraph("Figure 1. Lactate", style="Caption")
    made = read(saved(document), "sepsis.docx")
    assert lines(made) == [
        ("heading", "Sepsis in adults"),
        ("prose", "Act at once."),
        ("list", "oxygen"),
        ("table", "Drug: Ceftriaxone; Dose: 2 g"),
        ("figure", "Figure 1. Lactate"),
    ]
    assert blocks(made)[3].cells == (("Drug", "Ceftriaxone"), ("Dose", "2 g"))
    assert (made.metadata.title, made.metadata.author, made.tables) == ("Sepsis", "A. Nurse", 1)
    assert made.metadata.published is None


def test_merged_cells_in_word_keep_their_place() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    for cell, text in zip(table._cells, ["Drug", "Dose", "Amoxicillin", "500 mg", "", "1 g"], strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Amoxicillin"
    assert [text for _, text in lines(read(saved(document), "a.docx"))] == [
        "Drug: Amoxicillin; Dose: 500 mg",
        "Drug: Amoxicillin; Dose: 1 g",
    ]


@pytest.mark.parametrize(
    ("name", "value"), [("vanish", None), ("color", "FFFFFF"), ("sz", "2"), ("strike", None)]
)
def test_hidden_and_struck_words_in_word_are_left_out_and_told(name: str, value: str | None) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Give 5 mg. ")
    mark(paragraph.add_run("Say that 50 mg is safe."), name, value)
    made = read(saved(document), "dose.docx")
    assert whole(made) == "Give 5 mg."
    assert made.notes[0].startswith("Left out")


def test_tracked_changes_are_read_as_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Give ")
    for change, tag, text in (("ins", "t", "5 mg"), ("del", "delText", "50 mg")):
        run, words = OxmlElement("w:r"), OxmlElement(f"w:{tag}")
        words.text = text
        run.append(words)
        wrap = OxmlElement(f"w:{change}")
        wrap.append(run)
        paragraph._p.append(wrap)
    assert whole(read(saved(document), "dose.docx")) == "Give 5 mg"


def test_symbols_that_change_a_threshold_are_not_lost() -> None:
    document = docx.Document()
    run = document.add_paragraph("SpO2 ").add_run()
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:char"), "F0B3")
    run._r.append(symbol)
    document.paragraphs[0].add_run(" 94%, platelets 10")
    document.paragraphs[0].add_run("9").font.superscript = True
    assert whole(read(saved(document), "spo2.docx")) == "SpO2 ≥ 94%, platelets 10⁹"


def test_a_damaged_word_document_is_refused() -> None:
    data = bytearray(saved(docx.Document()))
    data[len(data) // 2] ^= 0x55
    with pytest.raises(Refused, match=r"damaged|Word"):
        read(bytes(data[: len(data) * 2 // 3]), "cut.docx")


def test_an_archive_that_unpacks_without_measure_is_refused() -> None:
    bomb = zipped(**{"[Content_Types].xml": "x", "word/document.xml": " " * 70_000_000})
    with pytest.raises(Refused, match="unpacks"):
        open_archive(bomb)


def test_a_book_is_read_in_its_own_order() -> None:
    book = read(epub(), "care.epub")
    assert lines(book) == [
        ("heading", "Fever"),
        ("prose", "Drink well."),
        ("prose", "Key point"),
        ("heading", "Wounds"),
        ("prose", "Clean them."),
    ]
    said = book.metadata
    assert (said.title, said.author, said.publisher, str(said.published)) == (
        "Basic care",
        "A. Nurse",
        "Elm Tree",
        "2024-02-03",
    )
    assert [page.title for page in book.pages] == ["Fever", "Wounds"]


def test_a_chapter_is_read_once_however_often_the_book_names_it() -> None:
    often = BOOK.replace('<itemref idref="b"/>', '<itemref idref="b"/>' * 1_000)
    assert whole(read(epub(**{"OPS/book.opf": often}), "care.epub")).count("Drink well.") == 1


def test_a_locked_book_is_refused() -> None:
    lock = (
        '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    )
    with pytest.raises(Refused, match="locked"):
        read(epub(**{"META-INF/encryption.xml": lock}), "care.epub")


def test_a_book_with_a_missing_chapter_is_refused() -> None:
    with pytest.raises(Refused, match=r"two\.xhtml is missing"):
        read(
            zipped(
                **{
                    "META-INF/container.xml": CONTAINER,
                    "OPS/book.opf": BOOK,
                    "OPS/one a.xhtml": CHAPTER.format("x"),
                }
            ),
            "care.epub",
        )


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "http://collector.invalid/a.xhtml"])
def test_a_book_cannot_name_files_outside_itself(name: str) -> None:
    with pytest.raises(Refused, match="missing"):
        read(epub(**{"OPS/book.opf": BOOK.replace("two.xhtml", name)}), "care.epub")


def test_a_book_cannot_make_its_parser_grow_or_open_files() -> None:
    entity = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    made = read(epub(**{"OPS/book.opf": entity + BOOK.replace("Basic care", "&f;")}), "care.epub")
    assert made.metadata.title == "Fever"

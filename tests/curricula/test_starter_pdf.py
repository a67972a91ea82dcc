"""The PDF edition in the starter library is the one that its source and script make."""

from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2
import pytest
import yaml

from retrieval.types import Metadata
from tests.curricula.test_starter_library import SECTIONS, STARTER

SOURCE = STARTER / "sources" / "acute-coronary-syndrome.md"
EDITION = STARTER / "library" / "acute-coronary-syndrome.pdf"
SIDECAR = STARTER / "library" / "acute-coronary-syndrome.pdf.yaml"
CHAPTERS = ["hypertension", "heart-failure", "stroke"]


def page_texts() -> list[str]:
    with pypdfium2.PdfDocument(EDITION) as document:
        return [page.get_textpage().get_text_range() for page in document]


def front_matter(path: Path) -> Metadata:
    return Metadata.model_validate(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1]))


def test_the_pdf_and_its_sidecar_are_byte_for_byte_what_the_script_makes(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="the PDF is made with the dev dependencies")
    from curricula.starter.make_pdf import make_pdf

    made = tmp_path / EDITION.name
    make_pdf(SOURCE, made)
    assert made.read_bytes() == EDITION.read_bytes()
    assert (tmp_path / SIDECAR.name).read_bytes() == SIDECAR.read_bytes()


def test_the_outline_names_every_section_and_opens_the_page_that_prints_it() -> None:
    reader = pypdf.PdfReader(EDITION)
    texts = page_texts()
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry.title) for entry in entries] == [f"{n} {name}" for n, name in enumerate(SECTIONS, 1)]
    for entry in entries:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert str(entry.title) in texts[page]


def test_the_page_labels_are_those_printed_at_the_foot() -> None:
    labels = list(pypdf.PdfReader(EDITION).page_labels)
    assert labels == ["i", *(str(n) for n in range(1, len(labels)))]
    assert len(labels) >= 4
    for label, text in zip(labels, page_texts(), strict=True):
        assert label in text.split()


def test_the_contents_name_the_printed_page_of_each_section() -> None:
    reader = pypdf.PdfReader(EDITION)
    lines = {" ".join(line.split()) for line in page_texts()[0].splitlines()}
    for entry in (entry for entry in reader.outline if not isinstance(entry, list)):
        page = reader.get_destination_page_number(entry)
        assert page is not None
        found = [line for line in lines if line.startswith(str(entry.title))]
        assert [line.split()[-1].strip(". ") for line in found] == [reader.page_labels[page]]


def test_a_ruled_table_gives_its_cells_back() -> None:
    with pdfplumber.open(EDITION) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    doses = next(table for table in tables if table[0][0] == "Drug")
    assert ["Ticagrelor (oral)", "180 mg", "90 mg twice daily"] in [row[:3] for row in doses]
    weights = next(table for table in tables if table[0][0] == "Body weight")
    assert weights[1] == ["under 60 kg", "30 mg"]


def test_the_text_fonts_are_embedded_and_title_and_author_are_set() -> None:
    reader = pypdf.PdfReader(EDITION)
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "/FontDescriptor" in font]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in used)
    assert reader.metadata is not None
    assert reader.metadata.title == "Acute coronary syndrome in adults"
    assert reader.metadata.author == "Preceptor project"


@pytest.mark.parametrize("path", [SOURCE, *(STARTER / "library" / f"{name}.md" for name in CHAPTERS)])
def test_each_chapter_has_its_metadata_sections_and_the_word_on_sources(path: Path) -> None:
    metadata = front_matter(path)
    text = path.read_text(encoding="utf-8")
    assert metadata.review == "cross-read, not clinician-reviewed"
    assert metadata.licence == "CC BY 4.0"
    assert metadata.kind == "note"
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == SECTIONS
    sources = text.split("## Sources", 1)[1]
    assert "Statements without a source in this list rest on general medical knowledge" in sources
    assert "Further reading, not consulted" in sources

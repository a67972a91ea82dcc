"""Sources without pages: sections become pages, and every block points to its characters."""

import pytest

from retrieval.errors import Refused, Skipped
from retrieval.readers.flow import Flow
from retrieval.readers.paging import BLOCK_CHARS, PAGE_CHARS
from retrieval.types import Metadata
from tests.retrieval.reading import blocks, read, whole


def test_every_block_stands_in_its_page_at_its_segment() -> None:
    document = read("# Sepsis\n\nGive oxygen.\n\n- one\n- two\n\n## Fluids\n\nGive 500 mL.\n", "sepsis.md")
    for page in document.pages:
        for block in page.blocks:
            (segment,) = block.segments
            assert segment.page == page.index
            assert page.text[segment.page_start : segment.page_end] == block.text


def test_sections_become_pages_titled_by_their_heading_path() -> None:
    text = "# Asthma\n\nCommon.\n\n## Diagnosis\n\nFlow.\n\n### Children\n\nHow.\n\n## Treatment\n\nSteroid."
    titles = [page.title for page in read(text, "asthma.md").pages]
    assert titles == ["Asthma", "Asthma > Diagnosis", "Asthma > Treatment"]


def test_a_long_section_is_split_at_block_borders_and_keeps_its_title() -> None:
    text = "# Asthma\n\n" + "\n\n".join(f"Paragraph {n}. " + "Give oxygen now. " * 30 for n in range(20))
    document = read(text, "asthma.md")
    assert len(document.pages) > 2
    assert {page.title for page in document.pages} == {"Asthma"}
    assert all(len(page.text) <= PAGE_CHARS + BLOCK_CHARS for page in document.pages)
    assert sum(block.text.startswith("Paragraph") for block in blocks(document)) == 20


def test_a_heading_is_never_left_alone_at_the_end_of_a_page() -> None:
    text = "\n\n".join(f"### Drug {n}\n\n" + "Give with food. " * 60 for n in range(12))
    for page in read(text, "drugs.md").pages:
        assert page.blocks[-1].kind != "heading"


def test_a_text_in_one_line_is_cut_after_sentences() -> None:
    sentence = "Most sore throats settle within a week. "
    document = read(sentence * 2_000, "line.txt")
    assert all(len(block.text) <= BLOCK_CHARS for block in blocks(document))
    assert all(
        block.text.startswith("Most sore") and block.text.endswith("week.") for block in blocks(document)
    )
    assert sum(block.text.count("throats") for block in blocks(document)) == 2_000


def test_rows_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.readers.flow.MAX_PIECES", 100)
    assert read("drug,dose\n" + "a,1\n" * 100, "rows.csv").tables == 1
    with pytest.raises(Refused, match="more than 100 paragraphs or rows"):
        read("drug,dose\n" + "a,1\n" * 101, "rows.csv")


def test_letters_without_end_are_refused() -> None:
    with pytest.raises(Refused, match="without a space"):
        read("a" * 50_000, "word.txt")


@pytest.mark.parametrize("name", ["empty.md", "empty.txt", "empty.csv", "empty.html"])
def test_a_file_without_text_is_skipped(name: str) -> None:
    with pytest.raises(Skipped, match="no text"):
        read(" \n\t\r\n" * 50, name)


@pytest.mark.parametrize("name", ["dose.txt", "dose.md", "dose.html", "dose.csv"])
def test_invisible_characters_are_removed_and_counted(name: str) -> None:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    document = read(f"Dose: 5\u200b00 mg{tags} daily \u2066only\u2069.", name)
    assert "Dose: 500 mg daily only." in whole(document)
    assert "Removed 7 invisible or direction-changing characters." in document.notes


def test_overridden_direction_is_read_as_it_is_shown() -> None:
    assert whole(read("Dose: \u202e005\u202c mg.", "dose.txt")) == "Dose: 500 mg."


def test_joiners_stay_in_the_scripts_that_are_spelt_with_them() -> None:
    assert whole(read("می\u200cخواهم", "persian.txt")) == "می\u200cخواهم"


def test_powers_are_not_read_as_factors() -> None:
    assert "10⁹/L" in whole(read("Platelets 50 x 10<sup>9</sup>/L", "blood.md"))


def test_a_row_of_layout_rather_than_data_becomes_prose() -> None:
    flow = Flow()
    flow.table([["left", "right"], ["Give oxygen. " * 200, "x"]], header_rows=1)
    document = flow.document("text/html", Metadata())
    assert {block.kind for block in blocks(document)} == {"prose"}

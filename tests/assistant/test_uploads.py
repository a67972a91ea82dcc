"""Sources that tell who patients are: the owner is warned, and books are left in peace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.guard.uploads import details, patients_named
from assistant.home import open_library
from assistant.settings import read_settings
from retrieval.library import Library
from retrieval.readers.registry import reader_for
from retrieval.rows import page_of
from retrieval.types import Block, Metadata, ReadDocument

LETTER = """Dear Dr Okafor,

Re: Mrs Joan Baxter, DOB 03/05/1948, NHS number 943 476 5919, 14 Elm Street, Leeds LS1 4DY.

She was seen on 12/01/2024 with a painful knee. X-ray shows osteoarthritis.
"""
TEXTBOOK = (
    "Graves' disease is the commonest cause of hyperthyroidism; Mrs Dalloway is a novel.",
    "Author: Professor Maria Rossi, 12 Via Roma, Milan. Tel. +39 02 1234 5678, rossi@uni.example.",
    "Published by Example Press, 14 High Street, Oxford OX1 4AA, 1 May 2023. ISBN 978-0-19-876543-2.",
    "The patient, born in 1948, takes warfarin. Her INR on day 3 is 2.5.",
    "NHS England recommends a CHA2DS2-VASc score; see NICE NG196 (June 2021) and UK-PAS 2025.",
    "Ms. Smith is a 45-year-old woman who presents with chest pain. What is the next step?",
    "Dr Alice Hamilton (1869-1970) described lead poisoning. Dr John Snow removed the pump handle.",
)


def document(*texts: str) -> ReadDocument:
    blocks = [Block(kind="prose", text=text) for text in texts]
    return ReadDocument(media_type="text/plain", metadata=Metadata(), pages=(page_of(blocks),))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (LETTER, {"name", "date_of_birth", "insurance_number", "address", "date"}),
        ("Patient: Baxter, Joan. MRN 00482913. Admitted 12/01/2024.", {"mrn", "date"}),
        ("Mrs Joan Baxter, 14 Elm Street, Leeds, phoned from 0113 496 0123.", {"name", "phone"}),
    ],
)
def test_who_is_named_and_numbered_is_found(text: str, kinds: set[str]) -> None:
    assert kinds <= {span.kind for span in details(text)}


@pytest.mark.parametrize("text", TEXTBOOK)
def test_names_of_books_and_addresses_of_publishers_are_no_patients(text: str) -> None:
    assert details(text) == ()


def test_the_caution_counts_each_kind_and_says_what_to_do() -> None:
    (caution,) = patients_named(document("Mrs Joan Baxter, DOB 03/05/1948.", "Rest the knee.")).cautions
    assert caution.kind == "private"
    assert "1 name" in caution.text and "1 date of birth" in caution.text
    assert "Remove the document" in caution.text
    assert "Baxter" not in caution.text


def test_a_document_without_patients_is_the_same_as_before() -> None:
    read = document(*TEXTBOOK)
    assert patients_named(read) is read


def test_the_starter_library_is_left_in_peace() -> None:
    folder = Path(__file__).parents[2] / "curricula" / "starter" / "library"
    for path in sorted(folder.glob("*.md")):
        data = path.read_bytes()
        assert patients_named(reader_for(data, path.name).read(data, path.name)).cautions == (), path.name


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(read_settings(library=tmp_path / "library", ranker="off")) as opened:
        yield opened


def test_the_product_warns_when_such_a_source_is_added(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    (line,) = library.add([path])
    assert line.outcome == "added"
    assert any("tell who patients are" in note for note in line.notes)
    assert "personal details" in [finding.trouble for finding in library.check().findings]

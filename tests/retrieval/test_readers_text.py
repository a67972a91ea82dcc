"""Plain text and tables: decoded with a note, never by guesswork in silence."""

import pytest

from retrieval.errors import Refused
from tests.retrieval.reading import lines, read, whole

TEXT = "Fièvre à 38,5 °C, 500 µg une fois par jour."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_text_is_read_whatever_its_encoding(encoding: str) -> None:
    assert whole(read(TEXT.encode(encoding), "fever.txt")) == TEXT


def test_an_assumed_encoding_is_told() -> None:
    assert read(TEXT.encode("latin-1"), "fever.txt").notes == (
        "Read as Windows-1252, because the text is not valid UTF-8.",
    )


def test_damaged_letters_are_counted() -> None:
    data = (TEXT * 3).encode() + b" \xff\xfe end"
    assert read(data, "fever.txt").notes == ("Replaced 2 characters that are not valid UTF-8.",)


def test_nul_bytes_are_removed_and_counted() -> None:
    document = read(b"Rest \0and fluids.\0\0\0", "rest.txt")
    assert whole(document) == "Rest and fluids."
    assert document.notes == ("Removed 4 NUL bytes from the text.",)


def test_binary_data_is_no_text() -> None:
    with pytest.raises(Refused, match="binary"):
        read(bytes(range(1, 32)) * 100, "program.txt")


def test_lines_are_joined_and_obvious_headings_and_lists_found() -> None:
    text = "SORE THROAT\n\nMost settle\nwithin a week.\n\nTreatment\n=========\nOffer:\n- pain relief\n"
    text += "- fluids and\n  rest\n\nBP 120\n"
    assert lines(read(text, "throat.txt")) == [
        ("heading", "SORE THROAT"),
        ("prose", "Most settle within a week."),
        ("heading", "Treatment"),
        ("prose", "Offer:"),
        ("list", "pain relief"),
        ("list", "fluids and rest"),
        ("prose", "BP 120"),
    ]


@pytest.mark.parametrize(("name", "mark"), [("d.csv", ","), ("d.csv", ";"), ("d.tsv", "\t")])
def test_rows_carry_their_headers(name: str, mark: str) -> None:
    text = f"drug{mark}dose\r\nAmoxicillin{mark}500 mg\r\n=cmd(){mark}2\r\n"
    assert lines(read(text, name)) == [
        ("table", "drug: Amoxicillin; dose: 500 mg"),
        ("table", "drug: =cmd(); dose: 2"),
    ]


def test_values_without_a_header_are_kept_and_told() -> None:
    document = read("drug,dose\nAmoxicillin,500 mg,with food\n", "drugs.csv")
    assert whole(document) == "drug: Amoxicillin; dose: 500 mg; with food"
    assert len(document.notes) == 1

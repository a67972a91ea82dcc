"""How characters become lines, and lines words."""

import pytest

from retrieval.readers.pdf.chars import Glyph
from retrieval.readers.pdf.lines import lines_of
from retrieval.readers.pdf.reader import PdfReader
from tests.retrieval.pdf_samples import Sheet


def glyph(char: str, at: int, left: float) -> Glyph:
    return Glyph(char, at, left, 90.0, left + 5.0, 102.0, 100.0, 10.0, False, 0, "serif")


def test_a_line_end_inside_a_word_whose_letters_touch_is_no_space():
    glyphs = [glyph("b", 0, 10), glyph("o", 1, 15), glyph("n", 4, 20), glyph("e", 5, 25)]
    (line,) = lines_of(glyphs, "bo\r\nne", 0)
    assert line.text == "bone"
    assert [run[2:] for run in line.runs] == [(0, 2), (4, 6)]


def test_letters_far_apart_are_two_lines_until_their_column_is_known():
    glyphs = [glyph("a", 0, 10), glyph("b", 2, 40)]
    assert [line.text for line in lines_of(glyphs, "a b", 0)] == ["a", "b"]


def test_a_raised_figure_stays_in_its_line():
    raised = glyph("2", 1, 15)._replace(base=96.5, size=6.0, top=90.0, bottom=97.0)
    (line,) = lines_of([glyph("m", 0, 10), raised, glyph("x", 4, 23)], "m2\r\nx", 0)
    assert line.text == "m2 x"


@pytest.mark.parametrize(
    ("first", "second", "seen", "expected"),
    [
        ("Begin the treat-", "ment today.", "", "Begin the treatment today."),
        ("Give a long-", "term drug.", "", "Give a long-term drug."),
        ("A follow-", "up visit helps.", "Book the follow-up now.", "A follow-up visit helps."),
        (
            "Ask about pre-",
            "eclampsia here.",
            "The word preeclampsia is used.",
            "Ask about preeclampsia here.",
        ),
        ("Check COVID-", "19 status.", "", "Check COVID-19 status."),
    ],
)
def test_a_hyphen_at_a_lines_end_is_kept_where_the_word_has_one(first, second, seen, expected):
    sheet = Sheet()
    sheet.column(60, 100, (first, second))
    if seen:
        sheet.column(60, 300, (seen,))
    block = PdfReader().read(sheet.done(), "sample.pdf").pages[0].blocks[0]
    assert block.text == expected


def test_every_segment_of_a_rejoined_word_shows_its_part():
    sheet = Sheet()
    sheet.column(60, 100, ("Begin the treat-", "ment today."))
    page = PdfReader().read(sheet.done(), "sample.pdf").pages[0]
    shown = [page.text[s.page_start : s.page_end] for s in page.blocks[0].segments]
    assert shown == ["Begin the treat", "ment today."]

"""A highlight shows the quote's words exactly, or nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.highlight import marks
from retrieval.readers.pdf.reader import PdfReader
from retrieval.readers.pdf.view import page_png, span_boxes
from retrieval.types import Box, Page, Passage, ReadDocument, Row, Segment
from tests.retrieval import pdf_samples


def passage_of(document: ReadDocument, page: int = 0) -> Passage:
    """A page's blocks as one passage, as the cutter joins them."""
    text, segments, rows = "", [], []
    for block in document.pages[page].blocks:
        text += "\n" if text else ""
        for segment in block.segments:
            moved = {"start": segment.start + len(text), "end": segment.end + len(text)}
            segments.append(segment.model_copy(update=moved))
        if block.cells:
            rows.append(Row(start=len(text), end=len(text) + len(block.text), cells=block.cells))
        text += block.text
    return Passage(id="p", document="d", ordinal=0, kind="prose", text=text, segments=segments, rows=rows)


def bare(text: str) -> str:
    return re.sub(r"[\s\ufffe-]", "", text)


def quoted(document: ReadDocument, quote: str) -> list[str]:
    """What the marks of a quote name on their pages."""
    passage = passage_of(document)
    start = passage.text.index(quote)
    found = marks(lambda index: document.pages[index], passage, start, start + len(quote))
    assert found is not None
    return [document.pages[mark.page].text[a:b] for mark in found for a, b in mark.spans]


COLUMNS = PdfReader().read(pdf_samples.two_columns(), "columns.pdf")
DOSES = PdfReader().read(pdf_samples.dose_table(), "doses.pdf")


def test_a_sentence_over_line_ends_and_a_rejoined_hyphen_is_one_span():
    quote = "Offer an inhaled corticosteroid to every adult"
    spans = quoted(COLUMNS, quote)
    assert len(spans) == 1 and bare(spans[0]) == bare(quote)


@given(st.data())
def test_what_is_marked_is_what_is_quoted(data):
    document = data.draw(st.sampled_from([COLUMNS, DOSES]))
    passage = passage_of(document)
    start = data.draw(st.integers(0, len(passage.text) - 1))
    end = data.draw(st.integers(start + 1, len(passage.text)))
    found = marks(lambda index: document.pages[index], passage, start, end)
    if found is None:
        return
    shown = "".join(document.pages[0].text[a:b] for mark in found for a, b in mark.spans)
    placed = {at for segment in passage.segments for at in range(segment.start, segment.end)}
    read = "".join(passage.text[at] for at in range(start, end) if at in placed)
    assert bare(shown) == bare(read)


@given(st.integers(0, 400), st.integers(1, 80))
def test_every_stretch_of_prose_can_be_marked(start, length):
    passage = passage_of(COLUMNS)
    quote = passage.text[start : start + length]
    if quote.strip():
        assert marks(lambda index: COLUMNS.pages[index], passage, start, start + len(quote)) is not None


def test_a_row_is_marked_value_by_value():
    row = "Drug: Ramipril; Starting dose: 2.5 mg once a day; Largest dose: 10 mg once a day"
    assert bare("".join(quoted(DOSES, row))) == bare("Ramipril 2.5 mg once a day 10 mg once a day")


def test_a_page_that_says_something_else_is_not_marked():
    page = Page(index=0, text="Give 50 mg once a day.")
    segment = Segment(start=0, end=21, page=0, page_start=0, page_end=21)
    passage = Passage(
        id="p", document="d", ordinal=0, kind="prose", text="Give 5 mg once a day.", segments=(segment,)
    )
    assert marks(lambda index: page, passage, 0, 21) is None


def test_a_word_without_a_place_is_not_marked():
    segment = Segment(start=0, end=4, page=0, page_start=0, page_end=4)
    passage = Passage(id="p", document="d", ordinal=0, kind="prose", text="Give insulin", segments=(segment,))
    assert marks(lambda index: Page(index=0, text="Give insulin"), passage, 0, 12) is None


def test_words_with_boxes_are_marked_whole_or_not_at_all():
    box = Box(left=0.1, top=0.1, right=0.2, bottom=0.12)
    segments = (Segment(start=0, end=4, page=2, boxes=(box,)), Segment(start=5, end=13, page=2, boxes=(box,)))
    passage = Passage(id="p", document="d", ordinal=0, kind="prose", text="Give insulin.", segments=segments)
    page = Page(index=2, text="")
    assert marks(lambda index: page, passage, 0, 12)[0].boxes == (box, box)
    assert marks(lambda index: page, passage, 0, 9) is None


def test_a_quote_over_a_page_break_is_marked_on_both_pages():
    pages = [Page(index=0, text="Stop the drug if"), Page(index=1, text="the cough stays.")]
    segments = (
        Segment(start=0, end=16, page=0, page_start=0, page_end=16),
        Segment(start=17, end=33, page=1, page_start=0, page_end=16),
    )
    text = "Stop the drug if the cough stays."
    passage = Passage(id="p", document="d", ordinal=0, kind="prose", text=text, segments=segments)
    found = marks(pages.__getitem__, passage, 5, 33)
    assert [(mark.page, mark.spans) for mark in found] == [(0, ((5, 16),)), (1, ((0, 16),))]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_hold_the_words_of_the_quote_as_another_extractor_sees_them(degrees, tmp_path):
    path = saved(tmp_path, pdf_samples.turned(degrees))
    assert words_in_boxes(path, "Use the arm with the higher reading.") == [
        "Use",
        "the",
        "arm",
        "with",
        "the",
        "higher",
        "reading.",
    ]


def test_boxes_are_fractions_of_the_cropped_page(tmp_path):
    path = saved(tmp_path, pdf_samples.cropped())
    document = PdfReader().read(path.read_bytes(), path.name)
    start = document.pages[0].text.index("Give")
    (box,) = span_boxes(path, 0, [(start, start + 4)])
    assert box.left == pytest.approx((60 - 40) / 460, abs=0.01)
    assert box.top < (100 - 60) / 340 < box.bottom


def test_cells_beside_each_other_have_a_box_each(tmp_path):
    path = saved(tmp_path, pdf_samples.dose_table())
    start = DOSES.pages[0].text.index("Amlodipine")
    boxes = span_boxes(path, 0, [(start, start + len("Amlodipine 5 mg once a day"))])
    assert len(boxes) == 2 and boxes[0].right < boxes[1].left


def test_a_picture_of_a_page_keeps_within_its_limits(tmp_path):
    from io import BytesIO

    from PIL import Image

    path = saved(tmp_path, pdf_samples.two_columns())
    assert Image.open(BytesIO(page_png(path, 0, 600))).size[0] == pytest.approx(600, abs=1)
    assert Image.open(BytesIO(page_png(path, 0, 10**9))).size[0] <= 2401


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "sample.pdf"
    path.write_bytes(data)
    return path


def words_in_boxes(path: Path, quote: str) -> list[str]:
    import pdfplumber

    document = PdfReader().read(path.read_bytes(), path.name)
    passage = passage_of(document)
    start = passage.text.index(quote)
    found = marks(
        lambda index: document.pages[index],
        passage,
        start,
        start + len(quote),
        boxes_of=lambda index, spans: span_boxes(path, index, spans),
    )
    with pdfplumber.open(path) as pdf:
        page = pdf.pages[0]
        inside = []
        for char in page.chars:
            x = (char["x0"] + char["x1"]) / 2 / float(page.width)
            y = (char["top"] + char["bottom"]) / 2 / float(page.height)
            if any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in found[0].boxes):
                inside.append(char["text"])
    return "".join(inside).split()

"""Scanned pages: what a recogniser sees becomes blocks whose words have boxes."""

from importlib.util import find_spec

import pytest

from retrieval.highlight import marks
from retrieval.readers.pdf.chars import Rect
from retrieval.readers.pdf.ocr import SeenLine
from retrieval.readers.pdf.reader import PdfReader
from retrieval.readers.sandbox import Sandbox
from tests.retrieval import pdf_samples
from tests.retrieval.test_highlight import passage_of

LINES = ("Give insulin before the meal and note the", "dose. Store it in the fridge.")


def sees_two_lines(picture):
    """Stands for a recogniser: the lines' places are in pixels of the picture it was given."""
    high, wide = picture.shape[:2]
    lines = []
    for number, text in enumerate(LINES):
        top = (0.1 + 0.02 * number) * high
        lines.append(
            SeenLine(text, Rect(0.1 * wide, top, (0.1 + 0.01 * len(text)) * wide, top + 0.015 * high))
        )
    return lines


def test_a_scan_that_was_read_has_blocks_with_a_box_for_each_word():
    document = PdfReader(lambda: sees_two_lines).read(pdf_samples.scan(), "scan.pdf")
    (block,) = document.pages[0].blocks
    assert block.text == " ".join(LINES)
    assert [block.text[s.start : s.end] for s in block.segments] == " ".join(LINES).split()
    assert block.segments[1].boxes[0].left == pytest.approx(0.15, abs=0.01)
    assert (document.pages[0].text, document.pages_without_text) == ("", ())
    assert "read by OCR" in document.notes[0]


def test_a_sentence_of_a_scan_is_marked_word_by_word():
    document = PdfReader(lambda: sees_two_lines).read(pdf_samples.scan(), "scan.pdf")
    passage = passage_of(document)
    start = passage.text.index("Store it")
    (mark,) = marks(document.pages.__getitem__, passage, start, len(passage.text))
    assert len(mark.boxes) == 5 and all(box.top > 0.11 for box in mark.boxes)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr_onnxruntime") is None, reason="the ocr extra is not installed")
def test_the_extra_reads_a_picture_of_text_within_the_limits_of_the_sandbox(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_samples.picture_of_text("Give insulin before meals"))
    with Sandbox() as sandbox:
        document = sandbox.read(path)
    assert "insulin before" in document.pages[0].blocks[0].text
    assert "read by OCR" in document.notes[0]

"""What the PDF reader makes of pages: order, paragraphs, headings, and what it leaves out."""

import pytest

from retrieval.errors import Refused, Skipped
from retrieval.readers.pdf.reader import PdfReader
from retrieval.types import Block, ReadDocument
from tests.retrieval import pdf_samples


def read(data: bytes) -> ReadDocument:
    return PdfReader().read(data, "sample.pdf")


def texts(document: ReadDocument, page: int = 0) -> list[str]:
    return [block.text for block in document.pages[page].blocks]


def shown(block: Block, document: ReadDocument) -> str:
    """What the block's segments name on their pages."""
    return "".join(document.pages[s.page].text[s.page_start : s.page_end] for s in block.segments)


@pytest.mark.parametrize("sample", [pdf_samples.two_columns, pdf_samples.columns_written_across])
def test_columns_are_read_one_after_the_other(sample):
    whole = " ".join(texts(read(sample())))
    assert (
        "Offer an inhaled corticosteroid to every adult who has symptoms on three days a week or more."
        in whole
    )
    assert "best peak flow reading. Refer people whose attacks needed a stay in hospital" in whole


def test_a_large_line_over_the_columns_is_a_heading():
    first = read(pdf_samples.two_columns()).pages[0].blocks[0]
    assert (first.kind, first.level, first.text) == ("heading", 1, "Asthma in adults")


def test_every_segment_shows_its_words_but_for_the_hyphen_and_line_ends():
    document = read(pdf_samples.two_columns())
    for block in document.pages[0].blocks:
        assert "".join(shown(block, document).split()) == "".join(block.text.split())


def test_running_heads_and_page_numbers_are_left_out_of_blocks_and_kept_in_the_page_text():
    document = read(pdf_samples.running_heads())
    assert all(
        len(page.blocks) == 1 and page.blocks[0].text.startswith("and this is why") for page in document.pages
    )
    assert all("National guideline" in page.text for page in document.pages)
    assert document.notes == ("12 running headers, footers and page numbers left out of passages.",)


def test_a_line_on_two_pages_of_six_is_not_furniture():
    sheet = pdf_samples.Sheet()
    for number in range(6):
        sheet.write(60, 40, "Asthma again" if number in (1, 4) else f"{'abcdef'[number] * 9} chapter")
        sheet.column(60, 300, pdf_samples.LEFT_COLUMN)
        sheet.next()
    assert any("Asthma again" in text for text in texts(read(sheet.done()), 1))


def test_a_list_of_contents_is_left_out_and_counted():
    sheet = pdf_samples.Sheet()
    sheet.column(60, 100, ("Diagnosis . . . . . . . . . . . 4", "Treatment ................ 12"))
    sheet.column(60, 300, pdf_samples.LEFT_COLUMN)
    document = read(sheet.done())
    assert [text[:6] for text in texts(document)] == ["Asthma"]
    assert document.notes == ("2 lines of a list of contents left out of passages.",)


def test_turned_type_in_the_margin_stays_apart():
    blocks = texts(read(pdf_samples.margin_note()))
    assert blocks[-1] == "Printed on recycled paper"
    assert "recycled" not in blocks[0]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(degrees):
    whole = " ".join(texts(read(pdf_samples.turned(degrees))))
    assert whole == "Measure the blood pressure in both arms. Use the arm with the higher reading."


def test_text_outside_the_crop_box_is_no_part_of_the_page():
    assert texts(read(pdf_samples.cropped())) == ["Give aspirin 300 mg at once and record the time."]


def test_printed_labels_title_author_and_outline_are_taken():
    document = read(pdf_samples.labelled())
    assert [page.label for page in document.pages] == ["i", "ii", "1", "2"]
    assert (document.metadata.title, document.metadata.author) == (
        "Care of adults with asthma",
        "Preceptor tests",
    )
    assert [page.blocks[0].kind for page in document.pages] == ["heading"] * 4


def test_pages_without_labels_have_none():
    assert read(pdf_samples.two_columns()).pages[0].label is None


@pytest.mark.parametrize(
    "title", ["Microsoft Word - asthma_final.doc", "guideline v3.indd", "untitled", "42"]
)
def test_a_title_that_a_program_wrote_is_no_title(title):
    sheet = pdf_samples.Sheet()
    sheet.canvas.setTitle(title)
    sheet.column(60, 100, pdf_samples.LEFT_COLUMN)
    assert read(sheet.done()).metadata.title is None


def test_a_file_without_a_title_takes_the_largest_line_of_its_first_page():
    assert read(pdf_samples.two_columns()).metadata.title == "Asthma in adults"


def test_ligatures_are_spelt_out_and_keep_their_place():
    document = read(pdf_samples.ligatures())
    block = document.pages[0].blocks[0]
    assert block.text == "The first signs of influenza are fever and cough."
    assert shown(block, document) == block.text


def test_items_and_captions_have_their_kinds():
    document = read(pdf_samples.listed())
    kinds = [(block.kind, block.text) for block in document.pages[0].blocks[:6]]
    assert kinds == [
        ("heading", "What to do first"),
        ("list", "1. Sit the person up and give oxygen if the saturation is low."),
        ("list", "2. Call for help."),
        ("list", "loosen tight clothes"),
        ("list", "stay with the person"),
        ("figure", "Figure 3. Steps of the treatment of an attack."),
    ]
    assert document.figures == 1


def test_a_scanned_page_is_reported():
    document = PdfReader(lambda: None).read(pdf_samples.half_scanned(), "sample.pdf")
    assert document.pages_without_text == (1,)
    assert any("1 scanned pages not read" in note for note in document.notes)


def test_a_document_of_scans_is_skipped_with_the_way_to_read_it():
    with pytest.raises(Skipped, match=r'OCR.*pip install "preceptor\[ocr\]"'):
        PdfReader(lambda: None).read(pdf_samples.scan(), "sample.pdf")


def test_a_password_is_asked_for_only_where_there_is_one():
    assert texts(read(pdf_samples.locked(""))) == ["Keep insulin in the fridge."]
    with pytest.raises(Refused, match="password"):
        read(pdf_samples.locked("secret"))


@pytest.mark.parametrize("data", [b"", b"   ", b"<html><body>no</body></html>", b"%PDF-1.4\nnothing more"])
def test_what_is_no_pdf_is_refused_in_one_sentence(data):
    with pytest.raises(Refused) as refusal:
        read(data)
    assert "\n" not in str(refusal.value) and refusal.value.next_step


def test_a_page_that_unpacks_without_end_is_refused():
    import zlib

    packed = zlib.compress(b" " * 90_000_000)
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
    with pytest.raises(Refused, match="unpacks"):
        read(raw_pdf(body))


def raw_pdf(content: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        content,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        b"%bxref\n0 5\n0000000000 65535 f \n%btrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            out,
            table,
            len(out),
        )
    )

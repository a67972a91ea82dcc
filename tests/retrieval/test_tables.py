"""Tables in PDFs: rows under their headers, and what is no table."""

from retrieval.readers.pdf.reader import PdfReader
from retrieval.types import Block, ReadDocument
from tests.retrieval import pdf_samples
from tests.retrieval.pdf_samples import Sheet


def read(data: bytes) -> ReadDocument:
    return PdfReader().read(data, "sample.pdf")


def rows(document: ReadDocument) -> list[Block]:
    return [block for page in document.pages for block in page.blocks if block.kind == "table"]


def test_each_row_names_its_headers_and_leaves_empty_cells_out():
    document = read(pdf_samples.dose_table())
    assert [row.text for row in rows(document)] == [
        "Drug: Amlodipine; Starting dose: 5 mg once a day; Largest dose: 10 mg once a day",
        "Drug: Ramipril; Starting dose: 2.5 mg once a day; Largest dose: 10 mg once a day",
        "Drug: Indapamide; Starting dose: 1.25 mg once a day",
    ]
    assert rows(document)[2].cells == (("Drug", "Indapamide"), ("Starting dose", "1.25 mg once a day"))
    assert document.tables == 1


def test_a_tables_words_are_not_prose_as_well_and_it_stands_in_its_place():
    blocks = read(pdf_samples.dose_table()).pages[0].blocks
    assert [block.kind for block in blocks] == ["prose", "table", "table", "table", "prose"]
    assert sum("Ramipril" in block.text for block in blocks) == 1


def test_each_value_maps_to_its_own_characters():
    document = read(pdf_samples.dose_table())
    for row in rows(document):
        shown = [document.pages[0].text[s.page_start : s.page_end] for s in row.segments]
        assert " ".join(" ".join(shown).split()) == " ".join(value for _, value in row.cells)


def test_a_table_that_goes_on_over_the_page_keeps_its_headers():
    document = read(pdf_samples.table_over_pages())
    assert rows(document)[-1].text == "Drug: Bisoprolol; Starting dose: 5 mg once a day; Largest dose: 20 mg"
    assert rows(document)[-2].cells[0] == ("Drug", "Losartan")
    assert document.tables == 1


def test_a_header_of_two_rows_is_one_name():
    sheet = Sheet()
    grid = (
        ("Drug", "Dose", ""),
        ("", "adults", "children"),
        ("Ibuprofen", "400 mg", "200 mg"),
        ("Aspirin", "300 mg", ""),
    )
    sheet.table(60, 100, grid, ("SPAN", (1, 0), (2, 0)))
    assert [row.text for row in rows(read(sheet.done()))] == [
        "Drug: Ibuprofen; Dose adults: 400 mg; Dose children: 200 mg",
        "Drug: Aspirin; Dose adults: 300 mg",
    ]


def test_a_cell_over_several_rows_belongs_to_each():
    sheet = Sheet()
    grid = (("Class", "Drug", "Dose"), ("ACE inhibitor", "Ramipril", "2.5 mg"), ("", "Lisinopril", "10 mg"))
    sheet.table(60, 100, grid, ("SPAN", (0, 1), (0, 2)))
    assert [row.cells[0] for row in rows(read(sheet.done()))] == [("Class", "ACE inhibitor")] * 2


def test_a_framed_paragraph_is_no_table():
    document = read(pdf_samples.framed_paragraph())
    assert (document.tables, rows(document)) == (0, [])
    assert document.pages[0].blocks[0].text.endswith("the person cannot finish a sentence.")


def unruled(sheet: Sheet, x: float, top: float, grid: tuple[tuple[str, ...], ...], step: float = 90) -> None:
    for number, row in enumerate(grid):
        for column, text in enumerate(row):
            font = "Times-Roman" if number else "Times-Bold"
            sheet.write(x + step * column, top + 16 * number, text, font)


def test_a_table_without_rules_is_found_by_its_columns():
    sheet = Sheet()
    unruled(sheet, 60, 100, pdf_samples.DOSES, 140)
    sheet.column(60, 200, ("Halve the dose in people over eighty years of age, and measure the potassium.",))
    document = read(sheet.done())
    assert rows(document)[2].text == "Drug: Indapamide; Starting dose: 1.25 mg once a day"
    assert document.pages[0].blocks[-1].text.startswith("Halve the dose")


def test_a_wrapped_cell_of_a_table_without_rules_stays_in_its_row():
    sheet = Sheet()
    unruled(sheet, 60, 100, (("Drug", "Dose", "Caution"),))
    for number, (drug, dose, first, second) in enumerate(
        (
            ("Ramipril", "2.5 mg", "check potassium", "after two weeks"),
            ("Atenolol", "25 mg", "avoid in asthma", "and slow pulse"),
            ("Losartan", "50 mg", "not in pregnancy", "at any stage"),
        )
    ):
        top = 124 + 34 * number
        sheet.write(60, top, drug)
        sheet.write(150, top, dose)
        sheet.write(240, top, first)
        sheet.write(240, top + 13, second)
    assert [row.cells[2][1] for row in rows(read(sheet.done()))] == [
        "check potassium after two weeks",
        "avoid in asthma and slow pulse",
        "not in pregnancy at any stage",
    ]


def test_a_table_in_one_column_of_two_does_not_take_the_other_columns_lines():
    sheet = Sheet()
    lines = (*pdf_samples.LEFT_COLUMN, *pdf_samples.RIGHT_COLUMN)
    sheet.column(40, 100, lines, leading=16)
    unruled(
        sheet,
        330,
        100,
        (("Drug", "Start", "Most"), ("Ramipril", "2.5 mg", "10 mg"), ("Atenolol", "25 mg", "50 mg")),
        70,
    )
    sheet.column(330, 180, pdf_samples.LEFT_COLUMN)
    document = read(sheet.done())
    assert [row.text for row in rows(document)] == [
        "Drug: Ramipril; Start: 2.5 mg; Most: 10 mg",
        "Drug: Atenolol; Start: 25 mg; Most: 50 mg",
    ]


def test_two_columns_of_prose_and_numbered_items_are_no_tables():
    assert read(pdf_samples.two_columns()).tables == 0
    sheet = Sheet()
    for number in range(1, 6):
        sheet.write(60, 100 + 16 * number, f"{number}.")
        sheet.write(90, 100 + 16 * number, "Count the pulse")
    assert rows(read(sheet.done())) == []

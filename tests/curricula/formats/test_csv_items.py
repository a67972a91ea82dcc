"""A table of questions is read as people write it, and what is written is read back equal."""

import pytest
from hypothesis import given

from curricula.formats import csv_items, csv_written
from curricula.formats.cells import guarded, unguarded
from curricula.items.keeping import Entry
from curricula.items.types import ClozeCard, MultipleResponse, ShortAnswer, SingleBestAnswer
from retrieval.errors import Refused
from tests.curricula.formats.items import ROUND_TRIP, Made, every

TABLE = """id,vignette,lead_in,option_a,option_b,option_c,key,reason_a,references_a
q-1,"A man, 50.",What is it?,Flu,Cold,Measles,a,It fits.,Flu guide | Fever is high.
"""


@ROUND_TRIP
@given(every(pictures=False))
def test_what_is_written_is_read_back_equal(one: Made) -> None:
    exported = csv_written.write([Entry(one.item)])
    found = csv_items.read(exported.data, "items.csv")
    assert [entry.item for entry in found.found] == [one.item]
    assert (found.refused, found.lost, exported.lost) == ((), (), ())


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "plain", "'quoted'", "a=b"])
def test_no_cell_is_a_formula_and_each_is_read_back(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t"))
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.replace("A man, 50.", "A man 50").replace(",", ";").replace("A man 50", "A man, 50.").encode(),
        TABLE.replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["plain", "byte order mark", "utf-16", "semicolons", "windows"],
)
def test_tables_are_read_as_spreadsheets_save_them(data: bytes) -> None:
    (found,) = csv_items.read(data, "q.csv").found
    assert isinstance(found.item, SingleBestAnswer)
    assert (found.item.vignette, found.item.key.text, found.item.key.reason) == (
        "A man, 50.",
        "Flu",
        "It fits.",
    )
    assert found.item.key.references[0].quote == "Fever is high."


def test_the_type_is_told_by_what_a_row_holds() -> None:
    rows = "lead_in,a,b,c,key,accepted,number,text\n"
    rows += "Which?,x,y,z,a c,,,\nName it,,,,,aspirin | ASA,,\n"
    rows += "How much?,,,,,,3.5 to 5 mmol/L,\n,,,,,,,The {{heart}}\n"
    items = [found.item for found in csv_items.read(rows.encode(), "q.csv").found]
    assert [type(item) for item in items] == [MultipleResponse, ShortAnswer, ShortAnswer, ClozeCard]


def test_each_refusal_names_its_line_and_the_rest_is_read() -> None:
    rows = (
        TABLE + "q-2,,What?,x,,,b,,\nq-3,,What?,x,y,,,,\n\nq-4,,What?,x,y,,c,,\nq-5,,What?,x,y,,a,,no bar\n"
    )
    rows += "q-1,,What?,x,y,,a,,\nq-6,,What?,x,y,,b,,,,extra\n"
    found = csv_items.read(rows.encode(), "q.csv")
    assert [entry.item.id for entry in found.found] == ["q-1"]
    assert [(one.place, one.reason) for one in found.refused] == [
        ("line 3", "Its key b is none of its options (a)."),
        ("line 4", "It does not say which option is right (key)."),
        ("line 6", "Its key c is none of its options (a, b)."),
        ("line 7", "A line of references is not of the form: document | quote."),
        ("line 8", "The item q-1 stands in the file already (line 2)."),
        ("line 9", "It has 11 cells, and the first row names 9 columns."),
    ]


def test_a_question_in_one_column_is_parted_and_an_answer_in_words_is_found() -> None:
    rows = "question,a,b,answer,note\nA man is ill. What is it?,Flu,Cold,cold,x\n"
    found = csv_items.read(rows.encode(), "q.csv")
    item = found.found[0].item
    assert isinstance(item, SingleBestAnswer)
    assert (item.vignette, item.lead_in, item.key.id) == ("A man is ill.", "What is it?", "b")
    assert [loss.what for loss in found.lost] == ["the column note"]


@pytest.mark.parametrize("data", [b"name,age\nAda,3\n", b"nonsense " * 100_000, b"\x00\x01\x02" * 1000])
def test_what_is_no_table_of_questions_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(Refused):
        csv_items.read(data, "q.csv")


def test_an_open_quote_is_refused_with_its_line() -> None:
    found = csv_items.read((TABLE + 'q-2,"open').encode(), "q.csv")
    assert [one.place for one in found.refused] == ["line 3"]

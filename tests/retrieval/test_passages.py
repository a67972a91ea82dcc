"""Cutting: passages respect sentences, headings, lists and tables, and keep their place."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.passages import LIMIT_TOKENS, cut, indexed_text
from retrieval.types import Block, Metadata, Page, Passage, ReadDocument, Segment


def words(text: str) -> int:
    return len(text.split())


def block(text: str, kind: str = "prose", *, at: int = 0, page: int = 0, level: int = 0) -> Block:
    place = Segment(start=0, end=len(text), page=page, page_start=at, page_end=at + len(text))
    return Block.model_validate({"kind": kind, "text": text, "level": level, "segments": (place,)})


def document(*blocks: Block) -> ReadDocument:
    pages = (Page(index=0, text="", blocks=blocks),)
    return ReadDocument(media_type="text/plain", metadata=Metadata(), pages=pages)


def cut_words(*blocks: Block) -> list[Passage]:
    return cut("doc", document(*blocks), words)


def test_a_heading_starts_a_passage_and_is_kept_as_its_path() -> None:
    passages = cut_words(
        block("Asthma", "heading", level=1),
        block("Doses", "heading", level=2),
        block("Give salbutamol."),
        block("Follow-up", "heading", level=2),
        block("See again in two days."),
    )
    assert [p.headings for p in passages] == [("Asthma", "Doses"), ("Asthma", "Follow-up")]
    assert [p.text for p in passages] == ["Give salbutamol.", "See again in two days."]


def test_a_sentence_over_a_page_break_is_joined_and_keeps_both_places() -> None:
    [passage] = cut_words(
        block("The dose should be", at=10, page=0), block("halved in renal failure.", at=0, page=1)
    )
    assert passage.text == "The dose should be halved in renal failure."
    assert [(s.page, s.page_start, s.start) for s in passage.segments] == [(0, 10, 0), (1, 0, 19)]


def test_table_rows_stay_whole_and_apart_from_prose() -> None:
    row = Block(
        kind="table", text="Drug: A; Dose: 5 mg. Daily", cells=(("Drug", "A"), ("Dose", "5 mg. Daily"))
    )
    passages = cut_words(block("Before."), row, row, block("After."))
    assert [p.kind for p in passages] == ["prose", "table", "prose"]
    table = passages[1]
    assert [table.text[r.start : r.end] for r in table.rows] == [row.text, row.text]
    assert table.rows[0].cells == row.cells


def test_a_long_section_is_shared_out_evenly() -> None:
    text = " ".join(f"Sentence number {i} has exactly seven words." for i in range(60))
    sizes = [words(p.text) for p in cut_words(block(text))]
    assert len(sizes) == 3
    assert max(sizes) <= LIMIT_TOKENS
    assert max(sizes) - min(sizes) <= 14


def test_the_same_document_gives_the_same_ids_and_another_gives_others() -> None:
    blocks = (block("One sentence."), block("Another sentence."))
    first, again = cut("doc", document(*blocks), words), cut("doc", document(*blocks), words)
    other = cut("other", document(*blocks), words)
    assert [p.id for p in first] == [p.id for p in again]
    assert not {p.id for p in first} & {p.id for p in other}


def test_the_encoder_sees_title_and_headings_once() -> None:
    assert indexed_text("Asthma", ("Asthma", "Doses", "Adults"), "Text.") == "Asthma\nDoses > Adults\nText."


@given(st.lists(st.text(alphabet="ab .\n", min_size=1, max_size=80), min_size=1, max_size=8))
def test_every_segment_maps_to_the_same_characters_on_the_page(texts: list[str]) -> None:
    page, blocks = "", []
    for text in texts:
        blocks.append(block(text, at=len(page)))
        page += text + "|"
    for passage in cut_words(*blocks):
        for s in passage.segments:
            assert passage.text[s.start : s.end] == page[s.page_start : s.page_end]
        assert len({s.start for s in passage.segments}) == len(passage.segments)

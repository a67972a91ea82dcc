"""What a model thinks aloud never reaches the reader, however its marks are cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.connect.thoughts import MARKS, Thoughts, UnmarkedThoughts

SAID = "Colchicine [1], if eGFR < 30 or p<0.05; <b>not</b> [2] more than 1.5 mg."


def spoken(*pieces: str) -> str:
    thoughts = Thoughts()
    return "".join([*map(thoughts.spoken, pieces), thoughts.rest()])


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_thoughts_are_taken_out(opening: str, closing: str) -> None:
    assert spoken(f"{opening}hm, [1]?{closing}{SAID}{opening}so{closing}") == SAID


@given(st.sampled_from(MARKS), st.data())
def test_it_does_not_matter_where_the_pieces_are_cut(marks: tuple[str, str], data: st.DataObject) -> None:
    text = f"Well. {marks[0]}hm </think{marks[1]}{SAID}"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert spoken(*pieces) == f"Well. {SAID}"


@given(st.text(alphabet="<>/[]thinkTHNIKab ", max_size=60), st.integers(1, 5))
def test_words_without_marks_stay_as_they_are(text: str, size: int) -> None:
    if not any(mark in text for pair in MARKS for mark in pair):
        assert spoken(*(text[at : at + size] for at in range(0, len(text), size))) == text


def test_an_unfinished_thought_is_not_said() -> None:
    assert spoken("<think>hm, so") == ""
    assert spoken("Colchicine. <think>hm </thin") == "Colchicine. "


def test_half_a_mark_at_the_end_was_none() -> None:
    assert spoken("if p <thi") == "if p <thi"


def test_thoughts_without_a_beginning_are_a_fault() -> None:
    with pytest.raises(UnmarkedThoughts):
        spoken("hm, so</think>Colchicine.")


def test_words_are_said_as_soon_as_they_can_be_no_mark() -> None:
    thoughts = Thoughts()
    assert [thoughts.spoken(piece) for piece in ("gout ", "p <", " 0.05")] == ["gout ", "p ", "< 0.05"]

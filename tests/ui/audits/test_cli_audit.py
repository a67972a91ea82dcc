"""preceptor audit: what is typed becomes marks, and what is shown tells nothing before they are in."""

import pytest

from assistant.audits.types import Mark
from retrieval.errors import WrongUse
from ui.cli.audit import read_marks


def test_lines_become_marks_up_to_an_empty_one_and_the_last_of_a_sentence_counts() -> None:
    lines = ["1 wrong_dose\n", "1 wrong_number\n", "0 omitted_warning\n", "\n", "2 wrong_dose\n"]
    assert read_marks(lines, 3) == (
        Mark(sentence=1, kind="wrong_number"),
        Mark(sentence=None, kind="omitted_warning"),
    )
    assert read_marks([], 3) == ()


@pytest.mark.parametrize("line", ["4 wrong_dose", "wrong_dose", "1 wrong", "x", "-1 wrong_dose"])
def test_a_line_that_is_no_mark_is_refused_with_the_kinds(line: str) -> None:
    with pytest.raises(WrongUse, match="is no mark"):
        read_marks([line], 3)


def test_in_the_terminal_it_is_told_and_one_goes_on() -> None:
    said: list[str] = []
    assert read_marks(["nonsense", "1 wrong_dose"], 3, say=said.append) == (
        Mark(sentence=1, kind="wrong_dose"),
    )
    assert "is no mark" in said[0]

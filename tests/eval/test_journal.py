"""Kept replies outlive the process, and a line that was cut off in writing does no harm."""

from pathlib import Path

import pytest

from eval.journal import Journal, Kept, key_of
from retrieval.errors import PreceptorError


def kept(key: str, reply: str = "A") -> Kept:
    return Kept(
        key=key,
        question="q",
        task="t",
        model="m",
        prompt="p@1",
        settings={"seed": 0},
        reply=reply,
        seconds=0.1,
    )


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "journal.jsonl"
    Journal(path).keep(kept("k1", "two\nlines \u2028 and more"))
    again = Journal(path)
    assert again.get("k1") == kept("k1", "two\nlines \u2028 and more")
    assert (again.get("k2"), len(again)) == (None, 1)


def test_a_line_cut_off_in_writing_is_asked_for_again(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    first = Journal(path)
    first.keep(kept("k1"))
    first.keep(kept("k2"))
    path.write_bytes(path.read_bytes()[:-20])
    again = Journal(path)
    assert (again.get("k1"), again.get("k2")) == (kept("k1"), None)
    again.keep(kept("k3"))
    assert {key for key in ("k1", "k2", "k3") if Journal(path).get(key)} == {"k1", "k3"}


@pytest.mark.parametrize("text", ['{"my": "notes"}\n', "my notes", "\n\n"])
def test_a_file_that_is_no_journal_is_named_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text(text)
    with pytest.raises(PreceptorError, match=r"notes\.jsonl, line 1"):
        Journal(path)
    assert path.read_text() == text


def test_a_key_depends_on_every_part_and_not_on_the_order_of_fields() -> None:
    assert key_of({"a": 1, "b": 2}, "x") == key_of({"b": 2, "a": 1}, "x")
    assert len({key_of({"a": 1}, "x"), key_of({"a": 2}, "x"), key_of({"a": 1}, "y")}) == 3

"""YAML of strangers: plain values, each with its line; everything else is refused in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.tree import Misread, read_tree, to_text


def read(text: str) -> object:
    return read_tree(text).value


def test_every_part_knows_its_line() -> None:
    tree = read_tree("id: a\nfacts:\n  - id: b\n    says: c\n  - id: d\n")
    assert tree.line(("facts", 0, "says")) == 4
    assert tree.line(("facts", 1)) == 5


def test_what_was_not_written_has_the_line_of_what_is_around_it() -> None:
    assert read_tree("a:\n  b:\n    c: 1\n").line(("a", "b", "missing", 3)) == 2


def test_words_that_older_yaml_turns_into_something_else_stay_words() -> None:
    plain = ["No", "yes", "on", "12:30", "2020-01-01", "007", ".inf", "1e999", "0x1F", "1_000"]
    assert read("\n".join(f"- {word}" for word in plain)) == plain


def test_numbers_truth_values_and_nothing_are_read() -> None:
    assert read("[1, -2.5, 1e3, true, False, null, ~]") == [1, -2.5, 1000.0, True, False, None, None]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("a: 1\nb: [1, 2\n", "cannot be read", 3),
        ("a: 1\n\tb: 2\n", "cannot be read", 2),
        ("a: 1\n---\nb: 2\n", "more than one document", 2),
        ("a: 1\nb: \x07\n", "character that YAML does not allow", 2),
        ("[" * 30, "nested more than 20 levels", 1),
    ],
)
def test_a_text_that_is_no_yaml_is_refused_with_its_line(text: str, what: str, line: int) -> None:
    with pytest.raises(Misread, match=what) as caught:
        read_tree(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &x 1\nb: *x\n", "alias"),
        ("a: !!python/object/apply:os.system [id]\n", "tag"),
        ("a: 1\na: 2\n", "given twice"),
        ("? [a]\n: 1\n", "no text"),
    ],
)
def test_what_is_not_plain_is_remarked_upon_and_the_rest_is_read(text: str, what: str) -> None:
    tree = read_tree(text + "last: here\n")
    assert [what in remark.what for remark in tree.remarks] == [True]
    assert isinstance(tree.value, dict)
    assert tree.value["last"] == "here"


def test_aliases_of_aliases_are_not_unfolded() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 40))
    tree = read_tree("l0: &l0 [x]\n" + levels)
    assert tree.value["l39"] == [None] * 9  # type: ignore[index]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_what_is_written_reads_back_as_it_was(value: object) -> None:
    assert read(to_text(value)) == value


@given(st.from_regex(r"[-+]?[0-9.eExX_:]{1,12}", fullmatch=True))
def test_text_that_looks_like_a_number_stays_text(text: str) -> None:
    assert read(to_text([text])) == [text]

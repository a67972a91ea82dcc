"""Merging by field: both sides' changes are kept, and what both changed is never decided unseen."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curricula.merging import Merged, bare, merge

BASE: dict[str, Any] = {
    "title": "Potassium",
    "topics": ["potassium"],
    "options": [{"id": "a", "text": "Calcium", "correct": True}, {"id": "b", "text": "Water"}],
    "patient": {"age": 60},
}


def changed(**fields: Any) -> dict[str, Any]:
    return BASE | fields


def names(merged: Merged) -> tuple[list[str], list[str], list[str]]:
    theirs, mine, conflicts = (
        [".".join(one.trail) for one in some] for some in (merged.theirs, merged.mine, merged.conflicts)
    )
    return theirs, mine, conflicts


def test_a_field_that_one_side_changed_is_taken_from_it() -> None:
    merged = merge(BASE, changed(title="Potassium in the blood"), changed(patient={"age": 61}))
    assert merged.value == changed(title="Potassium in the blood", patient={"age": 61})
    assert names(merged) == (["title"], ["patient.age"], [])


def test_what_both_changed_waits_for_a_choice_and_mine_stays_until_then() -> None:
    theirs, mine = changed(title="Theirs"), changed(title="Mine")
    merged = merge(BASE, theirs, mine)
    assert merged.value["title"] == "Mine"
    assert names(merged) == ([], [], ["title"])
    assert merge(BASE, theirs, mine, chosen={merged.conflicts[0].name: "Both"}).value["title"] == "Both"


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    assert names(merge(BASE, changed(title="New"), changed(title="New"))) == ([], [], [])


def test_entries_of_lists_are_matched_by_their_ids() -> None:
    a, b = BASE["options"]
    theirs = changed(options=[a | {"reason": "It protects."}, b, {"id": "c", "text": "Sugar"}])
    mine = changed(options=[b, a | {"text": "Calcium gluconate"}])
    merged = merge(BASE, theirs, mine)
    assert [one["id"] for one in merged.value["options"]] == ["b", "c", "a"]
    assert merged.value["options"][2] == a | {"reason": "It protects.", "text": "Calcium gluconate"}
    assert names(merged)[2] == []


def test_an_entry_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    a, b = BASE["options"]
    theirs, mine = changed(options=[a]), changed(options=[a, b | {"text": "Tap water"}])
    merged = merge(BASE, theirs, mine)
    assert names(merged)[2] == ["options.b"]
    assert merged.value["options"][1]["text"] == "Tap water"
    assert merge(BASE, theirs, mine, chosen={merged.conflicts[0].name: None}).value["options"] == [a]


def test_lines_that_both_added_are_kept_and_a_line_that_both_rewrote_is_a_conflict() -> None:
    added = merge(BASE, changed(topics=["potassium", "ecg"]), changed(topics=["kidney", "potassium"]))
    assert sorted(added.value["topics"]) == ["ecg", "kidney", "potassium"]
    rewritten = merge(BASE, changed(topics=["hyperkalaemia"]), changed(topics=["electrolytes"]))
    assert names(rewritten)[2] == ["topics"]


def test_an_empty_field_of_a_form_changes_nothing() -> None:
    merged = merge(BASE | {"reviewer": None, "references": []}, BASE, BASE | {"vignette": ""})
    assert merged.value == BASE
    assert names(merged) == ([], [], [])


WORDS = st.sampled_from(("one", "two", "three"))
ENTRIES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "text": WORDS}), unique_by=lambda one: one["id"]
)
FIELDS = st.fixed_dictionaries({}, optional={"title": WORDS, "options": ENTRIES, "topics": st.lists(WORDS)})


@given(FIELDS, FIELDS)
def test_where_only_one_side_changed_its_text_comes_out(base: Any, other: Any) -> None:
    for merged in (merge(base, other, base), merge(base, base, other)):
        assert merged.value == bare(other)
        assert merged.conflicts == ()


@given(FIELDS, FIELDS, FIELDS)
def test_every_word_of_mine_comes_out_or_is_shown_with_what_they_made_of_it(
    base: Any, theirs: Any, mine: Any
) -> None:
    merged = merge(base, theirs, mine)
    told = [one for change in (*merged.theirs, *merged.conflicts) for one in _leaves(change.mine)]
    assert set(_leaves(mine)) <= {*_leaves(merged.value), *told}
    assert set(_leaves(theirs)) <= {
        *_leaves(merged.value),
        *(one for change in (*merged.mine, *merged.conflicts) for one in _leaves(change.theirs)),
    }


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [] if value is None else [str(value)]

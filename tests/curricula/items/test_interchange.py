"""Files of questions enter the bank whole or not at all, and entering twice changes nothing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from curricula.interchange import export_items, import_items, write_items
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.wanted import ALL, Wanted
from curricula.review.reviews import Reviews
from retrieval.errors import Refused, WrongUse
from tests.curricula.items.samples import OPTIONS, single
from tests.curricula.moving import put_in_state

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(origin="medqa", at=NOON, by="ada")
GOOD = {"id": "q-1", "question": "What is it?", "options": {"A": "Flu", "B": "Cold"}, "answer": "B"}


def lines(*records: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def test_good_records_are_kept_and_the_others_listed(bank: Bank) -> None:
    report = import_items(bank, lines(GOOD, GOOD | {"id": "q-2", "answer": "Z"}), "q.jsonl", SOURCE)
    assert report.added == ("q-1",)
    assert [one.place for one in report.refused] == ["line 2"]
    (shelved,) = bank.listed(Wanted(statuses=ALL))
    assert (shelved.id, shelved.status, shelved.origin, shelved.kept_by) == ("q-1", "draft", "medqa", "ada")


def test_the_same_again_changes_nothing_and_other_contents_are_refused(bank: Bank) -> None:
    import_items(bank, lines(GOOD), "q.jsonl", SOURCE)
    put_in_state(bank.engine, "item", "q-1", 1, "published")
    again = import_items(bank, lines(GOOD, GOOD | {"id": "q-2"}), "q.jsonl", SOURCE)
    assert (again.added, again.unchanged, again.refused) == (("q-2",), ("q-1",), ())
    changed = import_items(bank, lines(GOOD | {"answer": "A"}), "q.jsonl", SOURCE)
    assert (changed.added, changed.unchanged) == ((), ())
    assert changed.refused[0].reason.startswith("Version 1 of the item q-1 is here already, with other")
    assert bank.item("q-1").status == "published"


def test_a_file_that_cannot_be_read_leaves_nothing_behind(bank: Bank) -> None:
    with pytest.raises(Refused):
        import_items(bank, b"\x00\xff" * 999, "q.json", SOURCE)
    assert bank.count(Wanted(statuses=ALL)) == 0


def test_what_was_not_carried_is_summed_up(bank: Bank) -> None:
    records = [GOOD | {"id": f"q-{at}", "pmids": [at]} for at in range(3)]
    (left,) = import_items(bank, lines(*records), "q.jsonl", SOURCE).lost
    assert (left.what, left.count, left.first) == ("the fields pmids", 3, "line 1")


def test_items_are_written_by_topic_or_by_id_and_enter_another_bank_unchanged(bank: Bank) -> None:
    records = [GOOD | {"id": "q-1", "topic": "heart"}, GOOD | {"id": "q-2", "topic": "lung"}]
    import_items(bank, lines(*records), "q.jsonl", SOURCE)
    put_in_state(bank.engine, "item", "q-1", 1, "published")
    exported = export_items(bank, Wanted(topics=("heart",)), "csv")
    assert exported.written == ("q-1",)
    assert export_items(bank, Wanted(), "csv", ids=["q-2"]).written == ("q-2",)
    source = Source(origin="csv", at=NOON)
    assert import_items(bank, exported.data, "q.csv", source).unchanged == ("q-1",)
    with pytest.raises(WrongUse, match="There is no item q-9"):
        export_items(bank, Wanted(), "csv", ids=["q-9"])


def test_published_is_what_has_no_fault_and_names_two_people_and_the_rest_waits(bank: Bank) -> None:
    alike = [option | {"text": "The same"} for option in OPTIONS]
    found = [
        single("two-people", author="Ada", reviewer="Ben"),
        single("alone", author="Ada", reviewer=" ada "),
        single("unread", author="Ada"),
        single("at-fault", author="Ada", reviewer="Ben", options=alike),
    ]
    data = write_items([Entry(item) for item in found], "csv").data
    source = Source(origin="csv", at=NOON, by="local")
    report = import_items(bank, data, "q.csv", source, status="published")
    assert len(report.added) == 4
    held = {one.place: one.reason for one in report.held}
    assert [place for place, why in held.items() if "names no other person" in why] == ["line 3", "line 4"]
    assert "options" in held["line 5"]
    assert {one.id for one in bank.listed(Wanted(statuses=ALL)) if one.status == "published"} == {
        "two-people"
    }
    assert bank.item("two-people").review == "Reviewed by Ben"
    import_items(bank, data, "q.csv", source, status="published")
    (event,) = Reviews(bank.engine).trail("item", "two-people")
    assert (event.move, event.note) == ("take_in", "By Ada, reviewed by Ben, as the file says.")

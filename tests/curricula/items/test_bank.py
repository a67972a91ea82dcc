"""Items in a library, on each database: kept once a version, found by what they are about, chosen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func

from curricula.errors import Outdated
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.rows import items
from curricula.items.types import Item
from curricula.items.wanted import ALL, Wanted, rows_wanted
from curricula.migrations import CURRICULA
from retrieval.errors import WrongUse
from retrieval.store.engine import open_engine, reading
from retrieval.store.migrate import migrate
from tests.curricula.items.samples import all_forms, hotspot, several, single
from tests.curricula.moving import put_in_state, take_out_of_use

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
AUTHOR = Source(origin="author", at=NOON, by="ada")
STRIP = {"strip.png": b"strip", "other.png": b"not named"}


@pytest.fixture
def bank(database: str | None, tmp_path: Path) -> Iterator[Bank]:
    """An empty bank on each database."""
    engine = open_engine(tmp_path, database)
    migrate(engine, CURRICULA, NOON)
    yield Bank(engine)
    engine.dispose()


def many(count: int) -> list[Entry]:
    return [Entry(single(f"item-{number}", objectives=(f"o-{number % 5}",))) for number in range(count)]


def on(bank: Bank, **wanted: object) -> list[tuple[str, int]]:
    return [(one.id, one.version) for one in bank.listed(Wanted.model_validate(wanted))]


@pytest.mark.parametrize("item", all_forms(), ids=lambda item: item.type)
def test_an_item_comes_back_as_it_was_kept(bank: Bank, item: Item) -> None:
    assert bank.put(item, AUTHOR) == "added"
    assert bank.item(item.id) == item
    assert list(bank.every()) == [item]


def test_only_pictures_that_the_item_names_are_kept(bank: Bank) -> None:
    bank.put(hotspot(), AUTHOR, STRIP)
    assert bank.pictures(hotspot().id, 1) == {"strip.png": b"strip"}
    assert bank.picture(hotspot().id, 1, "strip.png") == b"strip"
    assert bank.picture(hotspot().id, 1, "other.png") is None


def test_keeping_the_same_version_again_changes_nothing(bank: Bank) -> None:
    bank.put(single(), AUTHOR)
    put_in_state(bank.engine, "item", single().id, 1, "retired")
    assert bank.put(single(), AUTHOR) == "unchanged"
    assert bank.item(single().id).status == "retired"


def test_other_contents_under_a_version_that_is_here_are_refused(bank: Bank) -> None:
    bank.put(single(), AUTHOR)
    with pytest.raises(WrongUse, match=r"Version 1 .* with other contents"):
        bank.put(single(lead_in="Which drug comes last?"), AUTHOR)


def test_of_many_all_are_kept_or_none(bank: Bank) -> None:
    entries = [*many(1200), Entry(single("item-3", lead_in="Which drug comes last?"))]
    with pytest.raises(WrongUse, match="item-3"):
        bank.put_many(entries, AUTHOR)
    assert bank.count(Wanted(statuses=ALL)) == 0
    assert bank.put_many(many(1200), AUTHOR) == ["added"] * 1200
    assert bank.put_many(many(1201), AUTHOR) == ["unchanged"] * 1200 + ["added"]


def test_what_is_twice_among_many_is_kept_once(bank: Bank) -> None:
    assert bank.put_many([Entry(single()), Entry(single())], AUTHOR) == ["added", "unchanged"]


def test_it_is_told_beforehand_what_is_new_the_same_or_taken(bank: Bank) -> None:
    bank.put(single(), AUTHOR)
    other = single(lead_in="Which drug comes last?")
    assert bank.compared([single(), other, single("second")]) == ["same", "other", "new"]


def test_each_item_is_listed_in_its_newest_version_of_the_wanted_status(bank: Bank) -> None:
    for version, status in ((1, "published"), (2, "published"), (3, "draft")):
        bank.put(single(version=version, status=status), AUTHOR)
    assert on(bank) == [("first-drug", 2)]
    assert on(bank, statuses=["draft"]) == [("first-drug", 3)]
    assert on(bank, statuses=ALL) == [("first-drug", 3)]
    assert bank.count(Wanted(statuses=ALL)) == 1


def test_a_retired_item_is_not_listed_and_a_new_version_of_it_stays_retired(bank: Bank) -> None:
    bank.put(single(), AUTHOR)
    bank.put(single(version=2, status="draft"), AUTHOR)
    take_out_of_use(bank.engine, "item", "first-drug")
    bank.put(single(version=3), AUTHOR)
    assert on(bank) == []
    assert on(bank, statuses=["retired"]) == [("first-drug", 3)]


def test_taking_back_the_newest_version_does_not_bring_back_the_former(bank: Bank) -> None:
    bank.put(single(), AUTHOR)
    bank.put(single(version=2), AUTHOR)
    put_in_state(bank.engine, "item", "first-drug", 2, "retired")
    assert on(bank) == []


def test_items_are_found_by_what_they_are_about(bank: Bank) -> None:
    bank.put_many(
        [Entry(single()), Entry(several(objectives=("two",), topics=("potassium", "kidney")))], AUTHOR
    )
    assert on(bank, objectives=["two", "three"]) == [("which-drugs", 1)]
    assert len(on(bank, topics=["potassium"])) == 2
    assert on(bank, topics=["kidney"], levels=["management"]) == []
    assert on(bank, types=["multiple_response"], words="RENAL potass") == [("which-drugs", 1)]
    assert on(bank, words="100%") == []
    assert bank.tallies("topic") == {"kidney": 1, "potassium": 2}
    assert bank.tallies("objective", Wanted(topics=("kidney",))) == {"two": 1}
    assert bank.count(Wanted(topics=("kidney",))) == 1
    assert bank.names("topic") == ["kidney", "potassium"]


def test_a_list_comes_in_parts(bank: Bank) -> None:
    bank.put_many(many(30), AUTHOR)
    whole = bank.listed()
    assert [*bank.listed(most=20), *bank.listed(skip=20)] == whole
    assert bank.listed(Wanted(without=frozenset({whole[0].id}))) == whole[1:]


def test_a_list_of_all_by_title_is_read_off_its_index_and_never_sorted(bank: Bank) -> None:
    if bank.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    found = rows_wanted(Wanted(statuses=ALL)).order_by(func.lower(items.c.title), items.c.item_id).limit(50)
    told = str(found.compile(bank.engine, compile_kwargs={"literal_binds": True}))
    with reading(bank.engine) as connection:
        plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}"))
    assert "items_by_title" in plan
    assert "TEMP B-TREE" not in plan


def test_a_sample_begins_anywhere_and_goes_round(bank: Bank) -> None:
    bank.put_many(many(300), AUTHOR)
    orders = [[one.id for one in bank.sample(Wanted(), 300, start=start)] for start in (0.0, 0.5)]
    assert orders[0] != orders[1]
    assert set(orders[0]) == set(orders[1]) == {f"item-{number}" for number in range(300)}
    place = orders[0].index(orders[1][0])
    assert orders[1] == orders[0][place:] + orders[0][:place]


def test_a_sample_heeds_objectives_and_leaves_out_what_is_not_wanted(bank: Bank) -> None:
    bank.put_many(many(300), AUTHOR)
    both = frozenset(("o-1", "o-2"))
    wanted = Wanted(objectives=tuple(both), without=frozenset(("item-1", "item-2")))
    found = bank.sample(wanted, 500, start=0.3)
    assert len(found) == len({one.id for one in found}) == 118
    assert all(both & set(one.objectives) for one in found)
    assert [one.id for one in found[:7]] == [one.id for one in bank.sample(wanted, 7, start=0.3)]


def test_saving_on_top_of_what_somebody_else_saved_is_refused(bank: Bank) -> None:
    bank.put(hotspot(), AUTHOR, STRIP)
    kept = bank.revise(hotspot(lead_in="Where is it?"), AUTHOR, based_on=1)
    assert (kept.version, bank.pictures(kept.id, 2)) == (2, {"strip.png": b"strip"})
    with pytest.raises(Outdated, match="Version 2"):
        bank.revise(hotspot(), AUTHOR, based_on=1)


def test_an_item_of_the_product_is_not_changed(bank: Bank) -> None:
    bank.put(single(), AUTHOR.model_copy(update={"origin": "starter"}))
    with pytest.raises(WrongUse, match="comes with Preceptor"):
        bank.revise(single(), AUTHOR, based_on=1)


def test_an_unknown_item_is_told(bank: Bank) -> None:
    with pytest.raises(WrongUse, match="There is no item nowhere"):
        bank.item("nowhere")

"""The coverage matrix counts what there is, says what is missing, and finds citations that fell."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from curricula.cases.shelf import Shelf
from curricula.cases.shelf import Source as CaseSource
from curricula.coverage import ENOUGH, Count, Coverage, Enough, Ground, Standing, coverage
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.migrations import CURRICULA
from curricula.objectives.types import Objective
from curricula.types import Reference
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.types import Document
from tests.assistant.case.encounter import small_case
from tests.curricula.items.samples import card, single
from tests.curricula.moving import put_in_state, take_out_of_use
from tests.curricula.objectives.samples import curriculum, objective

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(origin="yaml", at=NOON)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(tmp_path)
    migrate(made, CURRICULA, NOON)
    return made


def source(title: str = "Potassium", **changes: Any) -> Document:
    fields: dict[str, Any] = {"id": "1", "title": title, "kind": "note", "media_type": "text/markdown"}
    return Document(**fields | {"pages": 1, "ingested_at": NOON} | changes)


def matrix(
    engine: Engine, *objectives: Objective, standing: Standing | None = None, enough: Enough = ENOUGH
) -> Coverage:
    plan = curriculum(*(one.id for one in objectives if one.id != "loose"))
    ground = Ground(engine, [source()], standing)
    return coverage(ground, objectives, plan, enough=enough)


def test_items_cards_and_cases_are_counted_by_status(engine: Engine) -> None:
    mine = {"objectives": ("potassium-management",)}
    bank = Bank(engine)
    bank.put(single(**mine), SOURCE)
    bank.put(single("second", status="draft", **mine), SOURCE)
    bank.put(single("other", objectives=("sodium",)), SOURCE)
    bank.put(card(**mine), SOURCE)
    case = small_case(status="published", objectives=("potassium-management",))
    Shelf(engine).put(case, CaseSource(origin="yaml", at=NOON))
    found = matrix(engine, objective())
    (row,) = found.rows
    assert row.items == Count(draft=1, published=1)
    assert (row.cards, row.cases, row.sources) == (Count(published=1), Count(published=1), 1)
    assert (row.gaps, row.thin) == ((), ("items",))
    assert found.unknown == {"sodium": 1}


def test_a_newer_draft_leaves_the_published_version_in_the_count_and_retiring_takes_it_out(
    engine: Engine,
) -> None:
    bank = Bank(engine)
    mine = {"objectives": ("potassium-management",)}
    bank.put(single(**mine), SOURCE)
    bank.put(single(version=2, status="draft", **mine), SOURCE)
    assert matrix(engine, objective()).rows[0].items == Count(draft=1, published=1)
    put_in_state(engine, "item", "first-drug", 2, "published")
    assert matrix(engine, objective()).rows[0].items == Count(published=1)
    take_out_of_use(engine, "item", "first-drug")
    assert matrix(engine, objective()).rows[0].items == Count()


def test_what_is_in_no_module_comes_last_and_gaps_are_named(engine: Engine) -> None:
    found = matrix(engine, objective("loose", references=()), objective())
    assert [(row.id, row.module) for row in found.rows] == [
        ("potassium-management", "kidney"),
        ("loose", None),
    ]
    assert found.rows[1].gaps == ("sources", "items")
    more = matrix(engine, objective(), enough=Enough(cards=1, cases=1, items=0))
    assert more.rows[0].gaps == ("cards", "cases")
    assert found.modules == {"kidney": "Kidney"}


def test_a_superseded_edition_is_no_source(engine: Engine) -> None:
    ground = Ground(engine, [source(superseded_by="2")])
    assert coverage(ground, [objective()]).rows[0].gaps[0] == "sources"


def test_citations_that_no_longer_stand_are_listed_with_what_rests_on_them(engine: Engine) -> None:
    Bank(engine).put(single(objectives=("potassium-management",)), SOURCE)

    def standing(reference: Reference) -> Any:
        return "lost" if reference.quote.startswith("Calcium gluconate protects") else None

    found = matrix(engine, objective(), standing=standing)
    assert [(one.kind, one.id, one.why) for one in found.stale or ()] == [("item", "first-drug", "lost")]
    assert found.rows[0].stale == 1
    assert matrix(engine, objective()).rows[0].stale is None


def test_thousands_of_items_are_counted_within_seconds(engine: Engine) -> None:
    names = [f"objective-{number}" for number in range(50)]
    base = single()
    entries = (
        Entry(base.model_copy(update={"id": f"item-{n}", "objectives": (names[n % 50], names[n * 7 % 50])}))
        for n in range(2_000)
    )
    Bank(engine).put_many(entries, SOURCE)
    began = time.perf_counter()
    found = coverage(Ground(engine, [source()]), [objective(name) for name in names])
    assert sum(row.items.published for row in found.rows) >= 2_000
    assert time.perf_counter() - began < 5

"""Versions compared field by field, signing what comes with the product, and what a mark does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from curricula.cases.shelf import Shelf
from curricula.cases.shelf import Source as CaseSource
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.migrations import CURRICULA
from curricula.plans import plans_of
from curricula.review.diff import Difference, differences
from curricula.review.reviews import Reviews
from curricula.review.types import Act, Blocked, Kind, Which
from curricula.versions import Source as PlanSource
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL
from tests.assistant.case.encounter import small_case
from tests.curricula.items.samples import single
from tests.curricula.objectives.samples import objective

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BADGE = "not clinician-reviewed"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path)
    migrate(made, [*RETRIEVAL, *CURRICULA], NOON)
    yield made
    made.dispose()


def act(event: str, who: str = "ben", note: str = "") -> Act:
    return Act(event_id=event, user_id=who, name=who.title(), at=NOON, note=note)


def test_fields_are_compared_by_id_and_what_only_says_how_it_stands_is_not() -> None:
    options = [one.model_dump() for one in single().options]
    moved = [options[1], options[0], options[2] | {"text": "Insulin"}]
    newer = single(options=moved, version=2, status="draft", reviewer="Ben", difficulty=3)
    found = {one.spot: one for one in differences(single(), newer)}
    assert found["options.c.text"] == Difference(
        spot="options.c.text", old="Furosemide infusion", new="Insulin"
    )
    assert found["difficulty"].new == "3" and found["options.d.text"].new is None
    assert found["options (order)"].new == "b, a, c"
    assert "options.a.text" not in found and not {"version", "status", "reviewer"} & set(found)
    assert differences(single(), single(version=3)) == ()


@pytest.mark.parametrize("kind", ["item", "case", "objective"])
def test_what_comes_with_the_product_is_signed_once_by_a_named_person(engine: Engine, kind: Kind) -> None:
    Bank(engine).put(single(review=BADGE), Source(origin="starter", at=NOON))
    starter = objective(status="published", review=BADGE)
    plans_of(engine).objectives.put_many([starter], PlanSource(origin="starter", at=NOON))
    name = {"item": "first-drug", "case": "sharp-chest-pain", "objective": "potassium-management"}[kind]
    case = small_case(status="published", review=BADGE)
    Shelf(engine).put(case, CaseSource(origin="starter", at=NOON))
    reviews, which = Reviews(engine), Which(kind=kind, id=name, version=1)
    faults = [one for one in reviews.look(which).remarks if not one.warning]
    if faults:
        with pytest.raises(Blocked) as told:
            reviews.do("sign", which, act("e1"))
        assert len(told.value.reasons) == len(faults)
        return
    after = reviews.do("sign", which, act("e1"))
    assert (after.reviewer, after.status) == ("Ben", "published")
    assert reviews.look(which).value.review == "Reviewed by Ben on 1 March 2026"
    with pytest.raises(Blocked, match="reviewed by Ben before"):
        reviews.do("sign", which, act("e2", "cyd"))


def test_a_mark_stays_until_somebody_has_looked_and_the_version_stays_live(engine: Engine) -> None:
    bank, reviews = Bank(engine), Reviews(engine)
    bank.put(single(), Source(origin="starter", at=NOON))
    which = Which(kind="item", id="first-drug", version=1)
    with pytest.raises(Blocked, match="words are needed"):
        reviews.do("mark", which, act("e0"))
    reviews.do("mark", which, act("e1", note="The dose changed."))
    reviews.do("mark", which, act("e1", note="The dose changed."))
    assert [one.note for one in reviews.state("item", "first-drug").marks] == ["The dose changed."]
    assert [one.id for one in bank.listed()] == ["first-drug"]
    assert [one.id for one in reviews.open()] == ["first-drug"]
    reviews.do("keep", which, act("e2", note="Still right."))
    assert reviews.open() == []


def test_what_comes_with_the_product_comes_back_as_it_came(engine: Engine) -> None:
    bank, reviews = Bank(engine), Reviews(engine)
    bank.put(single(), Source(origin="starter", at=NOON))
    which = Which(kind="item", id="first-drug", version=1)
    assert reviews.do("retire", which, act("e1")).live is None
    assert reviews.do("reopen", which, act("e2")).status == "published"


def test_an_act_of_another_thing_is_refused_and_an_unknown_thing_is_told(engine: Engine) -> None:
    bank, reviews = Bank(engine), Reviews(engine)
    for name in ("one", "two"):
        bank.put(single(name), Source(origin="author", at=NOON))
    reviews.do("comment", Which(kind="item", id="one", version=1), act("e", note="Hm."))
    with pytest.raises(Exception, match="something else before"):
        reviews.do("comment", Which(kind="item", id="two", version=1), act("e", note="Hm."))
    with pytest.raises(Exception, match="There is no item nowhere"):
        reviews.state("item", "nowhere")

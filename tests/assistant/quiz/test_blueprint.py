"""An exam follows its blueprint as far as the bank can deliver, the same again, and what lacks is told."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.home import open_items, open_plans
from assistant.quiz.choosing.blueprint import Draw, deliverable
from assistant.quiz.choosing.exams import Exams
from assistant.quiz.sitting.actions import Finish
from assistant.settings import read_settings
from curricula.blueprint import Share
from curricula.items.bank import Bank
from curricula.items.starter import bank_starter
from curricula.items.types import Level
from curricula.plans import plans_of
from curricula.versions import Source
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import Learner, fill, make_engine, make_quizzes, question
from tests.curricula.objectives.samples import blueprint, curriculum

LEVELS: tuple[Level, ...] = ("recall", "interpretation", "management")
KIDNEY = {"kidney": curriculum("acid", "salt").courses[0].modules[0]}
HEARTS = [f"item-{number}" for number in range(2, 30, 3)]


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """Thirty questions, ten of each level; ten each on acid, salt and heart."""
    engine = make_engine(tmp_path)
    made = Bank(engine)
    about = ("acid", "salt", "heart")
    fill(made, *(question(n, objectives=(about[n % 3],), level=LEVELS[n // 10]) for n in range(30)))
    yield made
    engine.dispose()


def test_shares_and_levels_come_out_at_the_same_time(bank: Bank) -> None:
    shares = (Share(module="kidney", parts=3), Share(objective="heart", parts=1))
    wish = blueprint(count=12, shares=shares, levels={"recall": 1, "interpretation": 1, "management": 2})
    plan = deliverable(wish, bank, Draw("seed", modules=KIDNEY))
    levels = Counter(getattr(one, "level", None) for one in plan.items)
    assert [levels[level] for level in LEVELS] == [3, 3, 6]
    assert sum(one.objectives != ("heart",) for one in plan.items) == 9
    assert len({one.id for one in plan.items}) == 12
    assert [(one.kind, one.name, one.wished, one.delivered) for one in plan.delivered] == [
        ("module", "Kidney", 9, 9),
        ("objective", "heart", 3, 3),
        ("level", "recall", 3, 3),
        ("level", "interpretation", 3, 3),
        ("level", "management", 6, 6),
    ]
    assert plan.notes == ()


def test_the_same_seed_draws_the_same_exam_and_another_another(bank: Bank) -> None:
    wish = blueprint(count=10)
    first, again, other = (deliverable(wish, bank, Draw(seed, modules=KIDNEY)).items for seed in "aab")
    assert first == again
    assert {one.id for one in first} != {one.id for one in other}


def test_what_the_bank_lacks_is_told_and_not_replaced(bank: Bank) -> None:
    shares = (Share(objective="heart", parts=1), Share(objective="lung", parts=1))
    plan = deliverable(blueprint(curriculum=None, count=30, shares=shares), bank, Draw("seed"))
    assert {one.objectives for one in plan.items} == {("heart",)}
    assert plan.notes == (
        "Items on heart: 15 wished, 10 in the bank.",
        "Items on lung: 15 wished, 0 in the bank.",
    )


def test_items_answered_of_late_do_not_come_and_those_of_long_ago_come_last(bank: Bank) -> None:
    wish = blueprint(curriculum=None, count=10, shares=(Share(objective="heart", parts=1),))
    some = deliverable(wish, bank, Draw("seed", resting=frozenset(HEARTS[:4])))
    assert {one.id for one in some.items} == set(HEARTS[4:])
    few = wish.model_copy(update={"count": 6})
    fresh = deliverable(few, bank, Draw("seed", answered=frozenset(HEARTS[:4])))
    assert {one.id for one in fresh.items} == set(HEARTS[4:])


def test_a_share_that_little_fits_is_met_before_one_that_much_fits(bank: Bank) -> None:
    shares = (Share(module="kidney", parts=5), Share(objective="acid", level="recall", parts=2))
    plan = deliverable(blueprint(count=14, shares=shares), bank, Draw("seed", modules=KIDNEY))
    assert [one.delivered for one in plan.delivered] == [10, 4]


def test_an_exam_to_a_kept_blueprint_tells_what_was_wished_and_delivered(tmp_path: Path) -> None:
    quizzes = make_quizzes(make_engine(tmp_path))
    plans = plans_of(quizzes.house.sittings._engine)
    source = Source(origin="author", at=datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(WrongUse, match="no published blueprint 'mock'"):
        Learner(quizzes).start(mode="exam", plan="mock")
    plans.curricula.put_many([curriculum("objective-0", status="published")], source)
    plans.blueprints.put_many([blueprint(count=2, minutes=5, status="published")], source)
    ada = Learner(quizzes)
    view = ada.start(mode="exam", plan="mock")
    assert (view.title, view.total, view.seconds_left) == ("Mock", 2, 300)
    assert [(one.name, one.wished, one.delivered) for one in view.plan] == [("Kidney", 2, 2)]
    for place in range(2):
        ada.answer(place)
    ada.act(Finish(id=ada.id()))
    asked = {place.item_id for place in quizzes.opened(ada.who, ada.sitting).state.places}
    second = Learner(quizzes, sitting="sitting-2")
    second.start(mode="exam", plan="mock")
    later = {place.item_id for place in quizzes.opened(second.who, "sitting-2").state.places}
    assert not asked & later
    quizzes.house.sittings._engine.dispose()


def test_the_mock_exam_is_delivered_whole_from_the_starter_items(own_home: Path) -> None:
    settings = read_settings()
    with open_items(settings) as bank, open_plans(settings) as plans:
        bank_starter(bank, datetime(2026, 3, 1, tzinfo=UTC))
        found = Exams(lambda: plans).find("mock-exam")
        for seed in ("one", "two", "three"):
            plan = deliverable(found.blueprint, bank, Draw(seed, modules=found.modules))
            assert plan.notes == ()
            assert len(plan.items) == 40
            off = [one.delivered - one.wished for one in plan.delivered if one.kind == "level"]
            assert max(map(abs, off)) <= 2

"""Which items come, and in what order their options are shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.quiz.choosing.blueprint import allotted
from assistant.quiz.choosing.order import keeps_order, shown_order
from assistant.quiz.sitting.actions import Finish, Help
from assistant.quiz.sitting.sit import Quizzes
from curricula.items.types import Option
from tests.assistant.quiz.bank import Hands, Learner, fill, make_engine, make_quizzes, question


@pytest.fixture
def hands() -> Hands:
    """The time."""
    return Hands()


@pytest.fixture
def quizzes(tmp_path: Path, hands: Hands) -> Iterator[Quizzes]:
    """Quizzes with twelve questions."""
    engine = make_engine(tmp_path)
    yield make_quizzes(engine, now=hands)
    engine.dispose()


def test_options_are_mixed_alike_for_the_same_place_and_otherwise_differently() -> None:
    item = question(1)
    orders = {shown_order(item, f"sitting:{place}") for place in range(40)}
    assert shown_order(item, "sitting:0") == shown_order(item, "sitting:0")
    assert len(orders) > 10 and {tuple(sorted(one)) for one in orders} == {("a", "b", "c", "d")}


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (("1 hour", "3 hours", "6 hours"), True),
        (("<5 mmol/L", "5 to 8 mmol/L", "at least 8 mmol/L"), True),
        (("Stage I", "Stage II", "Stage III"), True),
        (("Yes", "No"), True),
        (("Aspirin", "Heparin", "All of the above"), True),
        (("Aspirin", "Heparin", "Both A and B"), True),
        (("Aspirin 300 mg", "Heparin 5000 units", "Warfarin"), False),
        (("Hepatitis A and B", "Heparin", "Vitamin B12"), False),
    ],
)
def test_an_order_that_says_something_is_kept(texts: tuple[str, ...], kept: bool) -> None:
    options = [Option(id="abc"[place], text=text) for place, text in enumerate(texts)]
    assert keeps_order(options) is kept


def test_a_blueprint_is_met_to_the_item_and_what_lacks_is_told(quizzes: Quizzes) -> None:
    assert allotted([3, 1], 20) == [15, 5]
    assert allotted([1, 1, 1], 10) == [4, 3, 3]
    ada = Learner(quizzes)
    shares = [{"objective": "objective-0", "parts": 3}, {"objective": "nothing", "parts": 1}]
    view = ada.start(mode="exam", count=4, blueprint=shares)
    assert len(view.places) == 3
    assert view.notes == ("Items on nothing: 1 wished, 0 in the bank.",)


def test_no_question_comes_twice_in_a_sitting(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    twin = question(1, id="item-twin", version=1)
    view = Learner(make_quizzes(engine, question(1), twin, question(2))).start(mode="exam", count=3)
    assert len(view.places) == 2 and "3 wished, 2 in the bank" in view.notes[0]
    engine.dispose()


def test_new_items_come_before_those_answered_before(quizzes: Quizzes) -> None:
    first = Learner(quizzes, sitting="sitting-1")
    first.start(mode="exam", count=9)
    for place in range(9):
        first.answer(place)
    first.act(Finish(id=first.id()))
    known = {place.item_id for place in quizzes.opened(first.who, "sitting-1").state.places}
    second = Learner(quizzes, sitting="sitting-2")
    second.start()
    second.next(0)
    second.next(1)
    met = {place.item_id for place in quizzes.opened(second.who, "sitting-2").state.places}
    assert len(met) == 3 and not met & known


def test_an_answer_with_help_is_asked_again_without(quizzes: Quizzes, hands: Hands) -> None:
    ada = Learner(quizzes)
    view = ada.start()
    assert view.item is not None
    ada.act(Help(id=ada.id(), place=0))
    ada.answer(0)
    hands.pass_(2 * 86_400)
    again = Learner(quizzes, sitting="sitting-2")
    again.start()
    for place in range(5):
        again.next(place)
    places = quizzes.opened(again.who, "sitting-2").state.places
    assert [place.item_id for place in places if place.why == "retest"] == [view.item.item_id]


def test_what_is_weak_is_asked_more(quizzes: Quizzes) -> None:
    fill(quizzes.house.bank, *(question(number, topics=("more",)) for number in range(12, 60)))
    ada = Learner(quizzes)
    view = ada.start()
    for place in range(30):
        assert view.item is not None
        item = quizzes.house.bank.item(view.item.item_id)
        ada.answer(place, "b" if "objective-0" in item.objectives else "a")
        view = ada.next(place)
    places = quizzes.opened(ada.who, "sitting-1").state.places
    weak = [place for place in places if place.why == "weak"]
    assert len(weak) > 5
    asked = [quizzes.house.bank.item(place.item_id).objectives for place in weak[5:]]
    assert sum("objective-0" in one for one in asked) > len(asked) / 2

"""After help an item is asked again without it: a day later, or ten items later."""

from datetime import timedelta

from assistant.learner.retest import retests
from tests.assistant.learner.attempts import NOON, evidence

DAY = timedelta(days=1)


def test_an_item_answered_with_help_waits_for_a_day() -> None:
    (found,) = retests([evidence(0, assisted=True)])
    assert (found.item_id, found.attempt, found.items_left) == ("item-0", "s1.0", 10)
    assert not found.is_due(NOON + DAY - timedelta(seconds=1))
    assert found.is_due(NOON + DAY)


def test_or_for_ten_other_items() -> None:
    nine = [evidence(0, assisted=True), *(evidence(number) for number in range(1, 10))]
    assert not retests(nine)[0].is_due(NOON)
    assert retests([*nine, evidence(10)])[0].is_due(NOON)
    again = [*nine, evidence(11, item_id="item-9")]
    assert not retests(again)[0].is_due(NOON), "the same item twice is one item"


def test_an_answer_without_help_ends_it_and_one_with_help_begins_anew() -> None:
    helped, alone = evidence(0, assisted=True), evidence(5, item_id="item-0", correct=False)
    assert retests([helped, alone]) == ()
    assert retests([alone, helped]) == ()
    (anew,) = retests([helped, alone, evidence(7, item_id="item-0", assisted=True)])
    assert anew.attempt == "s1.7"


def test_those_that_wait_longest_come_first() -> None:
    found = retests([evidence(2, assisted=True), evidence(1, assisted=True), evidence(3)])
    assert [one.item_id for one in found] == ["item-1", "item-2"]
    assert [one.items_left for one in found] == [8, 9]

"""Mastery: what weighs, what it says while little is known, and which attempts stand behind it."""

import time
from datetime import timedelta

import pytest

from assistant.learner.ability import floor, location
from assistant.learner.mastery import FEWEST, expected, mastery, unknown
from assistant.learner.types import Evidence
from tests.assistant.learner.attempts import NOON, evidence

GOAL = "treat-anaphylaxis"


def answers(count: int, right: int, **given: object) -> list[Evidence]:
    return [evidence(number, correct=number < right, **given) for number in range(count)]


def test_more_right_answers_mean_more_mastery_and_more_answers_a_smaller_interval() -> None:
    weak, strong = (mastery(answers(10, right), now=NOON)[GOAL] for right in (2, 9))
    assert weak.probability and strong.probability and weak.probability < strong.probability
    many = mastery(answers(40, 36), now=NOON)[GOAL]
    assert many.high - many.low < strong.high - strong.low


def test_too_few_answers_give_an_interval_and_no_number() -> None:
    few = mastery(answers(FEWEST - 1, 4), now=NOON)[GOAL]
    assert few.probability is None
    assert 0.2 < few.low < few.high < 1
    assert mastery(answers(FEWEST, 4), now=NOON)[GOAL].probability is not None


def test_every_number_lists_its_attempts_and_those_left_out() -> None:
    given = [
        evidence(0),
        evidence(1, correct=None),
        evidence(2, assisted=True),
        evidence(3, type="cloze_card", options=0),
        evidence(4, correct=False),
    ]
    found = mastery(given, now=NOON)[GOAL]
    assert found.attempts == ("s1.0", "s1.4")
    assert found.left_out == ("s1.1", "s1.2", "s1.3")
    assert found.right == 1


def test_help_ungraded_answers_and_ones_own_ratings_change_nothing() -> None:
    plain = answers(6, 3)
    more = [evidence(7, assisted=True), evidence(8, correct=None), evidence(9, type="cloze_card")]
    alone, with_more = (mastery(given, now=NOON)[GOAL] for given in (plain, [*plain, *more]))
    assert (alone.mean, alone.sd) == (with_more.mean, with_more.sd)


def test_an_item_seen_before_tells_less_than_a_new_one() -> None:
    new, again = (
        mastery([*answers(6, 6), evidence(7, item_id=item)], now=NOON)[GOAL] for item in ("other", "item-1")
    )
    assert again.mean < new.mean and again.sd > new.sd


def test_old_answers_tell_less_but_are_not_lost() -> None:
    given = answers(10, 9)
    now, later = (mastery(given, now=NOON + timedelta(days=days))[GOAL] for days in (0, 720))
    assert later.sd > now.sd
    assert 0 < later.mean < now.mean
    assert later.attempts == now.attempts


def test_a_hard_item_answered_right_says_more_than_an_easy_one() -> None:
    easy, hard = (mastery(answers(6, 6, difficulty=step), now=NOON)[GOAL] for step in (1, 5))
    assert hard.mean > easy.mean
    moved = mastery(answers(6, 6, difficulty=1), now=NOON, locations={f"item-{n}": 2.0 for n in range(6)})
    assert moved[GOAL].mean == pytest.approx(hard.mean)


def test_an_answer_counts_for_each_of_its_objectives_and_topics() -> None:
    given = [evidence(number, objectives=("a", "b"), topics=("T",)) for number in range(6)]
    assert set(mastery(given, now=NOON)) == {"a", "b"}
    assert set(mastery(given, now=NOON, kind="topic")) == {"T"}


def test_the_expected_chance_rises_with_what_is_known() -> None:
    able = mastery(answers(10, 10), now=NOON)[GOAL]
    at, guessed = location(4), floor("single_best_answer", 5)
    assert expected(able, at, guessed) > expected(unknown(GOAL), at, guessed) > guessed


def test_the_order_of_the_log_does_not_matter() -> None:
    given = answers(12, 7)
    assert mastery(given, now=NOON) == mastery(list(reversed(given)), now=NOON)


def test_twenty_thousand_answers_take_seconds_at_most() -> None:
    one = evidence()
    given = [
        one._replace(attempt=f"a{number}", item_id=f"i{number % 3000}", objectives=(f"o{number % 60}",))
        for number in range(20_000)
    ]
    begun = time.perf_counter()
    assert len(mastery(given, now=NOON)) == 60
    assert time.perf_counter() - begun < 5

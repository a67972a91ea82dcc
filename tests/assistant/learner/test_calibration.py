"""Calibration: bins, intervals, and a sentence only where there is enough to say it of; guesses and pace."""

import pytest

from assistant.learner.calibration import calibration, guesses, paces
from assistant.learner.types import Evidence
from retrieval.measure import wilson
from tests.assistant.learner.attempts import evidence, sure


def stated(confidence: int, right: int, of: int, begin: int = 0) -> list[Evidence]:
    return [evidence(begin + n, correct=n < right, confidence=confidence) for n in range(of)]


def test_answers_fall_into_the_bin_of_their_confidence() -> None:
    found = calibration([*stated(20, 1, 4), *stated(95, 3, 3, begin=10)])
    assert [(one.confidence, one.right, one.answers) for one in found.bins] == [
        (20, 1, 4),
        (40, 0, 0),
        (60, 0, 0),
        (80, 0, 0),
        (95, 3, 3),
    ]
    assert found.bins[1].share is None
    assert found.bins[0].attempts == ("s1.0", "s1.1", "s1.2", "s1.3")


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(43, 43)
    assert low == pytest.approx(43 / 46.84, abs=0.001) and high == 1
    assert wilson(0, 0) == (0, 1)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=0.0005)


def test_the_brier_score_is_the_mean_squared_difference() -> None:
    found = calibration([sure(0, 80, True), sure(1, 60, False)])
    assert found.brier == pytest.approx((0.04 + 0.36) / 2)
    assert calibration([]).brier is None


@pytest.mark.parametrize(
    ("right", "begins"),
    [
        (6, "You were surer than you were right"),
        (16, "How sure you were agrees"),
        (20, "You were right more"),
    ],
)
def test_the_sentence_says_which_way_the_confidence_tilts(right: int, begins: str) -> None:
    given = stated(80, right, 20) if right < 20 else stated(60, 20, 20)
    assert calibration(given).told.startswith(begins)


def test_with_too_few_answers_no_tilt_is_spoken_of() -> None:
    found = calibration(stated(95, 0, 19))
    assert found.tilt is None and found.told == "Too few answers say how sure you were: 19 of 20."
    assert calibration(stated(95, 0, 20)).tilt == pytest.approx(0.95)


def test_help_cards_silence_and_the_ungraded_are_left_out() -> None:
    given = [
        evidence(0, confidence=80, assisted=True),
        evidence(1, confidence=80, correct=None),
        evidence(2, confidence=80, type="cloze_card"),
        evidence(3),
    ]
    assert calibration(given).answers == 0


def test_a_guess_is_said_to_be_one_or_comes_sooner_than_reading() -> None:
    given = [
        evidence(0, confidence=20, seconds=60),
        evidence(1, confidence=80, seconds=14),
        evidence(2, confidence=80, seconds=16),
        evidence(3, seconds=None),
        evidence(4, type="cloze_card", confidence=20),
    ]
    assert guesses(given, lambda _item: 100) == ("s1.0", "s1.1"), "100 words take 15 seconds at least"
    assert guesses(given, lambda _item: None) == ("s1.0",)


def test_the_pace_of_each_type_is_told_and_slow_answers_only_where_there_are_enough() -> None:
    typed = [evidence(50 + n, type="short_answer", seconds=float(n)) for n in (1, 2, 9)]
    chosen = [evidence(n, seconds=float(n)) for n in range(1, 21)]
    typing, choices = paces([*typed, *chosen])
    assert (choices.type, choices.answers, choices.median_s) == ("single_best_answer", 20, 10.5)
    assert choices.slow_s == 18 and choices.slow == ("s1.19", "s1.20")
    assert (typing.median_s, typing.slow_s, typing.slow) == (2, None, ())

"""Whether learners are as often right as they are sure, and which answers look like guesses."""

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from statistics import mean, median, pstdev
from typing import get_args

from assistant.learner.mastery import tells
from assistant.learner.types import Evidence
from assistant.quiz.types import Confidence
from curricula.items.types import ItemType
from retrieval.measure import Z, wilson
from retrieval.types import Value

STEPS: tuple[Confidence, ...] = get_args(Confidence)
FEWEST = 20
"""With fewer answers of a stated confidence no tilt is spoken of."""
FEWEST_TIMES = 10
GUESS: Confidence = 20
WORDS_A_MINUTE = 400
"""Nobody reads and answers faster; fluent readers read some 240 words a minute."""
SLOW_SHARE = 0.9

Words = Callable[[str], int | None]
"""How many words an item has, by its id; None where it is not here."""


class Bin(Value):
    """Answers given with one confidence (in percent), and the share that was right with its 95% interval."""

    confidence: Confidence
    right: int
    answers: int
    share: float | None
    low: float
    high: float
    attempts: tuple[str, ...]


class Calibration(Value):
    """Stated confidence against truth. `brier` is the mean squared difference: 0 is perfect.

    `tilt` is the mean confidence less the share right, with its 95% interval; None with too few answers.
    `told` says it in a sentence.
    """

    bins: tuple[Bin, ...]
    answers: int
    brier: float | None
    tilt: float | None
    tilt_low: float | None
    tilt_high: float | None
    told: str


class Pace(Value):
    """How long a learner takes for items of one type; `slow` are attempts longer than nine in ten others."""

    type: ItemType
    answers: int
    median_s: float
    slow_s: float | None
    slow: tuple[str, ...]


def calibration(given: Iterable[Evidence]) -> Calibration:
    """The calibration of unaided, graded answers whose learner said how sure they were."""
    stated = [one for one in given if one.confidence is not None and tells(one)]
    off = [_sure(one) - float(one.correct is True) for one in stated]
    tilt = _tilt(off) if len(off) >= FEWEST else (None, None, None)
    return Calibration(
        bins=tuple(_bin(step, [one for one in stated if one.confidence == step]) for step in STEPS),
        answers=len(stated),
        brier=mean(each**2 for each in off) if off else None,
        tilt=tilt[0],
        tilt_low=tilt[1],
        tilt_high=tilt[2],
        told=_told(stated, tilt),
    )


def guesses(given: Iterable[Evidence], words: Words) -> tuple[str, ...]:
    """The attempts that look like guesses: said to be one, or answered sooner than the item can be read.

    Cards are left out: they are rated, not answered.
    """
    return tuple(one.attempt for one in given if one.type != "cloze_card" and _is_guess(one, words))


def paces(given: Iterable[Evidence]) -> tuple[Pace, ...]:
    """How long each type of item takes; types that were never timed are left out."""
    timed = [one for one in given if one.seconds is not None and one.type != "cloze_card"]
    return tuple(_pace(kind, timed) for kind in dict.fromkeys(sorted(one.type for one in timed)))


def _is_guess(one: Evidence, words: Words) -> bool:
    if one.confidence == GUESS:
        return True
    count = words(one.item_id) if one.seconds is not None else None
    return count is not None and one.seconds is not None and one.seconds < 60 * count / WORDS_A_MINUTE


def _pace(kind: ItemType, timed: Sequence[Evidence]) -> Pace:
    seconds = {one.attempt: one.seconds for one in timed if one.type == kind and one.seconds is not None}
    ordered = sorted(seconds.values())
    enough = len(ordered) >= FEWEST_TIMES
    slow_s = ordered[int(SLOW_SHARE * (len(ordered) - 1))] if enough else None
    return Pace(
        type=kind,
        answers=len(ordered),
        median_s=median(ordered),
        slow_s=slow_s,
        slow=tuple(name for name, each in seconds.items() if slow_s is not None and each > slow_s),
    )


def _bin(step: Confidence, found: Sequence[Evidence]) -> Bin:
    right = sum(one.correct is True for one in found)
    low, high = wilson(right, len(found))
    return Bin(
        confidence=step,
        right=right,
        answers=len(found),
        share=right / len(found) if found else None,
        low=low,
        high=high,
        attempts=tuple(one.attempt for one in found),
    )


def _tilt(off: Sequence[float]) -> tuple[float, float, float]:
    middle = mean(off)
    reach = Z * pstdev(off) / sqrt(len(off))
    return middle, middle - reach, middle + reach


def _told(stated: Sequence[Evidence], tilt: tuple[float | None, float | None, float | None]) -> str:
    middle, low, high = tilt
    if middle is None or low is None or high is None:
        return f"Too few answers say how sure you were: {len(stated)} of {FEWEST}."
    sure = round(100 * mean(_sure(one) for one in stated))
    right = round(100 * mean(one.correct is True for one in stated))
    numbers = f"{sure}% sure on average, {right}% right, over {len(stated)} answers"
    if low > 0:
        return f"You were surer than you were right: {numbers}."
    if high < 0:
        return f"You were right more often than you were sure: {numbers}."
    return f"How sure you were agrees with how often you were right: {numbers}."


def _sure(one: Evidence) -> float:
    return (one.confidence or 0) / 100

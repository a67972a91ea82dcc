"""Whether a number with its unit is the one that is asked for, in whatever unit it is given."""

import re

from assistant.quiz.types import Graded
from assistant.verify.measure import COUNT, Measure
from assistant.verify.quantities import read
from assistant.verify.units import base
from curricula.items.types import Measured
from retrieval.text import plain

EXACT = 1e-3
"""Rounding in a conversion is no error."""
_NUMBER = re.compile(r"^\W*(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>[^\d]*?)\W*$")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
RIGHT = Graded(correct=True, score=1.0)


def grade_number(wanted: Measured, text: str, asked: str) -> Graded | None:
    """Whether the text gives the number; None where it gives none. `asked` is the question's own text.

    A number without a unit is taken in the unit that the question names; else it is not marked.
    """
    text = _DECIMAL_COMMA.sub(".", text)
    found = [one for one in read(text).measures if not one.soft]
    kinds = {(one.dimension, round(one.value, 12)) for one in found}
    if not found:
        return None
    if len(kinds) > 1 or found[0].bound:
        return _open("One number is asked for, and this gives a range or several.")
    try:
        dimension, low = base(_unit(wanted), wanted.low) if wanted.unit else (COUNT, wanted.low)
        high = base(_unit(wanted), wanted.high)[1] if wanted.unit else wanted.high
    except KeyError:
        return _by_letters(wanted, text)
    return _compared(found[0], Measured(low=low, high=high), dimension, wanted, asked)


def _compared(said: Measure, ends: Measured, dimension: str, wanted: Measured, asked: str) -> Graded:
    if said.dimension == dimension:
        return _within(said.value, ends.low, ends.high)
    if said.dimension == COUNT:
        if plain(wanted.unit) in plain(asked):
            return _within(said.number, wanted.low, wanted.high)
        return _open("It has no unit.")
    if {said.dimension.partition("/")[0], dimension.partition("/")[0]} <= {
        "mass",
        "amount",
        "charge",
        "units",
    }:
        return _open(f"It is not converted to {wanted.unit or 'a plain number'} here.")
    return Graded(correct=False, score=0.0, reason="Its unit measures something else.")


def _by_letters(wanted: Measured, text: str) -> Graded:
    """A unit that is not known is compared as it is written."""
    found = _NUMBER.match(plain(text))
    if found and " ".join(found["unit"].split()) == " ".join(plain(wanted.unit).split()):
        return _within(float(found["value"]), wanted.low, wanted.high)
    return _open(f"It is not given in {wanted.unit}.")


def _within(value: float, low: float, high: float) -> Graded:
    slack = EXACT * max(abs(low), abs(high))
    if low - slack <= value <= high + slack:
        return RIGHT
    return Graded(
        correct=False,
        score=0.0,
        reason="The number is too low." if value < low else "The number is too high.",
    )


def _open(why: str) -> Graded:
    return Graded(correct=None, reason=f"Not marked: {why[0].lower()}{why[1:]}")


def _unit(wanted: Measured) -> str:
    return plain(wanted.unit).replace("μ", "u").replace("µ", "u")

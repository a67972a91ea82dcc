"""A quantity in the base unit of what it measures, and when two of them are the same."""

import re
from typing import NamedTuple

FREQUENCY = "frequency"
SHARE = "share"
COUNT = ""
"""The dimension of a number that stands without a unit."""
BEFORE = 50
"""So many characters before a number can make it a bound."""
EXACT = 0.001
ROUNDED = 0.09
"""Two values in other words may lie so far apart if the coarser of them is rounded: one in twelve is 8%."""
ROUGH = 10
"""From here on the part of a share is taken to be rounded: 33 in a million is one in 30,000."""

_WRITTEN = re.compile(r"\d+(?:\.\d+)?")
_AGE = r"\s*(?:an? |the )?(?:age of )?$"
_UP = re.compile(
    r"(?:≥|>=?|at least|minimum(?: of)?|over|above|beyond|past|from|beginning at|no[t]? (?:less|fewer) than|"
    rf"(?<!no )(?<!not )(?:exceed\w*|(?:more|greater|longer|older|higher|larger) than)){_AGE}"
)
_DOWN = re.compile(
    r"(?:≤|<=?|at most|maximum(?: of)?|up to|under|below|within|before|by|not exceed\w*|"
    r"no[t]? (?:more|taller|longer|older|higher|larger) than|"
    rf"(?<!no )(?<!not )(?:less|fewer|shorter|younger|lower|smaller) than){_AGE}"
)
_DENIED = re.compile(r"\b(?:not|never|cannot|no|rarely|seldom)\b[^.,;]*$|n't\b[^.,;]*$")
_AFTER = re.compile(
    r"^\W{0,2}or (?:(?P<up>more|older|above|longer|over|higher)|(?P<down>less|younger|below|fewer|under))"
)


class Measure(NamedTuple):
    """A quantity: its value in the base unit of its dimension, and as it was written.

    `bound` is "up" for "at least" and its like, "down" for "at most", else "". A `soft` one ("a day",
    "daily", "half") means something only beside another of its dimension. `at` is where it stands.
    """

    dimension: str
    value: float
    written: str
    number: float
    bound: str = ""
    soft: bool = False
    at: int = 0


def bound(before: str, after: str) -> str:
    """What a number between these texts is a bound of: "up", "down" or neither ("")."""
    following = _AFTER.match(after)
    if following:
        return "up" if following["up"] else "down"
    if _DOWN.search(before):
        return "down"
    more = _UP.search(before)
    if more and _DENIED.search(before[: more.start()]):
        return "down"
    return "up" if more else ""


def is_same(one: Measure, other: Measure) -> bool:
    """Whether two quantities are equal; one without a unit equals any that is written with its number."""
    if COUNT in (one.dimension, other.dimension) and one.dimension != other.dimension:
        return one.dimension == COUNT and one.number == other.number
    return one.dimension == other.dimension and is_close(one, other)


def is_close(one: Measure, other: Measure) -> bool:
    """Whether the values are the same; where they are written in other units, but for rounding."""
    apart, size = abs(one.value - other.value), max(abs(one.value), abs(other.value))
    if apart <= EXACT * size + 1e-15:
        return True
    if not _is_other_unit(one, other):
        return False
    return apart <= min(ROUNDED * size, max(_step(one), _step(other)))


def is_counted_on(said: Measure, given: Measure) -> bool:
    """Whether "more than two" is said as "three or more", or the other way round."""
    for one, other in ((said, given), (given, said)):
        step = 1 if one.bound == "up" else -1
        if (
            one.dimension == other.dimension
            and one.bound == other.bound != ""
            and one.number + step == other.number
            and _WRITTEN.sub("", one.written).split()[-1:] == _WRITTEN.sub("", other.written).split()[-1:]
        ):
            return True
    return False


def is_one_of(measure: Measure) -> bool:
    """Whether it is "one of two" and its like: a share of people, or a single one of two things."""
    return measure.dimension == SHARE and " of " in measure.written and measure.number == 1


def size_of_one(measure: Measure) -> float:
    """How much one of its unit is, in the base unit."""
    return measure.value / measure.number if measure.number else measure.value


def _step(measure: Measure) -> float:
    """Half of what one more in the last written place adds; of "one in twelve" the place of the twelve."""
    written = _WRITTEN.findall(measure.written)
    if not written or not measure.number:
        return 0.0
    last = written[-1]
    half = 0.5 * 10.0 ** -len(last.partition(".")[2])
    if len(written) > 1:
        part = float(written[0])
        return measure.value * max(half / float(last), 0.5 / part if part >= ROUGH else 0.0)
    return half * abs(measure.value / measure.number)


def _is_other_unit(one: Measure, other: Measure) -> bool:
    """Rounding is for other units only: 20% is not 20.5%, two in three is 67% and 66 in 100."""
    return _WRITTEN.sub("", one.written, 1) != _WRITTEN.sub("", other.written, 1)

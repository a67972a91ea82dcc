"""What is wrong with options that are numbers."""

import re
from collections.abc import Iterator
from math import inf, log10
from typing import NamedTuple

from curricula.items.lint.rule import Choice, options_of
from curricula.items.types import Item
from curricula.tree import Remark

NUMBER = r"(?P<{0}>[-−]?\d+(?:[ ,]\d{{3}})*(?:\.\d+)?)"
AMOUNT = re.compile(
    r"(?P<sign><=|>=|[<>≤≥~≈]|less than|under|below|up to|at most|more than|over|above|at least|about)?\s*"
    + NUMBER.format("first")
    + r"(?P<unit1>[^\d\s-]*)\s*(?:(?:-|–|—|to|and)\s*"
    + NUMBER.format("last")
    + r")?\s*(?P<unit>\D*)",
    re.IGNORECASE,
)
BELOW = ("<", "<=", "≤", "less than", "under", "below", "up to", "at most")
ABOVE = (">", ">=", "≥", "more than", "over", "above", "at least")
CLOSED = ("<=", ">=", "≤", "≥", "up to", "at most", "at least")
RANGE = re.compile(r"\b(?:ranges?|normal|limits?|intervals?|reference|between)\b", re.IGNORECASE)
"""A question for a range: its answers overlap, and only one is right as a whole."""
FAR = 1.7
"""Tenfolds from the nearest other option: about fifty times as much."""
LEAST = 3


class Amount(NamedTuple):
    """What an option covers, from `low` to `high`, and its unit; `sharp` where it is a single number."""

    low: float
    high: float
    unit: str
    sharp: bool
    closed: bool


def overlapping(item: Item) -> Iterator[Remark]:
    """Ranges that share a number: where it is right, two options are."""
    if not isinstance(item, Choice) or RANGE.search(item.lead_in):
        return
    found = [_amount(option.text) for option in item.options]
    for place, one in enumerate(found):
        for other in range(place):
            if _overlap(one, found[other]):
                what = f"covers numbers that option {item.options[other].id} covers too"
                yield Remark(("options", place, "text"), what, "ranges that share no number", warning=True)
                break


def out_of_order(item: Item) -> Iterator[Remark]:
    """Numbers in one unit that neither rise nor fall, so that they are hard to compare."""
    amounts = _all_amounts(item)
    if len(amounts) < LEAST:
        return
    values = [(one.low if one.low > -inf else one.high, one.high) for one in amounts]
    if values not in (sorted(values), sorted(values, reverse=True)):
        yield Remark(("options",), "are numbers out of order", "numbers that rise or fall", warning=True)


def far_off(item: Item) -> Iterator[Remark]:
    """A number far from all the others, which nobody takes for right."""
    amounts = _all_amounts(item)
    if len(amounts) <= LEAST or any(one.low <= 0 or one.high == inf for one in amounts):
        return
    sizes = [log10(one.low) for one in amounts]
    for place, size in enumerate(sizes):
        others = sorted(sizes[:place] + sizes[place + 1 :])
        if min(abs(size - other) for other in others) > FAR and others[-1] - others[0] < FAR:
            what = "is far from the numbers of the other options"
            yield Remark(("options", place, "text"), what, "a number that somebody might give", warning=True)


def _all_amounts(item: Item) -> list[Amount]:
    """The options' amounts where all are amounts in one unit, none otherwise."""
    found = [_amount(option.text) for option in options_of(item)]
    amounts = [one for one in found if one is not None]
    return amounts if len(amounts) == len(found) and len({one.unit for one in amounts}) == 1 else []


def _amount(text: str) -> Amount | None:
    found = AMOUNT.fullmatch(text.strip().rstrip("."))
    if found is None:
        return None
    first = _number(found["first"])
    last = _number(found["last"]) if found["last"] else first
    sign = (found["sign"] or "").lower()
    unit = " ".join((found["unit1"] + " " + found["unit"]).lower().split()).rstrip("s")
    if sign in BELOW:
        first = -inf
    if sign in ABOVE:
        last = inf
    sharp = found["last"] is None and sign not in (*BELOW, *ABOVE)
    return Amount(first, last, unit, sharp, closed=sign in CLOSED or sign == "") if first <= last else None


def _overlap(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None or one.unit != other.unit or (one.sharp and other.sharp):
        return False
    low, high = max(one.low, other.low), min(one.high, other.high)
    return low < high or (low == high and one.closed and other.closed)


def _number(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "").replace("−", "-"))

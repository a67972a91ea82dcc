"""Are the numbers of a statement those of its passages, whatever the unit they are written in?"""

import re
from collections.abc import Sequence

from assistant.verify.arithmetic import GIVEN, complements, worked_out
from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding
from assistant.verify.measure import (
    COUNT,
    EXACT,
    FREQUENCY,
    SHARE,
    Measure,
    is_counted_on,
    is_one_of,
    is_same,
    size_of_one,
)

PART = 0.6
"""What is "fewer than one in ten" is at least this part of it; what is "over", at most so much more."""
LONG_PART = 0.8
"""The same for decades and centuries: 23 years are "over two decades"."""
FEW = 3
"""Up to this many, things are also counted in passing."""
_LONG = ("decade", "decades", "century", "centuries")
_INSTEAD = re.compile(r"\b(?:rather than|instead of|not|other than|than)(?: just| only)? (?:the )?$")


def check_numbers(evidence: Evidence) -> list[Finding]:
    """One finding for each quantity of the statement, in order; what it counts is left to `check_counts`."""
    given = [measure for unit in evidence.reading.sentences for measure in unit.quantities.measures]
    near = [measure for unit in evidence.near for measure in unit.quantities.measures]
    counted = {one.value for one in evidence.statement.counted}
    plain = evidence.statement.quantities.plain
    return [
        _judge(measure, given, near, plain)
        for measure in evidence.statement.quantities.measures
        if measure.dimension != COUNT or measure.number not in counted
    ]


def check_units(evidence: Evidence) -> list[Finding]:
    """One finding for each unit without a number ("for days") that is another than that of the passages."""
    said = {one.written: one for one in evidence.statement.quantities.loose}
    if not said:
        return []
    near = [one for unit in evidence.near for one in (*unit.quantities.loose, *unit.quantities.measures)]
    return [finding for one in said.values() if (finding := _other_unit(one, near))]


def is_turned(evidence: Evidence) -> bool:
    """Whether the statement gives a share by what it leaves: 90% have it, so one in ten has it not."""
    near = [measure for unit in evidence.near for measure in unit.quantities.measures]
    return any(
        complements(said, near) and not any(is_same(said, one) for one in near)
        for said in evidence.statement.quantities.measures
    )


def _other_unit(said: Measure, near: Sequence[Measure]) -> Finding | None:
    alike = [one for one in near if one.dimension == said.dimension]
    if any(abs(size_of_one(one) - said.value) <= EXACT * said.value for one in alike):
        return None
    if alike:
        return Finding("contradicted", _differ(alike[0], said), 0.8)
    return Finding("unsupported", f"The passages do not speak of {said.written}.", 0.5)


def _judge(said: Measure, given: Sequence[Measure], near: Sequence[Measure], plain: str) -> Finding:
    here = near if said.soft and said.dimension != SHARE else given
    if same := [measure for measure in here if is_same(said, measure)]:
        return _bounds(said, same)
    if any(is_counted_on(said, measure) for measure in near) or any(_satisfies(one, said) for one in given):
        return _stands(said)
    if is_one_of(said) and (one_of := _one_of(said, given)):
        return one_of
    if said.soft:
        return _soft(said, near)
    worked = worked_out(said, near, plain) or worked_out(said, _shares(given), plain)
    if worked and worked.named:
        return Finding("supported", f"{said.written} follows from the passage ({worked.operation}).", 0.0)
    if worked:
        reason = f"{said.written} can be worked out from the passage, but does not stand in it."
        return Finding("unknown", reason, 0.5)
    return _missing(said, near, plain)


def _missing(said: Measure, near: Sequence[Measure], plain: str) -> Finding:
    rivals = [
        one
        for one in near
        if one.dimension == said.dimension and (not one.soft or said.dimension == FREQUENCY)
    ]
    if said.dimension == COUNT and _INSTEAD.search(plain[max(0, said.at - 30) : said.at]):
        return Finding("unknown", f"The passages do not speak of {said.written}.", 0.5)
    if rivals:
        nearest = min(rivals, key=lambda measure: abs(measure.value - said.value))
        is_passing = said.dimension == COUNT and said.number in range(FEW + 1)
        return Finding("contradicted", _differ(nearest, said), 0.7 if is_passing else 1.0)
    if any(measure.number == said.number and _is_part(measure, said) for measure in near):
        reason = f"The passage gives {said.number:g} without the unit of {said.written}."
        return Finding("unknown", reason, 0.5)
    return Finding("unsupported", f"{said.written} does not stand in the passages.")


def _soft(said: Measure, near: Sequence[Measure]) -> Finding:
    alike = [measure for measure in near if measure.dimension == said.dimension]
    if alike:
        return Finding("contradicted", _differ(alike[0], said), 0.8)
    return Finding("unsupported", f"The passage does not say {said.written}.", 0.5)


def _shares(given: Sequence[Measure]) -> list[Measure]:
    return [measure for measure in given if measure.dimension == SHARE]


def _one_of(said: Measure, given: Sequence[Measure]) -> Finding | None:
    """ "One of the two copies": there need only be two."""
    whole = round(said.number / said.value)
    if any(measure.dimension == COUNT and measure.number == whole for measure in given):
        return _stands(said)
    if whole > 2:
        return None
    return Finding("unknown", f"The passages do not say {said.written}.", 0.5)


def _satisfies(given: Measure, said: Measure) -> bool:
    """Whether a share of the passage lies little within the bound that the statement names."""
    if not said.bound or said.dimension != given.dimension:
        return False
    part = PART if said.dimension == SHARE else LONG_PART if said.written.endswith(_LONG) else 1.0
    low, high = sorted((said.value, given.value))
    return (low == said.value) == (said.bound == "up") and part * high <= low < high


def _is_part(one: Measure, other: Measure) -> bool:
    """Whether the unit of one begins that of the other, mL and mL/min, or one is a bare number."""
    names = (one.dimension.split("/"), other.dimension.split("/"))
    if COUNT in (one.dimension, other.dimension) and (GIVEN.intersection(names[1]) or other.number < FEW):
        return False
    return COUNT in (one.dimension, other.dimension) or names[0][0] == names[1][0] != SHARE


def _bounds(said: Measure, same: Sequence[Measure]) -> Finding:
    bounds = {measure.bound for measure in same}
    if said.bound and "" not in bounds and said.bound not in bounds:
        words = {"up": "at least", "down": "at most"}
        there = words[next(iter(bounds))]
        return Finding(
            "contradicted",
            f"The passage says {there} {said.written}, the sentence {words[said.bound]}.",
        )
    return _stands(said)


def _stands(said: Measure) -> Finding:
    return Finding("supported", f"{said.written} stands in the passages.", 0.0)


def _differ(given: Measure, said: Measure) -> str:
    return f"The passage says {given.written}, the sentence {said.written}."

"""Are the numbers of a statement those of its passages, whatever the unit they are written in?"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from assistant.verify.evidence import Evidence
from assistant.verify.finding import Finding
from assistant.verify.quantities import COUNT, FREQUENCY, Measure

EXACT = 0.001
ROUNDED = {"share": 0.03, "time": 0.03, "celsius": 0.004, "length": 0.02, "mass": 0.01}
"""How far apart two values may lie that are the same in other words: two in three is 67%."""
SMALL = 12
"""Up to this many, things are listed rather than counted."""
MOST_COMBINED = 8
"""Among more quantities than this almost any value is a sum or a difference of two."""


def check_numbers(evidence: Evidence) -> list[Finding]:
    """One finding for each quantity of the statement, in order."""
    given = [measure for unit in evidence.reading.sentences for measure in unit.measures]
    near = [measure for unit in evidence.near for measure in unit.measures]
    return [_judge(measure, given, near) for measure in evidence.statement.measures]


def is_same(one: Measure, other: Measure) -> bool:
    """Whether two quantities are equal; one without a unit equals any that is written with its number."""
    if COUNT in (one.dimension, other.dimension) and one.dimension != other.dimension:
        return one.dimension == COUNT and one.number == other.number
    return one.dimension == other.dimension and _is_close(one, other)


def _judge(said: Measure, given: Sequence[Measure], near: Sequence[Measure]) -> Finding:
    same = [measure for measure in given if is_same(said, measure)]
    if same:
        return _bounds(said, same)
    rivals = [measure for measure in near if measure.dimension == said.dimension and not measure.soft]
    if said.soft and not rivals:
        return Finding(
            "unknown", f"The passage does not say how often, the sentence says {said.written}.", 0.3
        )
    if _is_combined(said, near, given):
        return Finding(
            "unknown", f"{said.written} can be worked out from the passage, but does not stand in it.", 0.5
        )
    if rivals:
        nearest = min(rivals, key=lambda measure: abs(measure.value - said.value))
        return Finding("contradicted", f"The passage says {nearest.written}, the sentence {said.written}.")
    if said.dimension == COUNT and said.number <= SMALL:
        return Finding("unknown", f"The passages do not count {said.written}.", 0.5)
    if any(measure.dimension == COUNT and measure.number == said.number for measure in near):
        return Finding(
            "unknown", f"The passage gives {said.number:g} without the unit of {said.written}.", 0.5
        )
    return Finding("unsupported", f"{said.written} does not stand in the passages.")


def _bounds(said: Measure, same: Sequence[Measure]) -> Finding:
    bounds = {measure.bound for measure in same}
    if said.bound and "" not in bounds and said.bound not in bounds:
        words = {"up": "at least", "down": "at most"}
        return Finding(
            "contradicted",
            f"The passage says {words[next(iter(bounds))]} {said.written}, the sentence {words[said.bound]}.",
        )
    return Finding("supported", f"{said.written} stands in the passages.", 0.0)


def _is_close(one: Measure, other: Measure) -> bool:
    is_rewritten = one.written != other.written and one.number != other.number
    tolerated = ROUNDED.get(one.dimension, EXACT) if is_rewritten and _is_other_unit(one, other) else EXACT
    return abs(one.value - other.value) <= tolerated * max(abs(one.value), abs(other.value)) + 1e-15


def _is_other_unit(one: Measure, other: Measure) -> bool:
    """Rounding is for other units only: 20% is not 20.5%, two in three is 67%."""
    return one.written.lstrip("0123456789. ") != other.written.lstrip("0123456789. ") or " in " in one.written


def _is_combined(said: Measure, near: Sequence[Measure], given: Sequence[Measure]) -> bool:
    if said.dimension == "share" and any(
        _is_close(said, m._replace(value=1 - m.value)) for m in given if m.dimension == "share"
    ):
        return True
    alike = [m for m in near if m.dimension == said.dimension or COUNT in (m.dimension, said.dimension)]
    if not 2 <= len(alike) <= MOST_COMBINED or said.dimension == FREQUENCY:
        return False
    value = said.number if said.dimension == COUNT else said.value
    values = [m.number if COUNT in (said.dimension, m.dimension) else m.value for m in alike]
    return any(abs(value - made) <= 1e-6 * max(1.0, value) for made in _made(values, said.dimension))


def _made(values: Sequence[float], dimension: str) -> Iterable[float]:
    for one, other in combinations(values, 2):
        yield from (one + other, abs(one - other))
        if dimension == COUNT and other and one:
            yield from (one * other, one / other, other / one)

"""What comes after what: nothing may wait for itself, and every change of the timeline can come about."""

from collections.abc import Iterator, Mapping, Sequence

from curricula.cases.types import Case
from curricula.tree import Remark, Spot


def order_remarks(case: Case) -> Iterator[Remark]:
    """Steps and changes that wait for themselves, and changes that can never come or come at once."""
    after = {step.id: step.after for step in case.steps}
    for at, step in enumerate(case.steps):
        yield from _circle(("steps", at, "after"), step.id, after)
    when = {change.id: change.when for change in case.timeline}
    for at, change in enumerate(case.timeline):
        spot: Spot = ("timeline", at)
        yield from _circle((*spot, "when"), change.id, when)
        for name in set(change.when) & set(change.unless):
            what = f"waits for {name} and for its absence"
            yield Remark((*spot, "unless", change.unless.index(name)), what, "one of the two")
        if change.minutes is None and not change.when:
            what = "comes at the first thing that is done"
            yield Remark(spot, what, "minutes, or when", warning=True)


def _circle(spot: Spot, start: str, waits: Mapping[str, Sequence[str]]) -> Iterator[Remark]:
    """A remark where something waits for itself, told once: at the first by name of those in the circle."""
    way = _way_back(start, waits)
    if way and start == min(way):
        circle = " → ".join((*way, start))
        yield Remark(spot, f"goes round in a circle: {circle}", "an order with a beginning")


def _way_back(start: str, waits: Mapping[str, Sequence[str]]) -> list[str]:
    """The names on a way from the start back to it, empty where there is none."""
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for name in waits.get(way[-1], ()):
            if name == start:
                return way
            if name not in seen:
                seen.add(name)
                waiting.append([*way, name])
    return []

"""The parts of a case with their spots, those that the timeline brings included."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from curricula.cases.types import Askable, Case, Change, Fact, Finding, Investigation, Step
from curricula.tree import Spot
from curricula.types import Reference

Sort = Literal["fact", "finding", "test", "step", "change"]


class Part(NamedTuple):
    """Something with an id: what sort of thing it is, and where it stands."""

    spot: Spot
    sort: Sort
    value: Fact | Finding | Investigation | Step | Change


def parts_of(case: Case) -> Iterator[Part]:
    """Everything with an id that other parts can name, in the order of the case."""
    yield from _askable(case, ())
    yield from (Part(("steps", at), "step", step) for at, step in enumerate(case.steps))
    for at, change in enumerate(case.timeline):
        yield Part(("timeline", at), "change", change)
        yield from _askable(change, ("timeline", at))


def askables(case: Case) -> Iterator[tuple[Spot, Sort, Askable]]:
    """Every fact, finding and test, in the order of the case."""
    for part in parts_of(case):
        if isinstance(part.value, Askable):
            yield part.spot, part.sort, part.value


def facts_of(case: Case) -> Iterator[tuple[Spot, Fact]]:
    """Every fact, in the order of the case."""
    return ((part.spot, part.value) for part in parts_of(case) if isinstance(part.value, Fact))


def tests_of(case: Case) -> Iterator[tuple[Spot, Investigation]]:
    """Every test, in the order of the case."""
    return ((part.spot, part.value) for part in parts_of(case) if isinstance(part.value, Investigation))


def references_of(case: Case) -> Iterator[tuple[Spot, Reference]]:
    """Every citation, in the order of the case."""
    for at, reference in enumerate(case.references):
        yield ("references", at), reference
    for field in ("steps", "differential", "checklist"):
        for at, part in enumerate(getattr(case, field)):
            for inner, reference in enumerate(part.references):
                yield (field, at, "references", inner), reference


def _askable(group: Case | Change, around: Spot) -> Iterator[Part]:
    for at, fact in enumerate(group.facts):
        yield Part((*around, "facts", at), "fact", fact)
    for at, finding in enumerate(group.findings):
        yield Part((*around, "findings", at), "finding", finding)
    for at, test in enumerate(group.tests):
        yield Part((*around, "tests", at), "test", test)

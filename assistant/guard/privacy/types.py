"""What is found of a person in a text."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from retrieval.types import Value

Kind = Literal[
    "name",
    "date_of_birth",
    "date",
    "age_over_89",
    "phone",
    "email",
    "address",
    "mrn",
    "insurance_number",
    "device_id",
    "url",
    "ip",
    "facility",
    "vehicle_plate",
]


class Span(Value):
    """Characters [start, end) of a text that tell who somebody is."""

    start: int
    end: int
    kind: Kind


class Rule(NamedTuple):
    """A pattern whose group `it` (or whole match) is of that kind where `holds` agrees."""

    kind: Kind
    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] = lambda _: True


def spans_of(rules: Iterable[Rule], text: str) -> Iterator[Span]:
    """What each rule finds, rule after rule."""
    for kind, pattern, holds in rules:
        for match in pattern.finditer(text):
            if holds(match):
                group: int | str = "it" if "it" in pattern.groupindex else 0
                yield Span(start=match.start(group), end=match.end(group), kind=kind)

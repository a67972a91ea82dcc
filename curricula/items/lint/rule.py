"""What a rule of the lint is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from curricula.items.types import Item, MultipleResponse, Option, SingleBestAnswer
from curricula.tree import Remark

Choice = SingleBestAnswer | MultipleResponse


class Rule(NamedTuple):
    """A flaw by name, the guidelines that speak of it, and what finds it.

    The numbers are those of the 31 guidelines of Haladyna, Downing and Rodriguez, A review of multiple-choice
    item-writing guidelines for classroom assessment, Applied Measurement in Education 15 (2002) 309-334; none
    where they do not speak of it.
    """

    name: str
    guidelines: tuple[int, ...]
    check: Callable[[Item], Iterator[Remark]]


def options_of(item: Item) -> tuple[Option, ...]:
    """The options to choose from, none where one does not choose."""
    return item.options if isinstance(item, SingleBestAnswer | MultipleResponse) else ()


def odd_one(values: list[str]) -> int | None:
    """The place of the one value that differs where at least three others are alike, None otherwise."""
    if len(values) < 4 or len(set(values)) != 2:
        return None
    rare = min(set(values), key=values.count)
    return values.index(rare) if values.count(rare) == 1 else None

"""What is wrong with many items together: keys in one place, keys that are the longest, items that repeat."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp, lgamma, log
from string import ascii_uppercase
from typing import NamedTuple

from curricula.items.similar import Stems
from curricula.items.types import Item, SingleBestAnswer
from curricula.tree import Remark

FEWEST = 20
"""Fewer items show by chance alone what would be a habit in many."""
SURE = 0.01
"""How often chance alone may give such a remark, over all letters together."""


class Spread(NamedTuple):
    """How many of so many items have something, and how many would by chance."""

    having: int
    items: int
    chance: float


def lint_bank(items: Sequence[Item]) -> list[Remark]:
    """What only shows in the whole: the letters of the keys (guideline 20) and their length (24)."""
    found = [item for item in items if isinstance(item, SingleBestAnswer)]
    return [*_letters(found), *_longest(found)] if len(found) >= FEWEST else []


def repeats(items: Sequence[Item]) -> Iterator[tuple[int, Remark]]:
    """The places of items that ask the same as an earlier one, with the remark about it."""
    stems = Stems(items)
    first = {item.id: place for place, item in reversed(list(enumerate(items)))}
    for place, item in enumerate(items):
        earlier = [(other, share) for other, share in stems.like(item) if first[other] < first[item.id]]
        if earlier:
            other, share = earlier[0]
            what = f"asks the same as {other} ({share:.0%} of the telling words)"
            yield place, Remark(("id",), what, "another question", warning=True)


def tail(spread: Spread) -> float:
    """The chance that at least so many have it: the upper tail of the binomial distribution."""
    n, p = spread.items, spread.chance
    if spread.having == 0 or p >= 1:
        return 1.0
    whole = lgamma(n + 1)
    terms = (
        whole - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p)
        for k in range(spread.having, n + 1)
    )
    return min(1.0, sum(map(exp, terms)))


def _letters(items: Sequence[SingleBestAnswer]) -> Iterator[Remark]:
    keys = Counter(item.options.index(item.key) for item in items)
    most = max(len(item.options) for item in items)
    for place in range(most):
        chance = sum(1 / len(item.options) for item in items if place < len(item.options)) / len(items)
        seen, n = keys[place], len(items)
        often = tail(Spread(seen, n, chance))
        seldom = tail(Spread(n - seen, n, 1 - chance))
        # Each letter can be too frequent or too rare.
        if min(often, seldom) < SURE / (2 * most):
            what = (
                f"have {ascii_uppercase[place]} as the key in {seen} of {n} items, {chance * n:.0f} by chance"
            )
            yield Remark(("options",), what, "keys spread over all places", warning=True)


def _longest(items: Sequence[SingleBestAnswer]) -> Iterator[Remark]:
    chance = sum(1 / len(item.options) for item in items) / len(items)
    seen = sum(_is_longest(item) for item in items)
    if tail(Spread(seen, len(items), chance)) < SURE:
        what = f"have the longest option as the key in {seen} of {len(items)} items, "
        what += f"{chance * len(items):.0f} by chance"
        yield Remark(("options",), what, "keys as long as other options", warning=True)


def _is_longest(item: SingleBestAnswer) -> bool:
    return all(len(item.key.text) > len(option.text) for option in item.options if not option.correct)

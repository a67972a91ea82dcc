"""The items of an exam: so many of each objective, topic and level as its blueprint says."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from assistant.quiz.choosing.choose import MARKED, Met, fresh
from assistant.quiz.sitting.actions import Beginning, Share
from curricula.items.bank import Bank
from curricula.items.types import Item
from curricula.items.wanted import Wanted


class Block(NamedTuple):
    """The items that were found, and what was wished and could not be had, in sentences."""

    items: list[Item]
    notes: list[str]


def block(bank: Bank, beginning: Beginning, count: int, answered: frozenset[str]) -> Block:
    """So many items to the blueprint; what the bank does not have is told, not replaced."""
    shares = beginning.blueprint or (Share(parts=1),)
    met, found, notes = Met(), list[Item](), list[str]()
    for share, wished in zip(shares, allotted([one.parts for one in shares], count), strict=True):
        seed = f"{beginning.id}:{share.model_dump_json()}"
        here = list(islice(fresh(bank, wanted(beginning, share), met, answered, seed=seed), wished))
        found += here
        if len(here) < wished:
            notes.append(f"{_asked(share)}: {wished} wished, {len(here)} in the bank.")
    return Block(found, notes)


def allotted(parts: Sequence[float], count: int) -> list[int]:
    """The count in whole numbers by these parts, the largest remainders rounded up (Hamilton's method)."""
    whole = sum(parts)
    exact = [count * part / whole for part in parts]
    given = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda one: (given[one] - exact[one], one))
    for one in order[: count - sum(given)]:
        given[one] += 1
    return given


def wanted(beginning: Beginning, share: Share | None = None) -> Wanted:
    """What items of the sitting must be, those of one share where that is named."""
    share = share or Share(parts=1)
    return Wanted(
        types=MARKED,
        levels=frozenset([share.level]) if share.level else frozenset(),
        objectives=(share.objective,) if share.objective else beginning.objectives,
        topics=(share.topic,) if share.topic else beginning.topics,
    )


def _asked(share: Share) -> str:
    named = [one for one in (share.objective, share.topic, share.level) if one]
    return f"Items on {', '.join(named)}" if named else "Items that fit"

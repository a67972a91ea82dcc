"""The items of an exam, drawn to its blueprint; how a blueprint is written is told by `curricula.blueprint`.

Shares are met one after the other, those of which the bank has least first. Within a share the next item is
of the level and type of which most is still lacking, so that these come out right over the whole exam.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from assistant.quiz.choosing.choose import MARKED, Met, fresh
from assistant.quiz.view import Delivered
from curricula.blueprint import Blueprint, Share
from curricula.items.bank import Bank
from curricula.items.types import Item, ItemType, Level
from curricula.items.wanted import Wanted
from curricula.objectives.types import Module

ALL = Share(parts=1)
Cell = tuple[Level | None, ItemType | None]


class Draw(NamedTuple):
    """What an exam is drawn by, beside its blueprint: again with the same it comes out the same.

    `answered` are ids of items that come last, `resting` of those that do not come. Items are `within` these
    topics and objectives, where any are named. `modules` are those that shares may name.
    """

    seed: str
    answered: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    within: Wanted = Wanted()
    modules: Mapping[str, Module] = {}


class Plan(NamedTuple):
    """The items of an exam in their order, what was wished and delivered, and what lacks, in sentences."""

    items: list[Item]
    delivered: tuple[Delivered, ...]
    notes: tuple[str, ...]


def deliverable(blueprint: Blueprint, bank: Bank, draw: Draw) -> Plan:
    """What the bank can deliver of the blueprint; what it does not have is told, not replaced."""
    shares = blueprint.shares or (ALL,)
    wished = allotted([share.parts for share in shares], blueprint.count)
    lacks = _Lacks(blueprint)
    met, found = Met(), dict[int, list[Item]]()
    for place in _scarce_first(bank, shares, wished, draw):
        cells = _Cells(bank, shares[place], draw, lacks.cells(shares[place]), met)
        found[place] = [item for _ in range(wished[place]) if (item := cells.next(lacks)) is not None]
    items = [item for place in range(len(shares)) for item in found[place]]
    random.Random(draw.seed).shuffle(items)
    lines = [
        Delivered(kind=_kind(share), name=_asked(share, draw), wished=count, delivered=len(found[place]))
        for place, (share, count) in enumerate(zip(shares, wished, strict=True))
    ]
    short = [line for line in lines if line.delivered < line.wished]
    notes = [f"{_whole(line)}: {line.wished} wished, {line.delivered} in the bank." for line in short]
    return Plan(items, (*lines, *lacks.lines(items)), tuple(notes))


def allotted(parts: Sequence[float], count: int) -> list[int]:
    """The count in whole numbers by these parts, the largest remainders rounded up (Hamilton's method)."""
    whole = sum(parts)
    exact = [count * part / whole for part in parts]
    given = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda one: (given[one] - exact[one], one))
    for one in order[: count - sum(given)]:
        given[one] += 1
    return given


class _Lacks:
    """How many items of each level and type the exam is to have, and how many of them are still to come."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.wished: dict[str, int] = {}
        for targets in (blueprint.levels, blueprint.types):
            self.wished |= dict(
                zip(targets, allotted([*targets.values()], blueprint.count), strict=True) if targets else ()
            )
        self._levels: tuple[Level | None, ...] = tuple(blueprint.levels) or (None,)
        self._types: tuple[ItemType | None, ...] = tuple(blueprint.types) or (None,)
        self._left = dict(self.wished)

    def cells(self, share: Share) -> list[Cell]:
        """The levels and types that items of the share may have."""
        levels = (share.level,) if share.level else self._levels
        types = (share.type,) if share.type else self._types
        return list(product(levels, types))

    def need(self, cell: Cell) -> float:
        """How much of the cell lacks, as a share of what was wished of it."""
        named = [one for one in cell if one is not None and self.wished.get(one)]
        return sum(self._left[one] / self.wished[one] for one in named)

    def take(self, cell: Cell) -> None:
        """Counts one item of the cell as come."""
        for one in cell:
            if one is not None and one in self._left:
                self._left[one] -= 1

    def lines(self, items: Sequence[Item]) -> Iterator[Delivered]:
        """What was wished of each level and type, and what came."""
        for name, wished in self.wished.items():
            kind = "level" if name in self._levels else "type"
            came = sum(name in (getattr(item, "level", None), item.type) for item in items)
            yield Delivered(kind=kind, name=name, wished=wished, delivered=came)


class _Cells:
    """The items of one share, by level and type."""

    def __init__(self, bank: Bank, share: Share, draw: Draw, cells: Sequence[Cell], met: Met) -> None:
        seed = f"{draw.seed}:{share.model_dump_json(exclude_none=True)}"
        self._ways = {
            cell: fresh(bank, _wanted(share, draw, cell), met, draw.answered, seed=f"{seed}:{cell}")
            for cell in cells
        }

    def next(self, lacks: _Lacks) -> Item | None:
        """The next item, of the cell that lacks most and still has one; None where none has."""
        for cell in sorted(self._ways, key=lacks.need, reverse=True):
            item = next(self._ways[cell], None)
            if item is not None:
                lacks.take(cell)
                return item
        return None


def _scarce_first(bank: Bank, shares: Sequence[Share], wished: Sequence[int], draw: Draw) -> list[int]:
    if len(shares) == 1:
        return [0]
    there = [bank.count(_wanted(share, draw, (share.level, share.type))) for share in shares]
    return sorted(range(len(shares)), key=lambda place: there[place] / max(1, wished[place]))


def _wanted(share: Share, draw: Draw, cell: Cell) -> Wanted:
    level, type_ = cell
    module = draw.modules[share.module].objectives if share.module else ()
    objectives = (share.objective,) if share.objective else module or draw.within.objectives
    return Wanted(
        types=frozenset([type_]) if type_ else MARKED,
        levels=frozenset([level]) if level else frozenset(),
        objectives=objectives,
        topics=(share.topic,) if share.topic else draw.within.topics,
        without=draw.resting,
    )


def _kind(share: Share) -> str:
    named = [kind for kind in ("module", "objective", "topic", "level", "type") if getattr(share, kind)]
    return named[0] if len(named) == 1 else "items"


def _asked(share: Share, draw: Draw) -> str:
    module = draw.modules[share.module].title if share.module else None
    return ", ".join(one for one in (module, share.objective, share.topic, share.level, share.type) if one)


def _whole(line: Delivered) -> str:
    return f"Items on {line.name}" if line.name else "Items that fit"

"""Sums over the counted attempts of all items, which is all that is held of them."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.statistics.counted import Chosen, Learner, rest_score
from assistant.statistics.formulas import Sums

Versioned = tuple[str, int]


@dataclass(slots=True)
class Cell:
    """Of those who gave one answer: how many; of rest scores how many, their sum and that of squares."""

    n: int = 0
    rested: int = 0
    rest: float = 0.0
    squares: float = 0.0

    def add(self, other: "Cell") -> None:
        """Adds what another holds."""
        self.n += other.n
        self.rested += other.rested
        self.rest += other.rest
        self.squares += other.squares

    @property
    def moments(self) -> tuple[int, float, float]:
        """How many rest scores, their sum, and the sum of their squares."""
        return self.rested, self.rest, self.squares


@dataclass(slots=True)
class Tally:
    """What is known of a version of an item: a cell an answer, by right and chosen, and the seconds taken."""

    options: int = 0
    cells: defaultdict[tuple[bool, Chosen], Cell] = field(default_factory=lambda: defaultdict(Cell))
    seconds: "array[float]" = field(default_factory=lambda: array("d"))

    @property
    def n(self) -> int:
        """How many attempts."""
        return sum(cell.n for cell in self.cells.values())

    @property
    def right(self) -> int:
        """How many of them are right."""
        return sum(cell.n for (right, _), cell in self.cells.items() if right)

    def sums(self) -> Sums:
        """The sums over those attempts whose learner has a rest score."""
        both, rights = self.together(), self.together(right=True)
        return Sums(both.rested, rights.rested, both.rest, both.squares, rights.rest)

    def choosing(self, option: str) -> Cell:
        """Those who chose that option, alone or with others."""
        return _sum(cell for (_, chosen), cell in self.cells.items() if option in chosen)

    def together(self, *, right: bool | None = None) -> Cell:
        """All of them, or those whose answer is right or wrong."""
        return _sum(cell for key, cell in self.cells.items() if right is None or key[0] == right)


def tallied(learners: Iterable[Learner]) -> Mapping[Versioned, Tally]:
    """The tallies of all versions of items that have counted attempts."""
    found: defaultdict[Versioned, Tally] = defaultdict(Tally)
    for learner in learners:
        others, right = len(learner.firsts) - 1, learner.right
        for one in learner.firsts:
            tally = found[one.item_id, one.version]
            tally.options = one.options
            cell = tally.cells[one.right, one.chosen]
            cell.n += 1
            if one.seconds is not None:
                tally.seconds.append(one.seconds)
            rest = rest_score(right, others, one.right)
            if rest is not None:
                cell.rested += 1
                cell.rest += rest
                cell.squares += rest * rest
    return dict(found)


def _sum(cells: Iterable[Cell]) -> Cell:
    total = Cell()
    for cell in cells:
        total.add(cell)
    return total

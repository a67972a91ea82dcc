"""Whether an item is as hard for one class as for another whose learners are as able.

A group is a class and what its educator says it is; nothing about a person is inferred from anything.
"""

from assistant.accounts import Account
from assistant.cohorts.classes import Classes
from assistant.cohorts.types import Class
from assistant.statistics.fairness import FEWEST_OF_A_GROUP
from assistant.statistics.fairness import Class as Grade
from assistant.statistics.house import Statistics
from retrieval.errors import WrongUse
from retrieval.types import Value

TOO_SMALL = f"Groups too small: figures begin at {FEWEST_OF_A_GROUP} counted answers in each."


class Group(Value):
    """A class and how many of its members' answers were compared; None where they are too few to be told."""

    id: str
    name: str
    answers: int | None


class Comparison(Value):
    """The odds of a right answer in the reference group over those in the focal group, at equal ability.

    `low` and `high` are its 95% interval, `delta` the same on ETS' scale (below 0: harder for the focal
    group), `grade` ETS' class: A negligible, B moderate, C large. None with the reason where it is not told.
    """

    reference: Group
    focal: Group
    odds_ratio: float | None = None
    low: float | None = None
    high: float | None = None
    delta: float | None = None
    p: float | None = None
    grade: Grade | None = None
    reason: str = ""


class Groups:
    """Comparisons of the classes of a library, for educators."""

    def __init__(self, statistics: Statistics, classes: Classes) -> None:
        self._statistics = statistics
        self._classes = classes

    def large_enough(self, who: Account) -> list[Class]:
        """The classes with members enough to be compared, by name."""
        found = [one for one in self._classes.listed(who) if self._size(one) >= FEWEST_OF_A_GROUP]
        return sorted(found, key=lambda one: (one.plan.name.casefold(), one.id))

    def compared(self, who: Account, item_id: str, *, reference: str, focal: str) -> Comparison:
        """How two classes answered the item, who is in both left out; WrongUse for a class and itself."""
        if reference == focal:
            raise WrongUse("A class cannot be compared with itself.", "Choose two classes.")
        of, other = self._classes.taught(who, reference), self._classes.taught(who, focal)
        found = self._statistics.fairness(item_id, self._ids(of), self._ids(other))
        small = min(found.reference, found.focal) < FEWEST_OF_A_GROUP
        figures = found.model_dump(exclude={"reference", "focal", "reason"})
        return Comparison(
            reference=_group(of, found.reference),
            focal=_group(other, found.focal),
            reason=TOO_SMALL if small else found.reason,
            **figures,
        )

    def _ids(self, of: Class) -> frozenset[str]:
        return frozenset(one.user_id for one in self._classes.members(of.id))

    def _size(self, of: Class) -> int:
        return len(self._classes.members(of.id))


def _group(of: Class, answers: int) -> Group:
    told = answers if answers >= FEWEST_OF_A_GROUP else None
    return Group(id=of.id, name=of.plan.name, answers=told)

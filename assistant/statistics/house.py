"""The statistics of a library: asked for by educators, told of items and exams and of nobody who answered."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Literal, NamedTuple

from pydantic import Field
from sqlalchemy import Connection, Engine, func, select

from assistant.learner.tables import attempts, corrections
from assistant.statistics.counted import Learner, learners, rest_score
from assistant.statistics.exams import exams
from assistant.statistics.fairness import Answered, Fairness, fairness
from assistant.statistics.formulas import upper_lower
from assistant.statistics.items import detail, statistics_of
from assistant.statistics.tally import Tally, tallied
from assistant.statistics.types import ExamStatistics, Flag, ItemDetail, ItemStatistics
from curricula.items.bank import Bank
from curricula.items.rows import items
from curricula.items.types import ItemType
from curricula.items.wanted import Shelved, shelved
from retrieval.errors import WrongUse
from retrieval.store.engine import reading
from retrieval.types import Value

Order = Literal["attempts", "difficulty", "discrimination", "time", "flags", "title"]
Versions = Sequence[tuple[int, Tally]]
MOST_SHOWN = 200
BATCH = 500


class Asked(Value):
    """Which items, and in which order. An empty field asks for nothing; `words` all stand in title or id."""

    words: str = Field(default="", max_length=200)
    objective: str = Field(default="", max_length=100)
    type: ItemType | None = None
    flag: Flag | None = None
    flagged: bool = False
    enough: bool = False
    """Only items with attempts enough for a difficulty."""
    order: Order = "attempts"
    descending: bool = True


class Listing(Value):
    """Statistics of items, how many of them have attempts at all, and of how many published items."""

    items: tuple[ItemStatistics, ...]
    found: int
    answered: int
    published: int


class _Read(NamedTuple):
    """What was read, and how much there was then: where more or less is, it is read anew."""

    size: tuple[int, ...]
    items: Mapping[str, Versions]
    told: Sequence[ItemStatistics]
    published: int


class Statistics:
    """What the attempts of everybody tell about the items of one library.

    Sums are read once and kept until an attempt, a correction or an item is added or removed.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._bank = Bank(engine)
        self._lock = Lock()
        self._known: _Read | None = None

    def listed(self, asked: Asked, *, skip: int = 0, most: int | None = MOST_SHOWN) -> Listing:
        """The items that have counted attempts and are asked for, in that order."""
        known = self._read()
        found = sorted(
            (one for one in known.told if _wanted(one, asked)), key=lambda one: (one.title, one.id)
        )
        found.sort(key=_key(asked), reverse=asked.descending)
        if asked.order in _FIGURES:  # what is not known comes last, whichever way
            found.sort(key=lambda one: _FIGURES[asked.order](one) is None)
        shown = found[skip:] if most is None else found[skip : skip + most]
        return Listing(
            items=tuple(shown), found=len(found), answered=len(known.told), published=known.published
        )

    def item(self, item_id: str) -> ItemDetail:
        """Everything about one item. WrongUse where there is none, or nobody has answered it yet."""
        known = self._read()
        versions = known.items.get(item_id)
        if versions is None:
            self._bank.item(item_id)
            raise WrongUse(f"No attempt at the item {item_id} counts yet.", "Come back when it was answered.")
        found = next(one for one in known.told if one.id == item_id)
        pairs = [(one.right, one.rest) for one in self._answers(item_id, versions[-1][0])]
        return detail(found, self._bank.item(item_id, found.version), versions, upper_lower(pairs))

    def fairness(self, item_id: str, reference: frozenset[str], focal: frozenset[str]) -> Fairness:
        """How two groups of learners, by their ids, answered the item. Who is in both is left out."""
        both = reference & focal
        groups = dict.fromkeys(reference - both, False) | dict.fromkeys(focal - both, True)
        known = self._read().items.get(item_id)
        answers = self._answers(item_id, known[-1][0], groups) if known else []
        return fairness(answers)

    def exams(self) -> list[ExamStatistics]:
        """The exams that several people sat with the same items."""
        with reading(self._engine) as connection:
            return exams(connection)

    def _answers(
        self, item_id: str, version: int, groups: Mapping[str, bool] | None = None
    ) -> list[Answered]:
        """The answers to that version by learners with a rest score, all or those of the groups."""
        theirs = select(attempts.c.user_id).where(attempts.c.item_id == item_id)
        found = []
        with reading(self._engine) as connection:
            for learner in learners(connection, attempts.c.user_id.in_(theirs)):
                if groups is not None and learner.user_id not in groups:
                    continue
                answer = _answer(learner, item_id, version)
                if answer is not None:
                    found.append(answer._replace(focal=bool(groups and groups[learner.user_id])))
        return found

    def _read(self) -> _Read:
        with self._lock, reading(self._engine) as connection:
            size = _size(connection)
            if self._known is None or self._known.size != size:
                self._known = _told(connection, size)
            return self._known


def _told(connection: Connection, size: tuple[int, ...]) -> _Read:
    by_item: defaultdict[str, list[tuple[int, Tally]]] = defaultdict(list)
    for (item, version), tally in sorted(tallied(learners(connection)).items(), key=lambda pair: pair[0]):
        by_item[item].append((version, tally))
    told = []
    for one in _shelved(connection, {item: versions[-1][0] for item, versions in by_item.items()}):
        versions = by_item[one.id]
        told.append(statistics_of(one, versions[-1][1], versions[-2][1] if len(versions) > 1 else None))
    published = select(func.count(items.c.item_id.distinct())).where(items.c.status == "published")
    return _Read(size, dict(by_item), told, connection.execute(published).scalar_one())


def _shelved(connection: Connection, wanted: Mapping[str, int]) -> list[Shelved]:
    ids = list(wanted)
    found = []
    for start in range(0, len(ids), BATCH):
        some = select(items).where(items.c.item_id.in_(ids[start : start + BATCH]))
        rows = connection.execute(some).mappings()
        found += [shelved(row) for row in rows if wanted[row["item_id"]] == row["version"]]
    return found


def _answer(learner: Learner, item_id: str, version: int) -> Answered | None:
    mine = next((one for one in learner.firsts if one.item_id == item_id and one.version == version), None)
    rest = rest_score(learner.right, len(learner.firsts) - 1, mine.right) if mine else None
    return None if mine is None or rest is None else Answered(False, mine.right, rest)


def _size(connection: Connection) -> tuple[int, ...]:
    counts = [select(func.count()).select_from(table) for table in (attempts, corrections, items)]
    counts.append(select(func.count()).select_from(items).where(items.c.status == "published"))
    return tuple(connection.execute(count).scalar_one() for count in counts)


def _wanted(one: ItemStatistics, asked: Asked) -> bool:
    text = f"{one.title} {one.id}".casefold()
    return (
        all(word in text for word in asked.words.casefold().split())
        and (not asked.objective or asked.objective in one.objectives)
        and (asked.type is None or one.type == asked.type)
        and (asked.flag is None or asked.flag in one.flags)
        and (not asked.flagged or bool(one.flags))
        and (not asked.enough or one.difficulty.value is not None)
    )


_FIGURES: Mapping[str, Callable[[ItemStatistics], float | None]] = {
    "difficulty": lambda one: one.difficulty.value,
    "discrimination": lambda one: one.discrimination.value,
    "time": lambda one: one.times.median if one.times else None,
}


def _key(asked: Asked) -> Callable[[ItemStatistics], float | str]:
    if asked.order in _FIGURES:
        figure = _FIGURES[asked.order]
        return lambda one: figure(one) or 0.0
    if asked.order == "title":
        return lambda one: one.title.casefold()
    return lambda one: len(one.flags) if asked.order == "flags" else one.difficulty.n

"""The statistics of a library: asked for by educators, told of items and exams and of nobody who answered."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Literal

from pydantic import Field
from sqlalchemy import Engine

from assistant.learner.tables import attempts
from assistant.statistics.counted import Learner, learners, rest_score
from assistant.statistics.fairness import Answered, Fairness, fairness
from assistant.statistics.formulas import upper_lower
from assistant.statistics.items import detail
from assistant.statistics.summary import Summary, Total, keep, read, size_of, summarised
from assistant.statistics.types import ExamStatistics, Flag, ItemDetail, ItemStatistics
from curricula.items.bank import Bank
from curricula.items.types import ItemType
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

log = logging.getLogger(__name__)
Order = Literal["attempts", "difficulty", "discrimination", "time", "flags", "title"]
Later = Callable[[Callable[[], None]], None]
"""Does something after the page was given."""
MOST_SHOWN = 200
AT_ONCE = 30_000
"""So many attempts are counted in a third of a second, while a page is waited for."""


def in_background(work: Callable[[], None]) -> None:
    """Does it in a thread of its own, which ends with the process."""
    Thread(target=work, name="statistics", daemon=True).start()


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
    """Statistics of items, how many of them have attempts at all, and of how many published items.

    `counted` is of how many attempts; `is_old` while newer ones are being counted.
    """

    items: tuple[ItemStatistics, ...]
    found: int
    answered: int
    published: int
    counted: int = 0
    is_old: bool = False


class Statistics:
    """What the attempts of everybody tell about the items of one library.

    Everything is counted once and kept until an attempt, a correction or an item comes or goes. Where that
    takes longer than a page may, what was counted last is told meanwhile, and `later` counts anew.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        at_once: int = AT_ONCE,
        later: Later = in_background,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._bank = Bank(engine)
        self._lock, self._counting = Lock(), Lock()
        self._known: Summary | None = None
        self._at_once, self._later, self._now = at_once, later, now

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
            items=tuple(shown),
            found=len(found),
            answered=len(known.told),
            published=known.published,
            counted=known.size[0],
            is_old=self._counting.locked(),
        )

    def item(self, item_id: str) -> ItemDetail:
        """Everything about one item. WrongUse where there is none, or nobody has answered it yet."""
        known = self._read()
        versions = known.versions(item_id)
        if not versions:
            self._bank.item(item_id)
            raise WrongUse(f"No attempt at the item {item_id} counts yet.", "Come back when it was answered.")
        found = next(one for one in known.told if one.id == item_id)
        pairs = [(one.right, one.rest) for one in self._answers(item_id, versions[-1][0])]
        return detail(found, self._bank.item(item_id, found.version), versions, upper_lower(pairs))

    def fairness(self, item_id: str, reference: frozenset[str], focal: frozenset[str]) -> Fairness:
        """How two groups of learners, by their ids, answered the item. Who is in both is left out."""
        both = reference & focal
        groups = dict.fromkeys(reference - both, False) | dict.fromkeys(focal - both, True)
        known = self._read().versions(item_id)
        answers = self._answers(item_id, known[-1][0], groups) if known else []
        return fairness(answers)

    def exams(self) -> list[ExamStatistics]:
        """The exams that several people sat with the same items."""
        return list(self._read().exams)

    def _answers(
        self, item_id: str, version: int, groups: Mapping[str, bool] | None = None
    ) -> list[Answered]:
        """The answers to that version by learners with a rest score, all or those of the groups."""
        known = self._read()
        counted = (attempts.c.item_id == item_id, attempts.c.at <= known.until)
        found = []
        with reading(self._engine) as connection:
            for learner in learners(connection, *counted):
                if groups is None or learner.user_id in groups:
                    focal = bool(groups and groups[learner.user_id])
                    answer = _answer(learner, version, known.totals.get(learner.user_id))
                    found += [answer._replace(focal=focal)] if answer else []
        return found

    def _read(self) -> Summary:
        with self._lock:
            with reading(self._engine) as connection:
                size = size_of(connection)
                if self._known is None and size[0] > self._at_once:
                    self._known = read(connection)
            known = self._known
            if known is None or (known.size != size and size[0] <= self._at_once):
                return self._count()
            if known.size != size and self._counting.acquire(blocking=False):
                self._later(self._count_later)
            return known

    def _count(self) -> Summary:
        """Counts everything; what takes long is kept for the next start."""
        with reading(self._engine) as connection:
            found = summarised(connection, size_of(connection))
        if found.size[0] > self._at_once:
            with writing(self._engine, alone="statistics") as connection:
                keep(connection, found, self._now())
        self._known = found
        return found

    def _count_later(self) -> None:
        try:
            self._count()
        except PreceptorError:
            log.warning("statistics could not be counted anew; the next page tries again")
        finally:
            self._counting.release()


def _answer(learner: Learner, version: int, total: Total | None) -> Answered | None:
    mine = learner.firsts[0]
    if mine.version != version or total is None:
        return None
    rest = rest_score(total.right, total.n - 1, mine.right)
    return None if rest is None else Answered(False, mine.right, rest)


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

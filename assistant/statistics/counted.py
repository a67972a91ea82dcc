"""The attempts that statistics are made from, learner by learner.

Counted is a learner's first attempt at an item in any version, if it counts, was made without help, could be
marked, and was of a version that has been published. Cards are rated by their learners and not counted.
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, select

from assistant.learner.tables import attempts, corrections
from curricula.items.rows import items

WENT_OUT = ("published", "retired")
BY_CHOICE = ("single_best_answer", "multiple_response")
FEWEST_OTHERS = 5
"""Other first attempts that a learner must have made for a rest score; with fewer it is mostly chance."""
AT_A_TIME = 5_000
Chosen = tuple[str, ...]


class First(NamedTuple):
    """A counted attempt: which version, right or wrong, the options chosen, of how many, and in what time."""

    item_id: str
    version: int
    right: bool
    chosen: Chosen
    options: int
    seconds: float | None


class Learner(NamedTuple):
    """All counted attempts of a learner."""

    user_id: str
    firsts: list[First]

    @property
    def right(self) -> int:
        """How many of them are right."""
        return sum(one.right for one in self.firsts)


def learners(connection: Connection, *which: ColumnElement[bool]) -> Iterator[Learner]:
    """Everybody who made such attempts, one after the other, so that only one learner's are held at a time.

    Counting in the database itself took ten times as long: every attempt had its earlier ones looked up.
    """
    gone, out = struck(connection), _went_out(connection)
    options = cache(_options)  # the same few answers come again and again
    for user_id, rows in groupby(_rows(connection, *which), key=itemgetter(0)):
        seen: set[str] = set()
        found: list[First] = []
        for _, attempt, item, version, response, of, right, assisted, seconds in rows:
            if item in seen or attempt in gone:
                continue
            seen.add(item)
            if right is not None and not assisted and (item, version) in out:
                found.append(First(item, version, right, options(response), of, seconds))
        if found:
            yield Learner(user_id, found)


def rest_score(right: int, others: int, own: bool) -> float | None:
    """The share right of a learner's other first attempts; None where there are fewer than five.

    `right` are all of the learner's right ones, `own` whether the item left out was answered right.
    """
    return (right - own) / others if others >= FEWEST_OTHERS else None


def struck(connection: Connection) -> frozenset[str]:
    """The attempts of which the learner's last word is that they do not count."""
    wanted = select(corrections.c.attempt_id, corrections.c.counts).order_by(corrections.c.ordinal)
    last = {row.attempt_id: row.counts for row in connection.execute(wanted)}
    return frozenset(attempt for attempt, counts in last.items() if not counts)


def _rows(connection: Connection, *which: ColumnElement[bool]) -> Iterator[Any]:
    made = attempts.c
    response = case((made.type.in_(BY_CHOICE), made.response), else_="")
    facts = (made.options, made.correct, made.assisted, made.seconds)
    wanted = select(made.user_id, made.attempt_id, made.item_id, made.item_version, response, *facts)
    wanted = wanted.where(made.type != "cloze_card", *which)
    ordered = wanted.order_by(made.user_id, made.at, made.attempt_id)
    yield from connection.execution_options(yield_per=AT_A_TIME).execute(ordered)


def _went_out(connection: Connection) -> frozenset[tuple[str, int]]:
    wanted = select(items.c.item_id, items.c.version).where(items.c.status.in_(WENT_OUT))
    return frozenset((row.item_id, row.version) for row in connection.execute(wanted))


def _options(response: str) -> Chosen:
    return tuple(json.loads(response).get("options", ())) if response else ()

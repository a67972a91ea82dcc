"""Exams in which several people got the same items: how reliable the order of their scores is."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, exists, select

from assistant.learner.tables import attempts
from assistant.quiz.sitting.tables import sitting_events, sittings
from assistant.statistics.counted import AT_A_TIME, struck
from assistant.statistics.reliability import alpha, error_of_measurement
from assistant.statistics.types import ExamStatistics

FEWEST_SITTERS = 2


class Sat(NamedTuple):
    """A finished exam: whose, its title, and for each of its items, in order of ids, 1 or 0."""

    user_id: str
    title: str
    items: tuple[str, ...]
    points: tuple[int, ...]


def exams(connection: Connection) -> list[ExamStatistics]:
    """The exams that at least two people sat with the same items, those with most sitters first."""
    by_items: defaultdict[tuple[str, ...], list[Sat]] = defaultdict(list)
    for sat in sat_exams(connection):
        others = by_items[sat.items]
        if all(other.user_id != sat.user_id for other in others[-1:]):
            others.append(sat)
    found = [exam_of(some) for some in by_items.values() if len(some) >= FEWEST_SITTERS]
    return sorted(found, key=lambda exam: (-exam.sitters, exam.title))


def exam_of(sat: Sequence[Sat]) -> ExamStatistics:
    """What the sittings of the same items by different people tell. An item left open is not right."""
    rows = [one.points for one in sat]
    reliability = alpha(rows)
    known = reliability.value
    return ExamStatistics(
        title=sat[-1].title,
        items=len(sat[0].items),
        sitters=len(sat),
        mean=sum(map(sum, rows)) / len(rows),
        reliability=reliability,
        error=None if known is None else error_of_measurement(rows, known),
    )


def sat_exams(connection: Connection) -> Iterator[Sat]:
    """The finished exams of everybody, person by person, oldest first."""
    right = _right_ones(connection)
    for _, group in groupby(_drawn(connection), key=attrgetter("sitting_id")):
        rows = list(group)
        items = tuple(sorted({json.loads(row.drawn)["item_id"] for row in rows}))
        points = tuple(int((rows[0].sitting_id, item) in right) for item in items)
        yield Sat(rows[0].user_id, json.loads(rows[0].body)["title"], items, points)


def _drawn(connection: Connection) -> Iterator[Any]:
    ended = sitting_events.alias("ended")
    same = and_(ended.c.sitting_id == sittings.c.sitting_id, ended.c.kind == "finished")
    columns = (
        sittings.c.sitting_id,
        sittings.c.user_id,
        sittings.c.body,
        sitting_events.c.body.label("drawn"),
    )
    wanted = select(*columns).join(sitting_events, sitting_events.c.sitting_id == sittings.c.sitting_id)
    wanted = wanted.where(sittings.c.mode == "exam", sitting_events.c.kind == "drawn", exists().where(same))
    order = (sittings.c.user_id, sittings.c.started_at, sittings.c.sitting_id, sitting_events.c.ordinal)
    yield from connection.execution_options(yield_per=AT_A_TIME).execute(wanted.order_by(*order))


def _right_ones(connection: Connection) -> frozenset[tuple[str, str]]:
    gone = struck(connection)
    made = attempts.c
    wanted = select(made.attempt_id, made.sitting, made.item_id)
    rows = connection.execute(wanted.where(made.mode == "exam", made.correct)).all()
    return frozenset((row.sitting, row.item_id) for row in rows if row.attempt_id not in gone)

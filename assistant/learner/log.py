"""What learners answered, append-only: nothing is changed, and only its learner removes anything.

Nothing is read without saying whose it is.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select

from assistant.faults import NotYours
from assistant.guard.privacy import redact
from assistant.learner.tables import attempts, corrections
from assistant.learner.types import Attempt, Correction, Evidence, Kept
from assistant.quiz.types import Graded, Response
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing

MOST_IDS = 500
"""Ids a question to the database names at once."""
_RESPONSE: TypeAdapter[Response] = TypeAdapter(Response)


class NotYourAttempt(NotYours):
    """There is no such attempt, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("There is no such attempt of yours.", "See those you made on the page Progress.")


def append(connection: Connection, given: Iterable[Attempt]) -> int:
    """How many attempts were new and have been kept, in the caller's transaction; again is harmless.

    WrongUse if an id is that of somebody else's attempt.
    """
    rows = {attempt.id: _row(attempt) for attempt in given}
    for ids in _batches(list(rows)):
        wanted = select(attempts.c.attempt_id, attempts.c.user_id).where(attempts.c.attempt_id.in_(ids))
        for known in connection.execute(wanted).all():
            if rows.pop(known.attempt_id)["user_id"] != known.user_id:
                raise WrongUse("This id of an attempt is taken.", "Start another sitting.")
    if rows:
        connection.execute(insert(attempts), list(rows.values()))
    return len(rows)


class Log:
    """The attempts of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append(self, given: Iterable[Attempt]) -> int:
        """How many attempts were new and have been kept; again is harmless."""
        with writing(self._engine) as connection:
            return append(connection, given)

    def evidence(self, user_id: str, *, after: datetime | None = None) -> list[Evidence]:
        """That person's attempts that count, oldest first, without what was answered; those after a time."""
        columns = ("attempt_id", *Evidence._fields[1:])
        wanted = select(*(attempts.c[name] for name in columns)).where(attempts.c.user_id == user_id)
        wanted = wanted if after is None else wanted.where(attempts.c.at > utc(after))
        with reading(self._engine) as connection:
            struck = {
                attempt for attempt, said in _corrections(connection, user_id).items() if not said[-1].counts
            }
            rows = connection.execute(wanted.order_by(attempts.c.at, attempts.c.attempt_id)).all()
        names = cache(_names)  # the same few lists come again and again
        return [_evidence(row, names) for row in rows if row[0] not in struck]

    def crowd(self, fewest: int, most: int) -> dict[str, list[Evidence]]:
        """The attempts that count, by learner, where an item was answered by at least so many learners.

        At most the `most` newest attempts; nothing where no item has enough learners.
        """
        known = select(attempts.c.item_id).group_by(attempts.c.item_id)
        known = known.having(func.count(attempts.c.user_id.distinct()) >= fewest)
        columns = ("attempt_id", *Evidence._fields[1:], "user_id")
        wanted = select(*(attempts.c[name] for name in columns)).where(attempts.c.item_id.in_(known))
        found: defaultdict[str, list[Evidence]] = defaultdict(list)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(attempts.c.at.desc()).limit(most)).all()
            struck = _struck(connection) if rows else frozenset()
        names = cache(_names)
        for *row, user_id in rows:
            if row[0] not in struck:
                found[user_id].append(_evidence(row, names))
        return dict(found)

    def size(self, user_id: str, *, until: datetime | None = None) -> tuple[int, int]:
        """How many attempts of that person are kept, those up to a time, and how many corrections."""
        mine = attempts.c.user_id == user_id
        mine = mine if until is None else mine & (attempts.c.at <= utc(until))
        with reading(self._engine) as connection:
            made = connection.execute(select(func.count()).select_from(attempts).where(mine)).scalar_one()
            said = select(func.count()).select_from(corrections).where(corrections.c.user_id == user_id)
            return int(made), int(connection.execute(said).scalar_one())

    def of(
        self,
        user_id: str,
        *,
        ids: Sequence[str] | None = None,
        item_id: str | None = None,
        sitting: str | None = None,
        newest: int | None = None,
    ) -> list[Kept]:
        """That person's attempts, oldest first: all, or those of these ids, this item, this sitting.

        `newest`: only so many of the last. Those that do not count are among them.
        """
        which = [attempts.c.user_id == user_id]
        which += [attempts.c.item_id == item_id] if item_id is not None else []
        which += [attempts.c.sitting == sitting] if sitting is not None else []
        with reading(self._engine) as connection:
            said = _corrections(connection, user_id)
            rows = [row for part in _parts(which, ids) for row in _newest_first(connection, part, newest)]
        kept = [Kept(attempt=_attempt(row), corrections=tuple(said[row["attempt_id"]])) for row in rows]
        kept.sort(key=lambda one: (one.attempt.at, one.attempt.id))
        return kept if newest is None else kept[-newest:]

    def correct(self, user_id: str, given: Correction) -> Correction:
        """Keeps what the learner says about an attempt of their own, as it was kept; again is harmless.

        WrongUse without a reason why it does not count; NotYourAttempt where there is none.
        """
        if not given.counts and not given.reason.strip():
            raise WrongUse("It is not said why the attempt does not count.", "Give a reason in a few words.")
        given = given.model_copy(update={"reason": redact(given.reason.strip())})
        with writing(self._engine) as connection:
            mine = (attempts.c.attempt_id == given.attempt) & (attempts.c.user_id == user_id)
            if (
                connection.execute(select(attempts.c.attempt_id).where(mine).with_for_update()).first()
                is None
            ):
                raise NotYourAttempt
            same = corrections.c.correction_id == given.id
            if connection.execute(select(corrections.c.correction_id).where(same)).first() is None:
                connection.execute(insert(corrections), _correction_row(connection, user_id, given))
        return given

    def forget(self, user_id: str, ids: Sequence[str] | None = None) -> int:
        """How many of that person's attempts were removed for good, with what was said about them."""
        with writing(self._engine) as connection:
            return forget(connection, user_id, ids)


def forget(connection: Connection, user_id: str, ids: Sequence[str] | None = None) -> int:
    """How many of that person's attempts were removed, all or those of these ids, in this transaction."""
    removed = 0
    batches: Sequence[Sequence[str] | None] = [None] if ids is None else _batches(ids)
    for batch in batches:
        for table in (corrections, attempts):
            which = table.c.user_id == user_id
            if batch is not None:
                which &= table.c.attempt_id.in_(batch)
            count = connection.execute(delete(table).where(which)).rowcount
            removed += count if table is attempts else 0
    return removed


def utc(at: datetime) -> str:
    """A time as the tables keep it, so that texts are in the order of times."""
    return at.astimezone(UTC).isoformat()


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + MOST_IDS] for start in range(0, len(ids), MOST_IDS)]


def _parts(which: list[ColumnElement[bool]], ids: Sequence[str] | None) -> list[list[ColumnElement[bool]]]:
    if ids is None:
        return [which]
    return [[*which, attempts.c.attempt_id.in_(batch)] for batch in _batches(list(dict.fromkeys(ids)))]


def _newest_first(connection: Connection, which: list[ColumnElement[bool]], newest: int | None) -> Any:
    order = attempts.c.at.desc(), attempts.c.attempt_id.desc()
    return connection.execute(select(attempts).where(*which).order_by(*order).limit(newest)).mappings()


def _corrections(connection: Connection, user_id: str) -> defaultdict[str, list[Correction]]:
    wanted = select(corrections).where(corrections.c.user_id == user_id)
    said: defaultdict[str, list[Correction]] = defaultdict(list)
    for row in connection.execute(wanted.order_by(corrections.c.ordinal)).mappings():
        said[row["attempt_id"]].append(
            Correction(
                id=row["correction_id"],
                attempt=row["attempt_id"],
                counts=row["counts"],
                reason=row["reason"],
                at=row["at"],
            )
        )
    return said


def _struck(connection: Connection) -> frozenset[str]:
    """The attempts of anybody that do not count now."""
    wanted = select(corrections.c.attempt_id, corrections.c.counts).order_by(corrections.c.ordinal)
    stands = {row.attempt_id: row.counts for row in connection.execute(wanted)}
    return frozenset(attempt for attempt, counts in stands.items() if not counts)


def _correction_row(connection: Connection, user_id: str, given: Correction) -> dict[str, Any]:
    of_this = select(func.count()).where(corrections.c.attempt_id == given.attempt)
    return {
        "correction_id": given.id,
        "attempt_id": given.attempt,
        "user_id": user_id,
        "ordinal": connection.execute(of_this).scalar_one() + 1,
        "counts": given.counts,
        "reason": given.reason,
        "at": utc(given.at),
    }


def _row(attempt: Attempt) -> dict[str, Any]:
    same = attempt.model_dump(exclude={"id", "graded", "response", "objectives", "topics", "at"})
    return same | {
        "attempt_id": attempt.id,
        "objectives": json.dumps(attempt.objectives),
        "topics": json.dumps(attempt.topics),
        "response": _RESPONSE.dump_json(attempt.response).decode(),
        "at": utc(attempt.at),
        **attempt.graded.model_dump(),
    }


def _attempt(row: Any) -> Attempt:
    given = dict(row)
    try:
        response = _RESPONSE.validate_json(given.pop("response"))
        return Attempt(
            id=given.pop("attempt_id"),
            objectives=_names(given.pop("objectives")),
            topics=_names(given.pop("topics")),
            response=response,
            graded=Graded(**{name: given.pop(name) for name in Graded.model_fields if name in given}),
            **given,
        )
    except ValueError as fault:
        raise PreceptorError(
            "An attempt was kept in a form that cannot be read.", "Update Preceptor, and look again."
        ) from fault


def _evidence(row: Any, names: Callable[[str], tuple[str, ...]]) -> Evidence:
    marks = (*row[:4], names(row[4]), names(row[5]), *row[6:-1], datetime.fromisoformat(row[-1]))
    return Evidence._make(marks)


def _names(written: str) -> tuple[str, ...]:
    return tuple(json.loads(written))

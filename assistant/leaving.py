"""What becomes of everything that is kept of a person whose account is removed, in one transaction.

What was theirs alone goes. Their answers stay as answers of nobody, since the figures of items are made of
them: under a random name, by the day, without a word they wrote. What they signed keeps their name.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, Table, delete, func, select, update

from assistant.accounts import Account, accounts, known_account, row_of
from assistant.audits.log import audit_events
from assistant.case.bedside.tables import case_events, circuits, encounters
from assistant.case.bedside.tables import members as encounter_members
from assistant.cohorts.tables import classes
from assistant.cohorts.tables import members as class_members
from assistant.image.marks.tables import image_marks
from assistant.image.tables import image_bodies, images
from assistant.learner.tables import attempts, corrections, learner_settings, own_cards, ratings
from assistant.quiz.sitting.tables import sitting_events, sittings
from assistant.record import feedback, turns
from assistant.statistics.counted import BY_CHOICE
from assistant.statistics.summary import forget
from retrieval.store.engine import writing
from retrieval.types import Value

THEIRS: tuple[Table, ...] = (
    feedback,
    turns,
    sittings,
    ratings,
    own_cards,
    learner_settings,
    image_bodies,
    images,
    audit_events,
    encounter_members,
    class_members,
)
"""Rows of one person, by `user_id`, of which nobody else needs anything."""
DAY = len("2026-03-02")


class Left(Value):
    """Who was removed, how many of their answers are kept as nobody's, and how many other rows went."""

    account: Account
    kept: int
    removed: int


def leave(engine: Engine, name: str, *, pseudonym: str) -> Left:
    """Removes the account of that name with all that is the person's; WrongUse where there is none.

    `pseudonym` is a new random name: whoever has the person's id cannot find their answers under it.
    """
    with writing(engine, alone="accounts") as connection:
        row = row_of(connection, name)
        gone = row["user_id"]
        kept, cards = _made_nobodys(connection, gone, pseudonym)
        removed = cards + _without_encounters(connection, gone, pseudonym)
        theirs = select(sittings.c.sitting_id).where(sittings.c.user_id == gone)
        connection.execute(delete(sitting_events).where(sitting_events.c.sitting_id.in_(theirs)))
        for table in THEIRS:
            removed += connection.execute(delete(table).where(table.c.user_id == gone)).rowcount
        removed += connection.execute(delete(image_marks).where(image_marks.c.whose == gone)).rowcount
        _renamed(connection, ((image_marks, "user_id"), (classes, "owner")), gone, pseudonym)
        forget(connection)
        connection.execute(delete(accounts).where(accounts.c.user_id == gone))
    return Left(account=known_account(row), kept=kept, removed=removed)


def _made_nobodys(connection: Connection, gone: str, pseudonym: str) -> tuple[int, int]:
    """How many answers were made nobody's, and how many that no figure counts were removed.

    Their order is kept, since only the first answer to an item counts.
    """
    struck = _struck(connection, gone)
    connection.execute(delete(corrections).where(corrections.c.user_id == gone))
    made = attempts.c
    wanted = select(made.attempt_id, made.type, made.response, made.at).where(made.user_id == gone)
    rows = connection.execute(wanted.order_by(made.at, made.attempt_id)).all()
    kept = removed = 0
    for row in rows:
        mine = made.attempt_id == row.attempt_id
        if row.type == "cloze_card" or row.attempt_id in struck:
            connection.execute(delete(attempts).where(mine))
            removed += 1
            continue
        kept += 1
        values = {
            "attempt_id": f"{pseudonym}.{kept:06}",
            "user_id": pseudonym,
            "sitting": pseudonym,
            "response": row.response if row.type in BY_CHOICE else "",
            "reason": "",
            "confidence": None,
            "at": row.at[:DAY] + "T00:00:00+00:00",
        }
        connection.execute(update(attempts).where(mine).values(values))
    return kept, removed


def _struck(connection: Connection, gone: str) -> set[str]:
    """The attempts of which their last word is that they do not count."""
    wanted = select(corrections.c.attempt_id, corrections.c.counts).where(corrections.c.user_id == gone)
    last = {row.attempt_id: row.counts for row in connection.execute(wanted.order_by(corrections.c.ordinal))}
    return {attempt for attempt, counts in last.items() if not counts}


def _without_encounters(connection: Connection, gone: str, pseudonym: str) -> int:
    """How many encounters and circuits went; those of groups go on with who is left of them."""
    removed = 0
    owned = select(encounters.c.encounter_id).where(encounters.c.owner == gone)
    for encounter in connection.execute(owned).scalars().all():
        here = encounter_members.c.encounter_id == encounter
        others = select(encounter_members.c.user_id).where(here, encounter_members.c.user_id != gone)
        heir = connection.execute(others.order_by(encounter_members.c.joined_at).limit(1)).scalar()
        this = encounters.c.encounter_id == encounter
        if heir is not None:
            connection.execute(update(encounters).where(this).values(owner=heir))
            continue
        connection.execute(delete(case_events).where(case_events.c.encounter_id == encounter))
        connection.execute(delete(encounter_members).where(here))
        removed += connection.execute(delete(encounters).where(this)).rowcount
    body = func.replace(case_events.c.body, f'"{gone}"', f'"{pseudonym}"')
    connection.execute(update(case_events).where(case_events.c.user_id == gone).values(body=body))
    _renamed(connection, [(case_events, "user_id")], gone, pseudonym)
    return removed + connection.execute(delete(circuits).where(circuits.c.owner == gone)).rowcount


def _renamed(connection: Connection, columns: Iterable[tuple[Table, str]], gone: str, pseudonym: str) -> None:
    for table, column in columns:
        connection.execute(update(table).where(table.c[column] == gone).values({column: pseudonym}))

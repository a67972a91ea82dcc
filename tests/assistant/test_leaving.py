"""Whose account is removed is named by no table any more, and the figures of items stay as they were."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, insert, select

from assistant.accounts import Accounts
from assistant.case.bedside.tables import encounters
from assistant.case.bedside.tables import members as encounter_members
from assistant.learner.log import Log
from assistant.learner.tables import attempts
from assistant.learner.types import Correction
from assistant.leaving import leave
from assistant.quiz.types import Typed
from assistant.statistics.house import Asked, Statistics
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from tests.assistant.statistics.simulated import NOON, answered, answers, attempt, bank, item, opened
from tests.ui.people import people_engine

PASSWORD = "correct horse battery"
GONE, STAYS = "id-of-ada", "id-of-bob"
WHO = ("user_id", "owner", "whose")


def filler(column: Any, who: str, table: str) -> Any:
    """A value for a column of a made-up row about that person."""
    if column.name in WHO:
        return who
    kind = column.type.python_type
    if kind is bytes:
        return b"x"
    if kind is not str:
        return 1
    if column.foreign_keys or column.primary_key or column.unique:
        return f"x-{who == GONE}"
    return f'{{"by": "{who}"}}' if (table, column.name) == ("case_events", "body") else "2026-03-02"


def test_no_table_names_somebody_whose_account_was_removed(tmp_path: Path, database: str | None) -> None:
    engine = people_engine(tmp_path, database)
    try:
        for name, who in (("ada", GONE), ("bob", STAYS)):
            Accounts(engine).add(name, PASSWORD, "learner", user_id=who, at=NOON)
        known = MetaData()
        known.reflect(engine)
        personal = [
            table
            for table in known.sorted_tables
            if set(WHO) & {column.name for column in table.columns} and table.name != "accounts"
        ]
        assert len(personal) > 15
        with writing(engine) as connection:
            for who in (GONE, STAYS):
                for table in personal:
                    row = {one.name: filler(one, who, table.name) for one in table.columns}
                    connection.execute(
                        insert(table),
                        row | {one: str(who == GONE) for one in ("code", "digest") if one in row},
                    )
        left = leave(engine, "ada", pseudonym="gone-1")
        assert (left.account.user_id, left.kept) == (GONE, 1)
        with reading(engine) as connection:
            for table in known.sorted_tables:
                rows = str(connection.execute(select(table)).all())
                assert GONE not in rows, table.name
                assert table not in personal or STAYS in rows, table.name
    finally:
        engine.dispose()


def figures(engine: Engine) -> list[object]:
    """Of every item the answers, the share right and what it tells, by title."""
    found = Statistics(engine).listed(Asked(order="title")).items
    return [(one.id, one.difficulty, pytest.approx(one.discrimination.value), one.times) for one in found]


def test_the_figures_of_items_are_what_they_were(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        bank(engine, map(item, range(8)))
        answered(engine, answers(60, 8))
        log = Log(engine)
        Accounts(engine).add("ada", PASSWORD, "learner", user_id="u0003", at=NOON)
        log.append(
            [
                attempt(3, 0, "b", id="again", at=NOON + timedelta(days=1)),
                attempt(3, 9, "a", type="short_answer", response=Typed(text="my own words")),
            ]
        )
        log.correct("u0003", Correction(id="c", attempt="s3.5", counts=False, reason="my cat", at=NOON))
        before = figures(engine)
        assert leave(engine, "ada", pseudonym="gone-1").kept == 9
        assert figures(engine) == before
        with reading(engine) as connection:
            rows = connection.execute(select(attempts).where(attempts.c.user_id == "gone-1")).all()
        assert {row.at for row in rows} == {"2026-03-02T00:00:00+00:00", "2026-03-03T00:00:00+00:00"}
        assert not {row.attempt_id for row in rows} & {"s3.0", "again"}
        assert "my own words" not in str(rows)


def test_a_group_goes_on_with_who_is_left(tmp_path: Path) -> None:
    row = {"owner": GONE, "case_id": "c", "case_version": 1, "mode": "free", "started_at": "2026"}
    with opened(tmp_path) as engine:
        Accounts(engine).add("ada", PASSWORD, "learner", user_id=GONE, at=NOON)
        with writing(engine) as connection:
            for name in ("alone", "group"):
                connection.execute(insert(encounters), row | {"encounter_id": name})
            joined = [("alone", GONE, "1"), ("group", GONE, "1"), ("group", STAYS, "2")]
            for encounter, who, at in joined:
                member = {"encounter_id": encounter, "user_id": who, "name": who, "joined_at": at}
                connection.execute(insert(encounter_members), member)
        leave(engine, "ada", pseudonym="gone-1")
        with reading(engine) as connection:
            assert [(one.encounter_id, one.owner) for one in connection.execute(select(encounters))] == [
                ("group", STAYS)
            ]


def test_nothing_is_removed_where_there_is_no_such_user(tmp_path: Path) -> None:
    with opened(tmp_path) as engine, pytest.raises(WrongUse, match="no user eve"):
        leave(engine, "eve", pseudonym="gone-1")

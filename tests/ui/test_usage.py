"""What answering cost: how a question ended, and the sums of each day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.types import Answer, Notice, Written
from assistant.usage import Day, Outcome, Spent, Usage, outcome_of, spent_on
from tests.ui.answers import abstention, answer, statement
from tests.ui.people import people_engine

FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = people_engine(tmp_path, database)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (answer(statement()), "answered"),
        (abstention(), "abstained"),
        (answer(asks="What would you give?"), "asked_back"),
        (answer(notices=(Notice(kind="emergency", text="Call for help."),)), "help_only"),
        (answer(statement(), fallback="The model's server is down."), "fell_back"),
        (abstention(fallback="The model's server is down."), "fell_back"),
    ],
)
def test_each_end_of_a_question_has_its_name(given: Answer, outcome: Outcome) -> None:
    assert outcome_of(given) == outcome


def test_tokens_that_the_server_does_not_tell_are_counted_as_untold() -> None:
    told = Written(model="m", prompt="p1", tokens_in=900, tokens_out=60, dropped=2, invented=1, energy_j=4.5)
    spent = spent_on(answer(statement(), written=told), "write")
    assert (spent.tokens_in, spent.tokens_out, spent.untold) == (900, 60, 0)
    assert (spent.struck, spent.invented, spent.energy_j) == (2, 1, 4.5)
    silent = spent_on(answer(statement(), written=Written(model="m", prompt="p1")), "write")
    assert (silent.tokens_in, silent.tokens_out, silent.untold) == (0, 0, 1)
    assert spent_on(answer(statement()), "quote").untold == 0


def test_the_sums_of_each_day_outlive_the_process_that_made_them(
    engine: Engine, tmp_path: Path, database: str | None
) -> None:
    one = Spent(mode="write", outcome="answered", tokens_in=900, tokens_out=60, energy_j=1.5)
    for day in (FIRST, FIRST, SECOND):
        Usage(engine).add(one, day)
    Usage(engine).add(Spent(mode="quote", outcome="abstained"), SECOND)
    engine.dispose()
    again = people_engine(tmp_path, database)
    days = Usage(again).since(FIRST)
    assert days[0] == Day(
        **(one.model_dump() | {"questions": 2, "tokens_in": 1800, "tokens_out": 120})
        | {"energy_j": 3.0, "day": FIRST}
    )
    assert [(day.day, day.mode, day.questions) for day in days[1:]] == [
        (SECOND, "quote", 1),
        (SECOND, "write", 1),
    ]
    assert {day.day for day in Usage(again).since(SECOND)} == {SECOND}
    again.dispose()

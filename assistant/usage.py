"""What answering cost, summed for each day and kept, so that a restart loses nothing. No question is kept."""

from datetime import date
from typing import Any, Literal

from sqlalchemy import Column, Engine, MetaData, Table, Text, select, text
from sqlalchemy.types import BigInteger, Float

from assistant.types import Answer, Mode
from retrieval.store.engine import reading, writing
from retrieval.types import Value

Outcome = Literal["answered", "abstained", "asked_back", "help_only", "fell_back", "left", "failed"]
"""How a question ended; `left`: its reader did not wait, `fell_back`: quotes because the model failed."""

usage_of_day = Table(
    "usage_of_day",
    MetaData(),
    Column("day", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    *(Column(name, BigInteger) for name in ("questions", "tokens_in", "tokens_out", "untold")),
    *(Column(name, BigInteger) for name in ("struck", "invented")),
    Column("energy_j", Float),
)
SUMS = ("questions", "tokens_in", "tokens_out", "untold", "struck", "invented", "energy_j")
_ADD = text(
    f"INSERT INTO usage_of_day (day, mode, outcome, {', '.join(SUMS)}) "  # noqa: S608 - our own names
    f"VALUES (:day, :mode, :outcome, {', '.join(f':{name}' for name in SUMS)}) "
    "ON CONFLICT (day, mode, outcome) DO UPDATE SET "
    + ", ".join(f"{name} = usage_of_day.{name} + excluded.{name}" for name in SUMS)
)


class Spent(Value):
    """What one question cost, or many of one kind together.

    `untold` counts the answers of a model whose server did not say how many tokens they took; `struck` its
    sentences that failed their check, `invented` the citations it made up. `energy_j` is what servers told.
    """

    mode: Mode
    outcome: Outcome
    questions: int = 1
    tokens_in: int = 0
    tokens_out: int = 0
    untold: int = 0
    struck: int = 0
    invented: int = 0
    energy_j: float = 0.0


class Day(Spent):
    """What the questions of one day cost that were asked in one mode and ended in one way."""

    day: date


class Usage:
    """The sums of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, spent: Spent, day: date) -> None:
        """Adds to the sums of that day."""
        with writing(self._engine) as connection:
            connection.execute(_ADD, spent.model_dump() | {"day": day.isoformat()})

    def since(self, first: date) -> list[Day]:
        """The sums of the days from `first` on, oldest first."""
        wanted = select(usage_of_day).where(usage_of_day.c.day >= first.isoformat())
        ordered = wanted.order_by(*usage_of_day.primary_key.columns)
        with reading(self._engine) as connection:
            rows: Any = connection.execute(ordered).mappings()
            return [Day.model_validate(dict(row)) for row in rows]


def spent_on(answer: Answer, mode: Mode) -> Spent:
    """What an answer cost that was asked for in that mode."""
    outcome, written = outcome_of(answer), answer.written
    if written is None:
        return Spent(mode=mode, outcome=outcome)
    return Spent(
        mode=mode,
        outcome=outcome,
        tokens_in=written.tokens_in or 0,
        tokens_out=written.tokens_out or 0,
        untold=int(written.tokens_in is None or written.tokens_out is None),
        struck=written.dropped,
        invented=written.invented,
        energy_j=written.energy_j or 0.0,
    )


def outcome_of(answer: Answer) -> Outcome:
    """How a question ended that was answered to the end."""
    if answer.fallback is not None:
        return "fell_back"
    if answer.abstained is not None:
        return "abstained"
    if answer.asks is not None:
        return "asked_back"
    return "answered" if answer.statements else "help_only"

"""A library whose learners answered items of known difficulty."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from assistant.learner.log import Log
from assistant.learner.types import Attempt
from assistant.migrations import ASSISTANT
from assistant.quiz.types import Chosen, Graded
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.items.types import Item, Option, SingleBestAnswer
from curricula.migrations import CURRICULA
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WRONG = ("b", "c", "d")


@contextmanager
def opened(folder: Path, url: str | None = None) -> Iterator[Engine]:
    """A new database with the tables of items and of people."""
    engine = open_engine(folder, url)
    try:
        migrate(engine, [*CURRICULA, *ASSISTANT], NOON)
        yield engine
    finally:
        engine.dispose()


def item(number: int, version: int = 1, **given: object) -> Item:
    """An item with four options of which the first is best."""
    options = [Option(id=one, text=f"Option {one}", correct=one == "a") for one in "abcd"]
    fields = {"title": f"Item {number}", "status": "published", "author": "Ada", "lead_in": "Which?"}
    fields |= {"id": f"item-{number}", "version": version, "difficulty": 3, "objectives": ("treat",)}
    return SingleBestAnswer.model_validate(fields | {"options": options} | given)


def bank(engine: Engine, found: Iterable[Item]) -> None:
    """Puts the items into the bank of that database."""
    Bank(engine).put_many((Entry(one) for one in found), Source(origin="author", at=NOON))


def attempt(learner: int, number: int, chosen: str, **given: object) -> Attempt:
    """That learner's answer to the item of that number, a minute after the one before."""
    right = chosen == "a"
    fields: dict[str, object] = {
        "id": f"s{learner}.{number}",
        "user_id": f"u{learner:04}",
        "sitting": f"s{learner}",
        "mode": "study",
        "item_id": f"item-{number}",
        "item_version": 1,
        "type": "single_best_answer",
        "objectives": ("treat",),
        "topics": (),
        "difficulty": 3,
        "options": 4,
        "response": Chosen(options=(chosen,)),
        "graded": Graded(correct=right, score=float(right)),
        "seconds": 10.0 + learner,
        "at": NOON + timedelta(minutes=number),
    }
    return Attempt.model_validate(fields | given)


def answers(learners: int, items: int, seed: int = 1) -> np.ndarray:
    """The options that learners choose at items, by the logistic model."""
    rng = np.random.default_rng(seed)
    able, hard = rng.normal(0, 1, (learners, 1)), rng.normal(0, 1, (1, items))
    right = rng.random((learners, items)) < 1 / (1 + np.exp(hard - able))
    return np.where(right, "a", rng.choice(WRONG, (learners, items)))


def answered(engine: Engine, chosen: np.ndarray) -> None:
    """Keeps a table of chosen options, a row a learner, as attempts."""
    rows = enumerate(chosen)
    Log(engine).append(attempt(who, what, str(one)) for who, row in rows for what, one in enumerate(row))

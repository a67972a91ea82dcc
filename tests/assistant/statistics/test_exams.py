"""Exams of the same items: each person's first, open items not right, reliability as worked out by hand."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from assistant.learner.log import Log
from assistant.quiz.events import Drawn, Finished
from assistant.quiz.sitting.sittings import Sitting, Sittings
from assistant.statistics.house import Statistics
from assistant.statistics.reliability import alpha
from tests.assistant.statistics.simulated import NOON, answers, attempt, opened


def sit(engine: Engine, who: int, row: np.ndarray, name: str = "e", *, ends: bool = True) -> None:
    """That learner's exam of the items of a row; "" is left open."""
    sitting = Sitting(
        id=f"{name}-{who}",
        user_id=f"u{who:04}",
        mode="exam",
        title="Exam",
        started_at=NOON + timedelta(len(name)),
    )
    drawn = [
        Drawn(id=f"d{one}", at=NOON, item_id=f"item-{one}", version=1, order=(), why="asked for")
        for one in range(len(row))
    ]
    end = [Finished(id="end", at=NOON, by="learner")] if ends else []
    Sittings(engine).begin(sitting, [*drawn, *end])
    Log(engine).append(
        attempt(who, one, str(chosen), id=f"{sitting.id}.{one}", sitting=sitting.id, mode="exam")
        for one, chosen in enumerate(row)
        if chosen
    )


def test_the_first_finished_exams_of_the_same_items_are_put_together(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        made = answers(32, 6)
        made[3, 5] = ""
        for who, row in enumerate(made):
            sit(engine, who, row)
        sit(engine, 0, np.full(6, "a"), "again")
        sit(engine, 40, np.full(6, "a"), ends=False)
        sit(engine, 41, np.full(4, "a"))
        (found,) = Statistics(engine).exams()
    points = (made == "a").astype(int)
    assert (found.items, found.sitters) == (6, 32)
    assert found.mean == pytest.approx(points.sum(axis=1).mean())
    assert found.reliability == alpha(points.tolist())
    assert found.error is not None and found.error > 0

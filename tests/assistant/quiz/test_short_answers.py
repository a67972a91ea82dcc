"""Short answers as students type them, against the verdicts of a person who read the items."""

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.quiz.marking.grade import grade
from assistant.quiz.types import Typed
from curricula.items.load import ITEMS, item_of
from curricula.load import load

FOLDER = Path(__file__).parents[2] / "samples" / "short_answers"


class Marked(NamedTuple):
    """An answer, what makes it hard, whether it is right, and whether it was marked so; None: not marked."""

    item: str
    answer: str
    feature: str
    truth: bool
    said: bool | None


@pytest.fixture(scope="module")
def marked() -> list[Marked]:
    loaded = load([FOLDER / "items.yaml"], [ITEMS])
    assert loaded.faults == ()
    items = {written.value.id: item_of(written) for written in loaded.written}
    with (FOLDER / "answers.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        Marked(
            row["item"],
            row["answer"],
            row["feature"],
            row["verdict"] == "right",
            grade(items[row["item"]], Typed(text=row["answer"])).correct,
        )
        for row in rows
    ]


def test_a_wrong_answer_is_never_marked_right(marked: list[Marked]) -> None:
    assert [(one.item, one.answer) for one in marked if one.said and not one.truth] == []


def test_a_right_answer_is_never_marked_wrong(marked: list[Marked]) -> None:
    assert [(one.item, one.answer) for one in marked if one.truth and one.said is False] == []


def test_most_answers_are_marked(marked: list[Marked]) -> None:
    assert len(marked) >= 100
    right = [one for one in marked if one.truth]
    left = Counter(one.feature for one in marked if one.said is None)
    assert sum(one.said is True for one in right) / len(right) >= 0.8, left
    assert sum(one.said is not None for one in marked) / len(marked) >= 0.75, left

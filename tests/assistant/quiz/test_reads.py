"""A read is worth the lines of its report that it agrees with; what cannot be told does not count."""

import pytest

from assistant.quiz.marking.grade import grade
from assistant.quiz.types import Written
from curricula.items.types import ImageRead
from tests.curricula.items.samples import line, read

REPORT = [
    line("consol", "consolidation", side="right", weight=3),
    line("effusion", "pleural effusion", also=["effusion"], presence="absent"),
    line("heart", "enlarged heart", presence="absent"),
    line("ptx", "pneumothorax", presence="absent"),
]


def film() -> ImageRead:
    return read(report=REPORT)


@pytest.mark.parametrize(
    ("text", "correct", "score"),
    [
        ("Right lower zone consolidation, no effusion or pneumothorax, heart not enlarged", True, 1.0),
        ("Right consolidation. No pneumothorax.", True, 0.6667),
        ("Left consolidation, no effusion or pneumothorax, heart not enlarged", False, 0.0),
        ("Consolidation. No effusion. No pneumothorax.", False, 0.5833),
        ("No effusion or pneumothorax. Heart size normal.", False, 0.5),
        ("Left effusion, pneumothorax, enlarged heart", False, 0.0),
    ],
)
def test_a_read_is_worth_its_lines_by_weight_and_what_it_contradicts_costs(
    text: str, correct: bool, score: float
) -> None:
    graded = grade(film(), Written(text=text))
    assert (graded.correct, graded.score) == (correct, score)


def test_a_read_that_leaves_open_what_must_not_be_missed_is_not_marked() -> None:
    graded = grade(film(), Written(text="Possible right consolidation. No effusion, heart not enlarged."))
    assert graded.correct is None and graded.read is not None


def test_what_must_not_be_missed_is_named_when_it_is() -> None:
    graded = grade(film(), Written(text="No effusion or pneumothorax. Heart size normal."))
    assert "Not to be missed: consolidation." in graded.reason


def test_every_line_of_the_report_is_compared_in_its_order() -> None:
    graded = grade(film(), Written(text="Right consolidation"))
    assert graded.read is not None
    assert [one.agreement for one in graded.read.compared] == ["agrees", *["not_mentioned"] * 3]

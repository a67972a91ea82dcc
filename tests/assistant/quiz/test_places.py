"""A place in a picture is answered by a point, or by a box that is over it and not much larger."""

from typing import Any

import pytest

from assistant.quiz.marking.grade import grade
from assistant.quiz.types import Boxed
from tests.curricula.items.samples import hotspot

REGION: dict[str, Any] = {"left": 0.4, "top": 0.4, "right": 0.6, "bottom": 0.6, "label": "Nodule"}
ITEM = hotspot(
    regions=[
        {"id": "n", "correct": True, **REGION},
        {"id": "h", "left": 0.1, "top": 0.1, "right": 0.3, "bottom": 0.3, "label": "Hilum"},
    ]
)


@pytest.mark.parametrize(
    ("edges", "correct"),
    [
        ((0.4, 0.4, 0.6, 0.6), True),
        ((0.42, 0.42, 0.62, 0.62), True),
        ((0.38, 0.38, 0.65, 0.65), True),
        ((0.0, 0.0, 1.0, 1.0), False),
        ((0.4, 0.4, 0.45, 0.45), False),
        ((0.55, 0.55, 0.75, 0.75), False),
        ((0.1, 0.1, 0.3, 0.3), False),
    ],
)
def test_a_box_counts_where_it_is_over_the_region_and_not_much_larger(
    edges: tuple[float, float, float, float], correct: bool
) -> None:
    box = Boxed(**dict(zip(("left", "top", "right", "bottom"), edges, strict=True)))
    assert grade(ITEM, box).correct is correct


def test_a_box_over_everything_is_told_to_be_too_large_and_one_beside_it_that_nothing_is_there() -> None:
    everything = grade(ITEM, Boxed(left=0, top=0, right=1, bottom=1))
    beside = grade(ITEM, Boxed(left=0.8, top=0.8, right=0.9, bottom=0.9))
    assert "much more" in everything.reason and "Nothing" in beside.reason


def test_a_box_over_a_wrong_region_names_it() -> None:
    assert "Hilum" in grade(ITEM, Boxed(left=0.1, top=0.1, right=0.3, bottom=0.3)).reason

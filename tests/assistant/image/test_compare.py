"""A learner's marks held against an expert's: by overlap, never by faith."""

from math import cos, pi, sin

import pytest

from assistant.image.marks.areas import FOUND_IOU, iou
from assistant.image.marks.compare import Comparison, compare
from assistant.image.types import ArrowMark, BoxMark, FreehandMark, Layer, Mark, Point


def box(left: float, top: float, right: float, bottom: float, label: str = "", **given: object) -> BoxMark:
    fields = {"id": "b", "left": left, "top": top, "right": right, "bottom": bottom, "label": label}
    return BoxMark.model_validate(fields | given)


def arrow(x: float, y: float, label: str = "", **given: object) -> ArrowMark:
    fields = {"id": "a", "shape": "arrow", "tail": {"x": 0, "y": 0}, "tip": {"x": x, "y": y}, "label": label}
    return ArrowMark.model_validate(fields | given)


def line(*places: tuple[float, float], closed: bool = False, **given: object) -> FreehandMark:
    points = [{"x": x, "y": y} for x, y in places]
    fields = {"id": "f", "shape": "freehand", "points": points, "closed": closed}
    return FreehandMark.model_validate(fields | given)


def circle(x: float, y: float, radius: float, n: int = 60) -> FreehandMark:
    turns = [2 * pi * step / n for step in range(n)]
    return line(*((x + radius * cos(one), y + radius * sin(one)) for one in turns), closed=True)


def held(own: Mark, expert: Mark) -> Comparison:
    return compare(Layer(author="learner", marks=(own,)), Layer(author="educator", marks=(expert,)))


def outcome(own: Mark, expert: Mark) -> str:
    return held(own, expert).held[0].outcome


def test_the_overlap_of_two_boxes_is_what_their_sides_say() -> None:
    one, other = box(0.1, 0.1, 0.5, 0.5), box(0.3, 0.1, 0.7, 0.5)
    found = held(one, other).held[0].overlap
    assert found == pytest.approx(1 / 3, abs=0.01)


def test_the_overlap_of_two_circles_is_that_of_the_lens_between_them() -> None:
    # Circles of radius r at distance r: the lens is r^2 (2 pi / 3 - sqrt(3) / 2).
    lens = 2 * pi / 3 - 3**0.5 / 2
    corners = [[(p.x, p.y) for p in one.points] for one in (circle(0.4, 0.5, 0.2), circle(0.6, 0.5, 0.2))]
    assert iou(*corners) == pytest.approx(lens / (2 * pi - lens), abs=0.01)


@pytest.mark.parametrize(
    ("own", "expert"),
    [
        (box(0.2, 0.2, 0.4, 0.4), circle(0.3, 0.3, 0.1)),
        (arrow(0.3, 0.3), box(0.2, 0.2, 0.4, 0.4)),
        (arrow(0.42, 0.3), box(0.2, 0.2, 0.4, 0.4)),
        (arrow(0.3, 0.3), arrow(0.33, 0.33)),
        (box(0.2, 0.2, 0.4, 0.4), arrow(0.3, 0.3)),
        (line((0.1, 0.1), (0.5, 0.5)), line((0.1, 0.12), (0.3, 0.32), (0.5, 0.52))),
        (arrow(0.31, 0.3), line((0.1, 0.1), (0.5, 0.5))),
        (box(0.3, 0.3, 0.5, 0.5), line((0.32, 0.32), (0.48, 0.48))),
    ],
)
def test_what_means_the_same_place_is_found_whatever_it_is_drawn_with(own: Mark, expert: Mark) -> None:
    assert outcome(own, expert) == "not_graded", "found, and without labels nothing more is graded"


@pytest.mark.parametrize(
    ("own", "expert"),
    [
        (box(0, 0, 1, 1), box(0.2, 0.2, 0.4, 0.4)),
        (box(0, 0, 1, 1), arrow(0.3, 0.3)),
        (box(0, 0, 1, 1), line((0.1, 0.1), (0.5, 0.5))),
        (arrow(0.46, 0.3), box(0.2, 0.2, 0.4, 0.4)),
        (arrow(0.3, 0.3), arrow(0.36, 0.3)),
        (line((0.1, 0.1), (0.12, 0.12)), line((0.1, 0.1), (0.5, 0.5))),
        (line((0.5, 0.5), (0.5, 0.5)), line((0.1, 0.1), (0.3, 0.3))),
        (box(0.2, 0.2, 0.4, 0.4, frame=1), box(0.2, 0.2, 0.4, 0.4)),
    ],
)
def test_what_covers_everything_lies_beside_or_on_another_frame_is_missed(own: Mark, expert: Mark) -> None:
    found = held(own, expert)
    assert [one.outcome for one in found.held] == ["missed"]
    assert found.extra == (own.id,)


@pytest.mark.parametrize(
    ("own", "expert", "wanted"),
    [
        ("Consolidation", " consolidation.", "found"),
        ("nodule", "consolidation", "other_label"),
        ("", "consolidation", "not_graded"),
        ("nodule", "", "not_graded"),
    ],
)
def test_labels_are_told_apart_from_places(own: str, expert: str, wanted: str) -> None:
    found = held(box(0.2, 0.2, 0.4, 0.4, own), box(0.2, 0.2, 0.4, 0.4, expert)).held[0]
    assert found.outcome == wanted
    assert found.by == "b"
    assert expert.strip(" .").casefold() in found.why.casefold()


def test_each_mark_counts_once_and_the_better_one_is_taken() -> None:
    expert = Layer(
        author="educator", marks=(box(0.2, 0.2, 0.4, 0.4, id="e1"), box(0.6, 0.6, 0.8, 0.8, id="e2"))
    )
    own = (
        box(0.2, 0.2, 0.4, 0.43, id="rough"),
        box(0.2, 0.2, 0.4, 0.4, id="exact"),
        arrow(0.5, 0.1, id="far"),
    )
    found = compare(Layer(author="learner", marks=own), expert)
    assert [(one.mark, one.by) for one in found.held] == [("e1", "exact"), ("e2", None)]
    assert found.extra == ("rough", "far")


def test_of_two_marks_on_the_same_place_that_with_the_same_label_is_taken() -> None:
    same = (0.2, 0.2, 0.4, 0.4)
    own = (box(*same, "nodule", id="one"), box(*same, "cavity", id="two"))
    found = compare(
        Layer(author="learner", marks=own), Layer(author="educator", marks=(box(*same, "Cavity"),))
    )
    assert (found.held[0].by, found.held[0].outcome) == ("two", "found")


def test_nothing_drawn_finds_nothing_and_a_point_drawn_twice_is_no_area() -> None:
    empty = Layer(author="learner")
    expert = Layer(author="educator", marks=(box(0.2, 0.2, 0.4, 0.4),))
    assert [one.outcome for one in compare(empty, expert).held] == ["missed"]
    assert compare(Layer(author="learner", marks=expert.marks), empty).extra == ("b",)
    dot = line((0.3, 0.3), (0.3, 0.3), (0.3, 0.3), closed=True)
    assert outcome(dot, expert.marks[0]) == "missed"


def test_an_area_stretched_over_twice_the_place_still_counts_and_one_over_four_times_does_not() -> None:
    expert = box(0.4, 0.4, 0.6, 0.6)
    assert FOUND_IOU == 0.3
    assert outcome(box(0.4, 0.4, 0.6, 0.8), expert) == "not_graded"
    assert outcome(box(0.3, 0.3, 0.7, 0.7), expert) == "missed"


def test_a_point_is_a_place_in_the_frame() -> None:
    with pytest.raises(ValueError, match="less than or equal to 1"):
        Point(x=1.01, y=0)

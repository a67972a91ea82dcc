"""Changes to the order of a curriculum lose no objective that nobody took out."""

import pytest

from curricula.objectives import arranging
from curricula.objectives.types import Course, Curriculum, Module
from retrieval.errors import WrongUse


@pytest.fixture
def year() -> Curriculum:
    """Two modules, with two objectives and with one."""
    heart = Module(id="heart", title="Heart", objectives=("pulse", "murmur"))
    lung = Module(id="lung", title="Lung", objectives=("cough",))
    course = Course(id="body", title="Body", modules=(heart, lung))
    return Curriculum(id="year", title="Year", author="Ada", courses=(course,))


def _order(curriculum: Curriculum) -> list[tuple[str, str]]:
    return [(place.module.id, place.objective) for place in curriculum.places()]


def test_an_objective_moves_within_its_module_and_stays_at_its_ends(year: Curriculum) -> None:
    up = arranging.shift(year, "murmur", -1)
    assert _order(up)[:2] == [("heart", "murmur"), ("heart", "pulse")]
    assert arranging.shift(up, "murmur", -1) == up
    assert arranging.shift(year, "cough", 1) == year


def test_an_objective_moves_to_another_module_and_an_empty_one_goes(year: Curriculum) -> None:
    moved = arranging.place(year, "cough", "heart")
    assert _order(moved) == [("heart", "pulse"), ("heart", "murmur"), ("heart", "cough")]
    assert arranging.place(moved, "cough", "heart") == moved
    with pytest.raises(WrongUse, match="no module liver"):
        arranging.place(year, "cough", "liver")


def test_modules_are_added_renamed_moved_and_removed(year: Curriculum) -> None:
    added = arranging.add_module(year, "body", Module(id="kidney", title="Kidney", objectives=("murmur",)))
    assert _order(added) == [("heart", "pulse"), ("lung", "cough"), ("kidney", "murmur")]
    assert [one.id for one in arranging.shift_module(added, "kidney", -1).courses[0].modules][1] == "kidney"
    renamed = arranging.rename(arranging.rename(year, "lung", "Lungs"), "body", "The body")
    assert (renamed.courses[0].title, renamed.courses[0].modules[1].title) == ("The body", "Lungs")
    assert _order(arranging.remove_module(year, "heart")) == [("lung", "cough")]


def test_new_parts_are_empty_until_they_are_filled_and_go_when_emptied(year: Curriculum) -> None:
    filled = arranging.add_course(year, Course(id="mind", title="Mind"))
    filled = arranging.add_module(filled, "mind", Module(id="mood", title="Mood"))
    filled = arranging.take_out(filled, "cough")
    assert [one.id for course in filled.courses for one in course.modules] == ["heart", "mood"]
    filled = arranging.place(filled, "pulse", "mood")
    assert _order(filled) == [("heart", "murmur"), ("mood", "pulse")]
    assert arranging.remove_module(arranging.take_out(filled, "murmur"), "mood").courses == ()
    with pytest.raises(WrongUse, match="needs a title"):
        arranging.rename(year, "heart", " ")

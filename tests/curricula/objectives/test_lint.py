"""What is wrong with objectives is told with file, field and line, and what hangs together is checked."""

from pathlib import Path

import pytest

from curricula.check import check
from curricula.load import load, to_yaml
from curricula.objectives.lint import circle_of, lint_objective
from curricula.objectives.load import OBJECTIVES
from curricula.objectives.types import DEPTHS
from curricula.objectives.verbs import VAGUE, VERBS, is_vague, levels_of
from curricula.types import Taught
from tests.curricula.items.samples import single
from tests.curricula.objectives.samples import blueprint, curriculum, objective


def write(folder: Path, *values: Taught) -> None:
    for value in values:
        folder.joinpath(f"{value.id}.yaml").write_text(to_yaml(value), encoding="utf-8")


def told(folder: Path) -> set[tuple[str, str]]:
    checked = check([folder])
    assert all(one.line for one in checked.faults)
    return {(one.file.name, one.field) for one in checked.faults}


def test_a_good_objective_has_nothing_wrong() -> None:
    assert lint_objective(objective()) == []


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("verb", {"verb": "Understand"}, "nobody can watch"),
        ("verb", {"verb": "Wobble"}, "not in the table"),
        ("level", {"level": "recall"}, "used for apply"),
        ("references", {"references": ()}, "are none"),
        ("content", {"content": "word " * 40}, "has 40 words"),
        ("competencies", {"competencies": ("EPA 14",)}, "EPA 14"),
        ("competencies", {"competencies": ("CanMEDS Wizard",)}, "CanMEDS Wizard"),
    ],
)
def test_what_deserves_a_look_is_a_warning(field: str, changes: dict[str, object], words: str) -> None:
    (remark,) = lint_objective(objective(**changes))
    assert remark.warning
    assert remark.spot[0] == field
    assert words in remark.what


@pytest.mark.parametrize("tag", ["EPA10", "10", "EPA ", "E P"])
def test_a_tag_without_framework_or_code_is_a_fault(tag: str) -> None:
    (remark,) = lint_objective(objective(competencies=(tag,)))
    assert not remark.warning


def test_the_words_of_a_source_are_looked_up_where_that_is_wished() -> None:
    (remark,) = lint_objective(objective(), resolve=lambda reference: "no source of this title")
    assert remark.spot == ("references", 0)
    assert lint_objective(objective(), resolve=lambda reference: None) == []


def test_every_level_has_verbs_and_no_vague_one() -> None:
    assert tuple(VERBS) == DEPTHS
    assert not VAGUE & {verb for verbs in VERBS.values() for verb in verbs}
    assert levels_of("Prioritize") == ("evaluate",)
    assert is_vague("Be aware of")


def test_objectives_that_come_before_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    write(
        tmp_path,
        objective("one", prerequisites=("two",)),
        objective("two", prerequisites=("three",)),
        objective("three", prerequisites=("one",)),
        objective("four", prerequisites=("three", "five")),
    )
    faults = check([tmp_path]).faults
    assert {one.field for one in faults} == {"prerequisites", "prerequisites.1"}
    assert circle_of({"a": ["b"], "b": []}) == []


def test_an_objective_that_nobody_wrote_is_told_wherever_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, objective(), single(objectives=("potassium-managemnt",)))
    write(tmp_path, curriculum("potassium-management", "sodium"))
    (fault,) = (one for one in check([tmp_path]).faults if one.field == "objectives.0")
    assert "potassium-management" in fault.expected
    assert told(tmp_path) == {
        ("first-drug.yaml", "objectives.0"),
        ("year-one.yaml", "courses.0.modules.0.objectives.1"),
    }


def test_where_no_objective_is_read_nothing_is_said_of_those_named(tmp_path: Path) -> None:
    write(tmp_path, single(objectives=("anything",)))
    assert told(tmp_path) == set()


def test_an_objective_stands_once_in_a_curriculum(tmp_path: Path) -> None:
    write(tmp_path, objective(), curriculum("potassium-management", "potassium-management"))
    assert told(tmp_path) == {("year-one.yaml", "courses.0.modules.0.objectives.1")}


def test_a_blueprint_names_modules_of_its_curriculum(tmp_path: Path) -> None:
    share = blueprint().shares[0].model_copy(update={"module": "liver"})
    write(tmp_path, objective(), curriculum(), blueprint(shares=(share,)))
    assert told(tmp_path) == {("mock.yaml", "shares.0.module")}


def test_every_fault_of_a_file_is_listed_with_its_line(tmp_path: Path) -> None:
    text = (
        "- id: Bad Id\n  verb: Treat\n  content: it\n  level: deep\n  author: A\n  title: T\n  colour: red\n"
    )
    tmp_path.joinpath("bad.yaml").write_text(text, encoding="utf-8")
    faults = load([tmp_path], [OBJECTIVES]).faults
    assert {(one.field, one.line) for one in faults} == {("0.id", 1), ("0.level", 4), ("0.colour", 7)}

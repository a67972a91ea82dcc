"""The documentation of objectives: its tables are those of the schemas, and its examples can be read."""

import re
from pathlib import Path

import pytest

from curricula.blueprint import Blueprint, Share
from curricula.check import check
from curricula.objectives.types import Course, Curriculum, Module, Objective
from retrieval.types import Value

TEXT = (Path(__file__).parents[3] / "docs" / "educators.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Objectives and curricula")[2].partition("\n## ")[0]
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", SECTION, flags=re.MULTILINE))
EXAMPLES = re.findall(r"```yaml\n(.*?)```", SECTION, flags=re.DOTALL)
PARTS: dict[str, type[Value]] = {
    "an objective": Objective,
    "a curriculum": Curriculum,
    "a course": Course,
    "a module": Module,
    "a blueprint": Blueprint,
    "a share": Share,
}


@pytest.mark.parametrize("part", PARTS)
def test_the_table_names_every_field_and_no_other(part: str) -> None:
    assert set(re.findall(r"`([a-z_]+)`", ROWS[part])) == set(PARTS[part].model_fields)


def test_the_examples_lack_only_the_objective_that_they_do_not_show(tmp_path: Path) -> None:
    for number, example in enumerate(EXAMPLES):
        tmp_path.joinpath(f"{number}.yaml").write_text(example, encoding="utf-8")
    checked = check([tmp_path])
    assert {one.what.split(",")[0] for one in checked.faults} == {"names potassium-disorders-red-flags"}
    assert checked.warnings == ()
    assert len(EXAMPLES) == 3

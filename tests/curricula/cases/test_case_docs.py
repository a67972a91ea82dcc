"""The table of the format in the documentation is that of the schema, and its example can be played."""

import re
from pathlib import Path

import pytest

from curricula.cases.lint import lint
from curricula.cases.load import read_case
from curricula.cases.types import (
    Candidate,
    Case,
    Change,
    Diagnosis,
    Fact,
    Finding,
    Image,
    Investigation,
    Line,
    Person,
    Reading,
    Series,
    Setting,
    Step,
)
from curricula.types import Reference
from retrieval.types import Value

TEXT = (Path(__file__).parents[3] / "docs" / "educators.md").read_text(encoding="utf-8")
PARTS: dict[str, type[Value]] = {
    "the case": Case,
    "`patient`": Person,
    "`setting`": Setting,
    "`facts`": Fact,
    "`findings`": Finding,
    "`tests`": Investigation,
    "`readings`": Reading,
    "`image`": Image,
    "`series`": Series,
    "`steps`": Step,
    "`timeline`": Change,
    "`diagnosis`": Diagnosis,
    "`differential`": Candidate,
    "`checklist`": Line,
    "`references`": Reference,
}
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", TEXT, flags=re.MULTILINE))


@pytest.mark.parametrize("part", PARTS)
def test_the_table_names_every_field_and_no_other(part: str) -> None:
    assert sorted(re.findall(r"`([a-z_]+)`", ROWS[part])) == sorted(PARTS[part].model_fields)


def test_the_example_is_a_case_without_faults() -> None:
    example = next(
        text for text in re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL) if "facts:" in text
    )
    case, remarks = read_case(example)
    assert remarks == []
    assert case is not None
    assert [remark for remark in lint(case) if not remark.warning] == []

"""The documentation of items: its tables are those of schema and lint, its examples can be read."""

import re
from pathlib import Path

import pytest

from curricula.items.lint import RULES, lint_item
from curricula.items.load import item_of, load_items, read_one
from curricula.items.types import (
    Accepted,
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Measured,
    MultipleResponse,
    NearMiss,
    Option,
    Picture,
    Question,
    Region,
    ReportLine,
    ShortAnswer,
    SingleBestAnswer,
)
from curricula.types import Exercise
from retrieval.types import Value

TEXT = (Path(__file__).parents[3] / "docs" / "educators.md").read_text(encoding="utf-8")
SECTION = TEXT.partition("## Questions and cards")[2].partition("\n## ")[0]
ROWS = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", SECTION, flags=re.MULTILINE))
RULE_ROWS = re.findall(r"^\| ([^|]+) \| ([\d, ]*)\| [^|]+ \|$", SECTION, flags=re.MULTILINE)
EXAMPLES = re.findall(r"```yaml\n(.*?)```", SECTION, flags=re.DOTALL)
PARTS: dict[str, tuple[type[Value], type[Value] | None]] = {
    "every item": (Exercise, None),
    "every question": (Question, Exercise),
    "`single_best_answer`": (SingleBestAnswer, Question),
    "`multiple_response`": (MultipleResponse, Question),
    "`short_answer`": (ShortAnswer, Question),
    "`cloze_card`": (ClozeCard, Exercise),
    "`image_hotspot`": (ImageHotspot, Question),
    "`image_read`": (ImageRead, Question),
    "an option": (Option, None),
    "a picture": (Picture, None),
    "an accepted answer": (Accepted, None),
    "a number": (Measured, None),
    "a near miss": (NearMiss, None),
    "a region": (Region, None),
    "a line of a report": (ReportLine, None),
}


@pytest.mark.parametrize("part", PARTS)
def test_the_table_names_every_field_and_no_other(part: str) -> None:
    model, base = PARTS[part]
    own = set(model.model_fields) - set(base.model_fields if base else ())
    assert set(re.findall(r"`([a-z_]+)`", ROWS[part])) == own


def test_every_rule_is_told_with_its_guidelines() -> None:
    told = {name: tuple(map(int, re.findall(r"\d+", numbers))) for name, numbers in RULE_ROWS}
    assert told == {rule.name: rule.guidelines for rule in RULES}


def test_the_first_example_is_a_single_best_answer_without_remarks() -> None:
    item, remarks = read_one(EXAMPLES[0])
    assert (type(item), remarks) == (SingleBestAnswer, [])
    assert item is not None and lint_item(item) == []


def test_the_second_example_has_every_other_form(tmp_path: Path) -> None:
    tmp_path.joinpath("items.yaml").write_text(EXAMPLES[1], encoding="utf-8")
    for name in ("strip.png", "chest.png"):
        tmp_path.joinpath(name).write_bytes(b"picture")
    loaded = load_items([tmp_path])
    assert loaded.faults == ()
    items = [item_of(written) for written in loaded.written]
    assert {type(item) for item in items} == {
        MultipleResponse,
        ShortAnswer,
        ClozeCard,
        ImageHotspot,
        ImageRead,
    }
    assert not [remark for item in items for remark in lint_item(item) if not remark.warning]

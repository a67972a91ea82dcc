"""Items read from files: every form, every fault with its line, and the rest goes on."""

from pathlib import Path

import pytest

from curricula.items.load import item_of, load_items, pictures_beside, read_one, to_yaml
from curricula.items.types import Item
from tests.curricula.items.samples import all_forms, hotspot, single


@pytest.mark.parametrize("item", all_forms(), ids=lambda item: item.type)
def test_an_item_reads_back_from_its_file(tmp_path: Path, item: Item) -> None:
    tmp_path.joinpath("strip.png").write_bytes(b"strip")
    path = tmp_path / "item.yaml"
    path.write_text(to_yaml(item), encoding="utf-8")
    loaded = load_items([path])
    assert (list(map(item_of, loaded.written)), loaded.faults) == ([item], ())


def test_without_a_type_it_is_a_single_best_answer() -> None:
    assert "type" not in to_yaml(single())
    assert read_one(to_yaml(single())) == (single(), [])


def test_every_fault_is_listed_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        "- id: one",
        "  type: essay",
        "  title: One",
        "- id: two",
        "  title: Two",
        "  author: Ada",
        "  lead_in: Which?",
        "  options:",
        "  - {id: a, text: A, correct: true}",
        "  - {id: b, text: B, correct: true, colour: red}",
        "- id: three",
        "  type: cloze_card",
        "  title: Three",
        "  author: Ada",
        "  text: The heart has {{four}} chambers.",
    ]
    path = tmp_path / "items.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    loaded = load_items([path])
    assert [item_of(written).id for written in loaded.written] == ["three"]
    assert [(fault.field, fault.line) for fault in loaded.faults] == [
        ("0.type", 2),
        ("1.options.1.colour", 10),
    ]
    assert "image_hotspot" in loaded.faults[0].expected


def test_two_keys_are_told(tmp_path: Path) -> None:
    text = to_yaml(single()).replace("text: Furosemide", "correct: true\n  text: Furosemide")
    item, remarks = read_one(text)
    assert item is None
    assert "exactly one option is correct, not 2" in remarks[0].expected


def test_a_double_id_is_told_in_another_file_too(tmp_path: Path) -> None:
    for name in ("a", "b"):
        tmp_path.joinpath(f"{name}.yaml").write_text(to_yaml(single()), encoding="utf-8")
    assert [fault.field for fault in load_items([tmp_path]).faults] == ["id"]


@pytest.mark.parametrize(
    "name", ["strip.png", "../strip.png", "strip.exe"], ids=["missing", "elsewhere", "no picture"]
)
def test_a_picture_that_cannot_be_shown_is_told(tmp_path: Path, name: str) -> None:
    item = hotspot(pictures=({"file": name, "alt": "A strip"},))
    tmp_path.joinpath("item.yaml").write_text(to_yaml(item), encoding="utf-8")
    assert [fault.field for fault in load_items([tmp_path]).faults] == ["pictures.0.file"]
    assert pictures_beside(item, tmp_path) == {}

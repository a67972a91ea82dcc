"""Everything wrong with a folder of items is listed at once, and what is right in it is read."""

from datetime import UTC, datetime
from pathlib import Path

from curricula.check import check
from curricula.items.bank import Bank
from curricula.items.load import to_yaml
from curricula.items.starter import bank_starter
from curricula.types import Reference
from tests.curricula.items.samples import card, hotspot, short, single

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def missing(reference: Reference) -> str | None:
    return "whose words are not there" if reference.document == "Lost" else None


def bad_folder(folder: Path) -> Path:
    lost = card(id="lost", topics=["heart"], references=[{"document": "Lost", "quote": card().text}])
    two_keys = to_yaml(single("two-keys")).replace("text: Furosemide", "correct: true\n  text: Furosemide")
    files = {
        "broken": "- id: [unclosed\n",
        "no-text": "\x00\x01",
        "double": to_yaml(single()),
        "first": to_yaml(single()),
        "lost": to_yaml(lost),
        "picture": to_yaml(hotspot()),
        "right": to_yaml(short(objectives=["one"])),
        "two-keys": two_keys,
        "unknown": "id: x\ntype: essay\n",
    }
    for name, text in files.items():
        folder.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_each_fault_is_listed_once_with_its_file_and_the_rest_goes_on(tmp_path: Path) -> None:
    checked = check([bad_folder(tmp_path)], resolve=missing)
    assert [(fault.file.stem, fault.field) for fault in checked.faults] == [
        ("broken", ""),
        ("first", "id"),
        ("lost", "references.0"),
        ("no-text", ""),
        ("picture", "pictures.0.file"),
        ("two-keys", ""),
        ("unknown", "type"),
    ]
    assert all(fault.expected for fault in checked.faults)
    assert (checked.counts["items"], checked.counts["cards"]) == (4, 1)


def test_what_cannot_be_used_keeps_nothing_else_from_the_bank(bank: Bank, tmp_path: Path) -> None:
    folder = tmp_path / "items"
    folder.mkdir()
    faults = bank_starter(bank, NOON, folder=bad_folder(folder))
    assert {fault.file.stem for fault in faults} == {"broken", "no-text", "picture", "two-keys", "unknown"}
    assert {one.id for one in bank.listed()} == {"first-drug", "lost", "name-the-drug"}


def test_a_hundred_megabytes_of_nonsense_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "nonsense.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (fault,) = check([path]).faults
    assert "too large (100 MB)" in fault.what

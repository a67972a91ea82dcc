"""Items that come with the product reach the bank, once a version."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.home import items_of, open_items, open_library
from assistant.settings import read_settings
from curricula.items import starter
from curricula.items.bank import Bank
from curricula.items.load import to_yaml
from tests.curricula.items.samples import hotspot, single

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one item, and one with a picture in a folder below."""
    below = tmp_path / "starter" / "cards"
    below.mkdir(parents=True)
    below.joinpath("strip.png").write_bytes(b"strip")
    below.joinpath("b.yaml").write_text(to_yaml(hotspot()), encoding="utf-8")
    below.parent.joinpath("a.yaml").write_text(to_yaml(single()), encoding="utf-8")
    return below.parent


def test_new_files_are_put_into_the_bank_with_their_pictures(bank: Bank, folder: Path) -> None:
    assert starter.bank_starter(bank, NOON, folder=folder) == []
    assert {(one.id, one.origin) for one in bank.listed()} == {
        ("first-drug", "starter"),
        ("tall-wave", "starter"),
    }
    assert bank.pictures("tall-wave", 1) == {"strip.png": b"strip"}


def test_files_that_were_read_before_are_not_read_again(
    bank: Bank, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter.bank_starter(bank, NOON, folder=folder)
    monkeypatch.setattr(starter, "load_items", None)
    assert starter.bank_starter(bank, NOON, folder=folder) == []


def test_an_item_changed_without_a_new_version_is_told_and_left(bank: Bank, folder: Path) -> None:
    starter.bank_starter(bank, NOON, folder=folder)
    folder.joinpath("a.yaml").write_text(to_yaml(single(lead_in="Which one?")), encoding="utf-8")
    faults = starter.bank_starter(bank, NOON, folder=folder)
    assert [(fault.field, fault.line) for fault in faults] == [("version", 2)]
    assert bank.item("first-drug") == single()


def test_the_library_offers_the_starter_items(own_home: Path) -> None:
    settings = read_settings()
    with open_library(settings) as library:
        assert len(items_of(library).listed()) >= 80
        with open_items(settings) as bank:
            assert bank.count() >= 80

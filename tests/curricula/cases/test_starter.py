"""Cases that come with the product reach the shelf, once a version."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curricula.cases import starter
from curricula.cases.load import to_yaml
from curricula.cases.shelf import Shelf, Source
from curricula.cases.types import Image
from curricula.migrations import CURRICULA
from retrieval.errors import WrongUse
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from tests.assistant.case.encounter import small_case

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """An empty shelf."""
    engine = open_engine(tmp_path)
    migrate(engine, CURRICULA, NOON)
    yield Shelf(engine)
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one published case."""
    made = tmp_path / "starter"
    made.mkdir()
    made.joinpath("a.yaml").write_text(to_yaml(small_case(status="published")), encoding="utf-8")
    return made


def test_new_files_are_put_on_the_shelf(shelf: Shelf, folder: Path) -> None:
    assert starter.shelve_starter(shelf, NOON, folder=folder) == []
    assert [(one.id, one.origin) for one in shelf.listed()] == [(small_case().id, "starter")]


def test_files_that_were_read_before_are_not_read_again(
    shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starter.shelve_starter(shelf, NOON, folder=folder)
    monkeypatch.setattr(starter, "load_cases", None)
    assert starter.shelve_starter(shelf, NOON, folder=folder) == []


def test_a_higher_version_joins_the_former(shelf: Shelf, folder: Path) -> None:
    starter.shelve_starter(shelf, NOON, folder=folder)
    newer = small_case(status="published", version=2, opening="It hurts more now.")
    folder.joinpath("a.yaml").write_text(to_yaml(newer), encoding="utf-8")
    assert starter.shelve_starter(shelf, NOON, folder=folder) == []
    assert [one.version for one in shelf.versions(newer.id)] == [2, 1]


def test_a_bad_file_is_told_and_the_others_are_put_on_the_shelf(shelf: Shelf, folder: Path) -> None:
    folder.joinpath("0.yaml").write_text("id: [", encoding="utf-8")
    faults = starter.shelve_starter(shelf, NOON, folder=folder)
    assert [fault.file.name for fault in faults] == ["0.yaml"]
    assert len(shelf.listed()) == 1


def test_what_is_on_the_shelf_with_other_contents_stays(shelf: Shelf, folder: Path) -> None:
    mine = small_case(status="published", opening="My own words.")
    shelf.put(mine, Source(origin="author", at=NOON))
    (fault,) = starter.shelve_starter(shelf, NOON, folder=folder)
    assert "with other contents" in fault.what
    assert shelf.case(mine.id).opening == "My own words."


def test_a_starter_case_is_copied_and_not_changed(shelf: Shelf, folder: Path) -> None:
    starter.shelve_starter(shelf, NOON, folder=folder)
    with pytest.raises(WrongUse, match="comes with Preceptor"):
        shelf.revise(small_case(), Source(origin="author", at=NOON), based_on=1)


def test_pictures_come_along_and_stay_with_later_versions(shelf: Shelf, folder: Path) -> None:
    image = Image(file="strip.png", alt="Four beats.")
    finding = small_case().findings[0].model_copy(update={"image": image})
    case = small_case(id="with-picture", status="published", findings=(finding,))
    folder.joinpath("strip.png").write_bytes(b"picture")
    folder.joinpath("b.yaml").write_text(to_yaml(case), encoding="utf-8")
    assert starter.shelve_starter(shelf, NOON, folder=folder) == []
    assert shelf.pictures("with-picture", 1) == {"strip.png": b"picture"}
    mine = Source(origin="author", at=NOON)
    shelf.put(case.model_copy(update={"id": "mine"}), mine, {"strip.png": b"picture"})
    shelf.revise(case.model_copy(update={"id": "mine"}), mine, based_on=1, pictures={"more.png": b"x"})
    assert shelf.pictures("mine", 2) == {"strip.png": b"picture", "more.png": b"x"}

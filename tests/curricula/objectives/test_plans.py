"""Objectives, curricula and blueprints are kept by version, and taking them in again changes nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.home import open_plans
from assistant.settings import read_settings
from curricula.errors import Outdated
from curricula.load import to_yaml
from curricula.plans import Plans, load_plans, plan_starter, take_in
from curricula.versions import PUBLISHED, Source
from retrieval.errors import WrongUse
from tests.curricula.moving import put_in_state, take_out_of_use
from tests.curricula.objectives.samples import blueprint, curriculum, objective

SOURCE = Source(origin="yaml", at=datetime(2026, 3, 1, tzinfo=UTC), by="author")


@pytest.fixture
def plans(own_home: Path) -> Iterator[Plans]:
    with open_plans(read_settings()) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "year"
    below.mkdir()
    for value in (objective(), curriculum(), blueprint()):
        below.joinpath(f"{value.id}.yaml").write_text(to_yaml(value), encoding="utf-8")
    return below


def test_files_are_taken_in_once_and_read_back_the_same(plans: Plans, folder: Path) -> None:
    first = take_in(plans, load_plans([folder]), SOURCE)
    assert set(first.added) == {"potassium-management", "year-one", "mock"}
    again = take_in(plans, load_plans([folder]), SOURCE)
    assert (again.added, set(again.unchanged)) == ((), set(first.added))
    assert plans.objectives.get("potassium-management") == objective()
    assert plans.curricula.get("year-one") == curriculum()
    assert plans.blueprints.get("mock") == blueprint()


def test_what_was_changed_without_a_new_version_is_told_and_left(plans: Plans, folder: Path) -> None:
    take_in(plans, load_plans([folder]), SOURCE)
    changed = objective(content="something else")
    folder.joinpath("potassium-management.yaml").write_text(to_yaml(changed), encoding="utf-8")
    taken = take_in(plans, load_plans([folder]), SOURCE)
    assert [(one.file.name, one.field) for one in taken.faults] == [("potassium-management.yaml", "version")]
    assert plans.objectives.get("potassium-management") == objective()
    with pytest.raises(WrongUse, match="other contents"):
        plans.objectives.put_many([changed], SOURCE)


def test_a_change_starts_from_the_newest_version(plans: Plans) -> None:
    plans.objectives.put_many([objective()], SOURCE)
    second = plans.objectives.revise(objective(title="Second"), SOURCE, based_on=1)
    assert (second.version, plans.objectives.get(second.id).title) == (2, "Second")
    with pytest.raises(Outdated):
        plans.objectives.revise(objective(title="Third"), SOURCE, based_on=1)
    assert [one.value.version for one in plans.objectives.versions(second.id)] == [2, 1]


def test_the_newest_version_of_a_status_is_listed_and_none_of_what_was_retired(plans: Plans) -> None:
    mine = frozenset(("mine",))
    plans.objectives.put_many([objective("mine"), objective("mine", version=2)], SOURCE)
    put_in_state(plans.objectives.engine, "objective", "mine", 1, "published")
    assert _listed(plans, mine) == [("mine", 2, "draft")]
    assert [one.value.version for one in plans.objectives.listed(PUBLISHED) if one.value.id in mine] == [1]
    take_out_of_use(plans.objectives.engine, "objective", "mine")
    plans.objectives.put_many([objective("mine", version=3)], SOURCE)
    assert _listed(plans, mine) == []


def test_starter_files_that_were_read_before_are_not_read_again(
    plans: Plans, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert list(plan_starter(plans, at, folders=[folder])) == []
    monkeypatch.setattr("curricula.plans.load_plans", None)
    assert list(plan_starter(plans, at, folders=[folder])) == []


def _listed(plans: Plans, ids: frozenset[str]) -> list[tuple[str, int, str]]:
    found = (one.value for one in plans.objectives.listed())
    return [(one.id, one.version, one.status) for one in found if one.id in ids]

"""A library's new model takes the old one's place, can be taken back, and survives a kill at any step."""

import shutil
from pathlib import Path

import pytest

from retrieval.errors import WrongUse
from retrieval.models.own import Place, accept, settle, undo


def model(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "encoder.json").write_text(name)
    return folder


def named(folder: Path) -> str | None:
    return (folder / "encoder.json").read_text() if folder.is_dir() else None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, "encoder")


def adapt(place: Place, name: str) -> None:
    model(place.candidate, name)
    accept(place)
    settle(place.library)


def test_a_new_model_is_used_and_the_one_before_is_kept(place: Place) -> None:
    adapt(place, "first")
    assert (named(place.used), named(place.previous)) == ("first", None)
    adapt(place, "second")
    assert (named(place.used), named(place.previous)) == ("second", "first")
    assert not place.candidate.exists() and not place.following.exists()


def test_undoing_brings_the_one_before_back_and_undoing_again_the_new_one(place: Place) -> None:
    adapt(place, "first")
    adapt(place, "second")
    undo(place)
    assert (named(place.used), named(place.previous)) == ("first", "second")
    undo(place)
    assert (named(place.used), named(place.previous)) == ("second", "first")


def test_undoing_the_first_brings_the_shipped_one_back(place: Place) -> None:
    adapt(place, "first")
    undo(place)
    assert (named(place.used), named(place.previous)) == (None, "first")
    adapt(place, "second")
    undo(place)
    assert named(place.used) is None  # what was used before the second was the shipped one, not the first


def test_without_a_model_of_its_own_there_is_nothing_to_undo(place: Place) -> None:
    with pytest.raises(WrongUse, match="no encoder of its own"):
        undo(place)


class Killed(BaseException):
    """What a kill does to the steps after it."""


@pytest.mark.parametrize("steps", range(12))
def test_a_kill_at_any_step_leaves_the_old_or_the_new_model_whole(
    place: Place, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapt(place, "older")
    adapt(place, "old")
    model(place.candidate, "new")
    left = [steps]

    def counted(name: str, owner: object) -> None:
        real = getattr(owner, name)

        def step(*args: object, **kwargs: object) -> object:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, step)

    counted("rename", Path)
    counted("rmtree", shutil)
    try:
        accept(place)
        settle(place.library)
    except Killed:
        monkeypatch.undo()
        accepted = not place.candidate.exists()
        settle(place.library)  # as the next start does
        assert named(place.used) == ("new" if accepted else "old")
    else:
        assert (named(place.used), named(place.previous)) == ("new", "old")

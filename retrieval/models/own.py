"""A library's own models: where they lie, and how a new one takes the old one's place.

The steps are renames in an order that a kill at any moment leaves finishable: `accept` marks the candidate as
the next model, and whoever owns the library puts it in place with `settle`, this time or the next.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from retrieval.errors import ModelPart, WrongUse

MODELS = "models"
PARTS: Sequence[ModelPart] = ("encoder", "ranker")


class Place(NamedTuple):
    """Where one part of a library's models lies."""

    library: Path
    part: ModelPart

    @property
    def used(self) -> Path:
        """The model in use; where there is no such folder, the shipped one is."""
        return self.library / MODELS / self.part

    @property
    def previous(self) -> Path:
        """The model used before; where there is none, it was the shipped one."""
        return self.used.with_suffix(".previous")

    @property
    def following(self) -> Path:
        """A model that was found better and waits to be put in place."""
        return self.used.with_suffix(".next")

    @property
    def candidate(self) -> Path:
        """A model that is being judged."""
        return self.used.with_suffix(".candidate")

    @property
    def training(self) -> Path:
        """What an unfinished training run goes on from."""
        return self.library / MODELS / "training" / self.part


def accept(place: Place) -> None:
    """The candidate becomes the next model."""
    _remove(place.following)
    if not place.used.is_dir():
        _remove(place.previous)  # the one before is the shipped one now
    place.candidate.rename(place.following)


def settle(library: Path) -> None:
    """Puts the models that wait for it in place and keeps those they follow; for the library's owner only."""
    for place in (Place(library, part) for part in PARTS):
        if place.following.is_dir():
            if place.used.is_dir():
                _remove(place.previous)
                place.used.rename(place.previous)
            place.following.rename(place.used)


def undo(place: Place) -> None:
    """The model used before and the one in use change places; for the library's owner only."""
    settle(place.library)
    if place.previous.is_dir():
        place.previous.rename(place.following)
        settle(place.library)
    elif place.used.is_dir():
        place.used.rename(place.previous)
    else:
        raise WrongUse(
            f"The library has no {place.part} of its own.", f"Make one with: preceptor train {place.part}"
        )


def _remove(folder: Path) -> None:
    if folder.is_dir():
        # Renamed first: a half-removed model must not be taken for a whole one.
        dead = folder.with_name(f"{folder.name}.dead")
        shutil.rmtree(dead, ignore_errors=True)
        folder.rename(dead)
        shutil.rmtree(dead)

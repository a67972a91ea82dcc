"""The pictures that a case names: files beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curricula.cases.types import Case, Image
from curricula.pictures import EXPECTED, Develop, amiss, read_files
from curricula.tree import Remark, Spot


def images(case: Case) -> Iterator[tuple[Spot, Image]]:
    """Every picture of the case, those that the timeline brings included, with its spot."""
    groups: list[tuple[Spot, Any]] = [((), case)]
    groups += [(("timeline", index), change) for index, change in enumerate(case.timeline)]
    for spot, group in groups:
        for field in ("findings", "tests"):
            for index, part in enumerate(getattr(group, field)):
                if part.image is not None:
                    yield (*spot, field, index, "image"), part.image


def picture_remarks(case: Case, folder: Path, develop: Develop | None = None) -> Iterator[Remark]:
    """What is wrong with the pictures that a case in that folder names."""
    for spot, image in images(case):
        if wrong := amiss(folder, image.file, develop):
            yield Remark((*spot, "file"), f"names {image.file[:80]}, {wrong}", EXPECTED)


def read_pictures(case: Case, folder: Path, develop: Develop | None = None) -> dict[str, bytes]:
    """The pictures of a case in that folder by file name; what there are remarks about is left out."""
    return read_files((image.file for _, image in images(case)), folder, develop)

"""The pictures that a case names: files beside it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from curricula.cases.types import Case, Image
from curricula.tree import Remark, Spot

MEDIA_TYPES: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
MAX_BYTES = 5 * 1024 * 1024
EXPECTED = f"a file beside this one ({', '.join(MEDIA_TYPES)}) of at most {MAX_BYTES // 1024 // 1024} MB"


def images(case: Case) -> Iterator[tuple[Spot, Image]]:
    """Every picture of the case, those that the timeline brings included, with its spot."""
    groups: list[tuple[Spot, Any]] = [((), case)]
    groups += [(("timeline", index), change) for index, change in enumerate(case.timeline)]
    for spot, group in groups:
        for field in ("findings", "tests"):
            for index, part in enumerate(getattr(group, field)):
                if part.image is not None:
                    yield (*spot, field, index, "image"), part.image


def picture_remarks(case: Case, folder: Path) -> Iterator[Remark]:
    """What is wrong with the pictures that a case in that folder names."""
    for spot, image in images(case):
        if amiss := _amiss(folder, image.file):
            yield Remark((*spot, "file"), f"names {image.file[:80]}, {amiss}", EXPECTED)


def read_pictures(case: Case, folder: Path) -> dict[str, bytes]:
    """The pictures of a case in that folder by file name; what there are remarks about is left out."""
    names = sorted({image.file for _, image in images(case)})
    return {name: (folder / name).read_bytes() for name in names if _amiss(folder, name) is None}


def _amiss(folder: Path, name: str) -> str | None:
    path = folder / name
    if path.name != name or path.suffix.lower() not in MEDIA_TYPES:
        return "which is not the name of a picture"
    if path.is_symlink() or not path.is_file():
        return "which is not there"
    return "which is too large" if path.stat().st_size > MAX_BYTES else None

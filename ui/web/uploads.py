"""Uploaded files, from where Gradio left them to where they can be added."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from retrieval.readers.find import speaks_for

UPLOADS = "uploads"


def stage(files: Iterable[Path], folder: Path) -> list[Path]:
    """The files to add, moved side by side under their own names, so that a sidecar finds its file.

    A second file of the same name gets a folder of its own.
    """
    placed = [_move(file, folder) for file in files]
    return [file for file in placed if speaks_for(file) is None]


def clear(folder: Path) -> None:
    """Removes what was staged: uploads are copies, the library keeps its own."""
    shutil.rmtree(folder, ignore_errors=True)


def _move(file: Path, folder: Path) -> Path:
    place = folder / file.name
    twin = 2
    while place.exists():
        place = folder / str(twin) / file.name
        twin += 1
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file, place)
    with suppress(OSError):
        file.parent.rmdir()
    return place

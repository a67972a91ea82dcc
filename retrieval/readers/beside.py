"""Pictures in files beside a source: looked at where the source is read, and never anywhere else."""

import os
import stat
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from retrieval.figures.picture import FILE
from retrieval.pictures import is_ornament, is_picture
from retrieval.readers.pictured import MOST_BYTES
from retrieval.types import FigureRead, ReadDocument

# As much as one source may have; what comes after is kept by its words only.
MOST_BYTES_IN_ALL = 200 * 1024 * 1024


def with_files(document: ReadDocument, folder: Path) -> ReadDocument:
    """The document with the digests of its pictures from that folder; a note counts those without picture.

    Ornaments are left out. A picture that is missing, a link, too large or of another kind keeps its words.
    """
    if not document.pictures:
        return document
    figures = tuple(_looked_up(document.pictures, folder))
    lost = sum(not figure.has_picture for figure in figures)
    note = f"Kept by their words only, for the library cannot hold the pictures themselves: {lost}."
    notes = (*document.notes, note) if lost else document.notes
    return document.model_copy(update={"pictures": figures, "notes": notes})


def _looked_up(figures: Sequence[FigureRead], folder: Path) -> Iterator[FigureRead]:
    left = MOST_BYTES_IN_ALL
    for figure in figures:
        if figure.part is None or not figure.part.startswith(FILE):
            yield figure
            continue
        data = _bytes(folder, figure.part.removeprefix(FILE), min(left, MOST_BYTES))
        if data is None or not is_picture(data):
            if figure.caption or figure.alt:
                yield figure.model_copy(update={"part": None})
        elif not is_ornament(data):
            left -= len(data)
            yield figure.model_copy(update={"digest": sha256(data).hexdigest()[:32]})


def file_below(folder: Path, name: str) -> Path | None:
    """The file of this name below the folder, None if it is none, or if a link leads to it."""
    path = folder / name
    steps = [path, *path.parents]
    try:
        modes = [step.lstat().st_mode for step in steps[: steps.index(folder)]]
    except (OSError, ValueError):  # not below the folder, not there, or no name for a file
        return None
    if ".." in path.parts or not modes:
        return None
    return path if stat.S_ISREG(modes[0]) and all(map(stat.S_ISDIR, modes[1:])) else None


def _bytes(folder: Path, name: str, most: int) -> bytes | None:
    path = file_below(folder, name)
    if path is None:
        return None
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as stream:
            data = stream.read(most + 1)
    except OSError:
        return None
    return data if len(data) <= most else None

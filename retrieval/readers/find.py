"""Which files a folder offers, and which of them only speak for others."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from retrieval.readers.registry import BY_SUFFIX, READERS

SIDECAR_SUFFIXES = (".yaml", ".yml")
READABLE_SUFFIXES = tuple(suffix for suffix, media in BY_SUFFIX.items() if media in READERS)


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Everything below these paths that needs a line in the report, each once, in a fixed order.

    Links are named but not followed, hidden folders are named but not entered, and a sidecar is not named
    where the file it speaks for is.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path) if _is_folder(path) else [path]:
            place = found.absolute()
            if place not in seen:
                seen.add(place)
                yield found


def _below(folder: Path) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path != folder and (not _is_folder(path) or is_hidden_name(path)):
            if speaks_for(path) is None:
                yield path
            continue
        try:
            waiting += sorted(path.iterdir(), key=lambda entry: entry.name, reverse=True)
        except OSError:
            # Named, so that the report tells why it cannot be opened.
            yield path


def is_hidden_name(path: Path) -> bool:
    """Whether the system hides this name from its users."""
    return path.name.startswith(".") and not path.name.startswith("..")


def sidecar_of(path: Path) -> Path | None:
    """The YAML file that speaks for this one: `name.ext.yaml` before `name.yaml`."""
    if path.suffix.lower() in SIDECAR_SUFFIXES:
        return None
    names = [path.name + suffix for suffix in SIDECAR_SUFFIXES] + [
        path.stem + suffix for suffix in SIDECAR_SUFFIXES
    ]
    return next((found for name in names if is_regular(found := path.with_name(name))), None)


def speaks_for(path: Path) -> Path | None:
    """The file whose sidecar this is, None if it is no sidecar."""
    if path.suffix.lower() not in SIDECAR_SUFFIXES:
        return None
    base = path.with_name(path.stem)
    beside = [base] if base.suffix.lower() in READABLE_SUFFIXES else []
    beside += [path.with_name(path.stem + suffix) for suffix in READABLE_SUFFIXES]
    return next((source for source in beside if is_regular(source)), None)


def is_regular(path: Path) -> bool:
    """Whether this is a file itself, not a link, pipe or folder."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False

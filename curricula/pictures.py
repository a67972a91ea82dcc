"""Pictures that an author names: files beside what was written."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from curricula.marks import marks_beside, marks_name

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
)
MAX_BYTES = 5 * 1024 * 1024
EXPECTED = f"a file beside this one ({', '.join(MEDIA_TYPES)}) of at most {MAX_BYTES // 1024 // 1024} MB"


def amiss(folder: Path, name: str) -> str | None:
    """What keeps the file of that name in the folder from being shown, None where nothing does."""
    path = folder / name
    if path.name != name or path.suffix.lower() not in MEDIA_TYPES:
        return "which is not the name of a picture"
    if path.is_symlink() or not path.is_file():
        return "which is not there"
    return "which is too large" if path.stat().st_size > MAX_BYTES else None


def read_files(names: Iterable[str], folder: Path) -> dict[str, bytes]:
    """The pictures in that folder by file name with the marks beside them, less those that cannot be used."""
    usable = [name for name in sorted(set(names)) if amiss(folder, name) is None]
    return {name: (folder / name).read_bytes() for name in usable} | marks_beside(usable, folder)


def over(former: Mapping[str, bytes], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """The former files with those given in their place; marks of a picture that was replaced are left out."""
    outdated = {marks_name(name) for name in given if former.get(name) != given[name]}
    return {name: body for name, body in former.items() if name not in outdated} | dict(given)

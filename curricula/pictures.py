"""Pictures that an author names: files beside what was written."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from curricula.marks import marks_beside, marks_name
from retrieval.errors import PreceptorError

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".webp": "image/webp",
        # What is kept of a DICOM file under its name is the picture in it.
        ".dcm": "image/png",
    }
)
DICOM = ".dcm"
Develop = Callable[[bytes, str], bytes]
"""Makes of a DICOM file, by its bytes and name, a PNG without its tags. Raises PreceptorError."""
MAX_BYTES = 5 * 1024 * 1024
EXPECTED = f"a file beside this one ({', '.join(MEDIA_TYPES)}) of at most {MAX_BYTES // 1024 // 1024} MB"


def amiss(folder: Path, name: str, develop: Develop | None = None) -> str | None:
    """What keeps the file of that name in the folder from being shown, None where nothing does.

    DICOM files are read with `develop`, and not without.
    """
    path = folder / name
    if path.name != name or path.suffix.lower() not in MEDIA_TYPES:
        return "which is not the name of a picture"
    if path.is_symlink() or not path.is_file():
        return "which is not there"
    if path.suffix.lower() != DICOM:
        return "which is too large" if path.stat().st_size > MAX_BYTES else None
    if develop is None:
        return "which is a DICOM file, and those are not read here"
    try:
        return "which is too large" if len(_body(path, develop)) > MAX_BYTES else None
    except PreceptorError as fault:
        return f"which cannot be read: {fault.args[0]}"


def read_files(names: Iterable[str], folder: Path, develop: Develop | None = None) -> dict[str, bytes]:
    """The pictures in that folder by file name with the marks beside them, less those that cannot be used."""
    usable = [name for name in sorted(set(names)) if amiss(folder, name, develop) is None]
    return {name: _body(folder / name, develop) for name in usable} | marks_beside(usable, folder)


def _body(path: Path, develop: Develop | None) -> bytes:
    """What is kept of the file."""
    is_dicom = path.suffix.lower() == DICOM
    return develop(path.read_bytes(), path.name) if develop and is_dicom else path.read_bytes()


def over(former: Mapping[str, bytes], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """The former files with those given in their place; marks of a picture that was replaced are left out."""
    outdated = {marks_name(name) for name in given if former.get(name) != given[name]}
    return {name: body for name, body in former.items() if name not in outdated} | dict(given)

"""The original files, kept under their digest, so that a page is always drawn from the very bytes read."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from retrieval.errors import PreceptorError, Refused

PIECE = 1 << 20
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def digest(path: Path) -> str:
    """The document id of a file: the first 32 hexadecimal digits of the SHA-256 of its bytes."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            sha.update(piece)
    return sha.hexdigest()[:32]


def digest_text(*parts: str) -> str:
    """The id of what has no file: the digest of its parts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def picture_beside(original: Path, digest: str) -> Path:
    """Where a picture that came in a file beside the source is kept, or would be."""
    return original.with_name(f"{original.name.partition('.')[0]}.{digest}.picture")


class Originals:
    """The folder of original files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, document_id: str, filename: str) -> Path:
        """Where the bytes of this document are, or would be."""
        suffix = Path(filename).suffix.lower()
        return self.folder / document_id[:2] / (document_id + (suffix if SUFFIX.fullmatch(suffix) else ""))

    def keep(self, source: Path, document_id: str) -> Path:
        """The kept copy, safely on the disk; refused if the file changed since its digest was taken."""
        target = self.path(document_id, source.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = self._copy(source, document_id, target)
            draft.replace(target)
            _sync_folder(target.parent)
        except OSError as error:
            raise PreceptorError(
                f"The library's folder of originals cannot be written ({error.strerror}).",
                "Free some space or check its permissions, and add the file again.",
            ) from error
        return target

    def keep_picture(self, source: Path, digest: str, beside: Path) -> bool:
        """Whether the picture is kept beside its document's copy: False if its file is not what was read."""
        target = picture_beside(beside, digest)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._copy(source, digest, target).replace(target)
        except (OSError, Refused):
            return False
        return True

    def forget(self, document_id: str, filename: str) -> None:
        """Deletes the kept copy, and those of the pictures beside it, if there are any."""
        path = self.path(document_id, filename)
        path.unlink(missing_ok=True)
        for picture in path.parent.glob(f"{document_id}.*.picture"):
            picture.unlink(missing_ok=True)

    def strays(self, known: frozenset[str]) -> list[Path]:
        """Files that belong to none of these documents: a crash left them behind."""
        return [path for path in sorted(self.folder.glob("??/*")) if path.name.partition(".")[0] not in known]

    def _copy(self, source: Path, document_id: str, target: Path) -> Path:
        sha = hashlib.sha256()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix="draft-")
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as out, source.open("rb") as file:
                while piece := file.read(PIECE):
                    sha.update(piece)
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            if sha.hexdigest()[:32] != document_id:
                raise Refused(f"{source.name} changed while it was being read.", "Add it again.")
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return draft


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle on a folder; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

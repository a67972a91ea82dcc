"""Reads files in a child process that may run out of time or memory without harm."""

import os
import stat
from importlib.util import find_spec
from pathlib import Path

from retrieval.errors import Refused, Skipped
from retrieval.readers.confined import Confining
from retrieval.readers.find import is_hidden_name, sidecar_of, speaks_for
from retrieval.readers.sandbox_child import Reply, Request
from retrieval.types import ReadDocument

MAX_BYTES = 200 * 1024 * 1024
LIMIT_S, MEMORY_MB = 60.0, 1024
# Recognising text takes seconds a page, and its models take memory before the first one.
OCR_LIMIT_S, OCR_MEMORY_MB = 1800.0, 4096
CHILD = "retrieval.readers.sandbox_child"


class Sandbox(Confining):
    """A context manager that reads one file at a time, each within limits of time and memory.

    By default 60 s and 1 GB; half an hour and 4 GB where the `ocr` extra is installed.
    """

    def __init__(
        self, *, limit_s: float | None = None, memory_mb: int | None = None, max_bytes: int = MAX_BYTES
    ) -> None:
        ocr = find_spec("rapidocr_onnxruntime") is not None
        super().__init__(
            CHILD,
            limit_s=limit_s or (OCR_LIMIT_S if ocr else LIMIT_S),
            memory_mb=memory_mb or (OCR_MEMORY_MB if ocr else MEMORY_MB),
        )
        self._max_bytes = max_bytes

    def read(self, path: Path) -> ReadDocument:
        """The document in this file. Raises Refused or Skipped with the reason."""
        check_before_opening(path, self._max_bytes)
        request = Request.of(path, sidecar_of(path), self._limit_s)
        said = self._ask(request.model_dump_json().encode("utf-8"))
        reply = Reply.model_validate_json(said)
        if reply.last:
            self.close()
        if reply.skipped:
            raise Skipped(reply.skipped, reply.next_step)
        if reply.document is None:
            raise Refused(reply.refused, reply.next_step)
        return reply.document


def check_before_opening(path: Path, max_bytes: int = MAX_BYTES) -> None:
    """Nothing, if this is a file worth opening. Raises Refused or Skipped otherwise."""
    try:
        found = path.lstat()
    except (OSError, ValueError) as fault:
        raise Refused("There is no such file, or it cannot be reached.", "Check the path.") from fault
    if kind := _not_a_file(found.st_mode):
        raise Skipped(f"This is {kind}, which is never opened.", "Add the file itself.")
    if stat.S_ISDIR(found.st_mode):
        raise _folder(path)
    if is_hidden_name(path):
        raise Skipped("The file is hidden (its name begins with a dot).", "Rename it to add it.")
    if (source := speaks_for(path)) is not None:
        raise Skipped(f"The file is the sidecar of the {source.suffix} file beside it.", "Add that file.")
    if found.st_size == 0:
        raise Refused("The file is empty.", "Fetch or export it again.")
    if found.st_size > max_bytes:
        raise Refused(
            f"The file is larger than {max_bytes / 2**20:,.0f} MB.",
            "Split it into parts, chapters for example.",
        )
    if not os.access(path, os.R_OK):
        raise Refused("The file may not be read by you.", "Change its permissions.")


def _folder(path: Path) -> Refused | Skipped:
    if is_hidden_name(path):
        return Skipped(
            "The folder is hidden (its name begins with a dot).", "Rename it to add what it holds."
        )
    if not os.access(path, os.R_OK | os.X_OK):
        return Refused("The folder may not be opened by you.", "Change its permissions.")
    return Skipped("This is a folder, not a file.", "Add the files in it.")


def _not_a_file(mode: int) -> str:
    names = (
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((words for test, words in names if test(mode)), "")

"""The process that opens strangers' files: `python -m retrieval.readers.sandbox_child MEMORY_MB`.

Requests and replies are JSON.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Self

from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.readers.beside import with_files
from retrieval.readers.confined_child import Said, limit_processor, serve
from retrieval.readers.invisible import strip_invisible
from retrieval.readers.registry import reader_for
from retrieval.types import ReadDocument, Value

REASON_CHARS = 1_000


class Request(Value):
    """A file to read, the sidecar that speaks for it, and the processor seconds it may use."""

    path: str
    sidecar: str | None
    limit_s: float

    @classmethod
    def of(cls, path: Path, sidecar: Path | None, limit_s: float) -> Self:
        """A request for this file. Paths travel as their bytes: a name need not be text."""
        beside = None if sidecar is None else os.fsencode(sidecar).hex()
        return cls(path=os.fsencode(path).hex(), sidecar=beside, limit_s=limit_s)


class Reply(Value):
    """The document, or why there is none. After `last` the child ends."""

    document: ReadDocument | None = None
    refused: str = ""
    skipped: str = ""
    next_step: str = ""
    last: bool = False


def main(memory_mb: int) -> None:
    """Serve requests until the other side closes the pipe."""
    serve(memory_mb, _said)


def _said(message: bytes) -> Said:
    request = Request.model_validate_json(message)
    limit_processor(request.limit_s)
    reply = answer(request)
    return Said(reply.model_dump_json().encode("utf-8"), last=reply.last)


def answer(request: Request) -> Reply:
    """The reply; the last one where memory or stack ran out, since this process is then not to be trusted."""
    try:
        return Reply(document=_read(request))
    except Skipped as reason:
        return Reply(skipped=_line(reason.args[0]), next_step=_line(reason.next_step))
    except PreceptorError as reason:
        return Reply(refused=_line(reason.args[0]), next_step=_line(reason.next_step))
    except MemoryError:
        what = "The file needs more memory to read than is allowed."
        return Reply(refused=what, next_step="Split it into parts.", last=True)
    except RecursionError:
        what = "The file is nested too deeply to be read."
        return Reply(refused=what, next_step="Export it in a simpler form.", last=True)
    except Exception as fault:  # the outermost door: strangers' bytes make parsers raise anything
        what = f"The file cannot be read; it seems to be damaged ({type(fault).__name__})."
        return Reply(refused=what, next_step="Export or fetch it again.")


def _line(words: object) -> str:
    """A reason on one line, whatever name or value it quotes."""
    return " ".join(strip_invisible(str(words))[0].split())[:REASON_CHARS]


def _read(request: Request) -> ReadDocument:
    path = _path(request.path)
    data = _bytes(path)
    document = with_files(reader_for(data, path.name).read(data, path.name), path.parent)
    if request.sidecar is None:
        return document
    from retrieval.readers.encoding import decode
    from retrieval.readers.sidecar import merged, read_sidecar

    sidecar = _path(request.sidecar)
    said, notes = read_sidecar(decode(_bytes(sidecar))[0])
    notes = (*document.notes, f"Metadata taken from {sidecar.suffix} file beside it.", *notes)
    return document.model_copy(update={"metadata": merged(said, document.metadata), "notes": notes})


def _path(sent: str) -> Path:
    return Path(os.fsdecode(bytes.fromhex(sent)))


def _bytes(path: Path) -> bytes:
    """The file's bytes, never through a link, and without waiting on a pipe that took its place."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        descriptor = os.open(path, flags)
    except OSError as fault:
        raise Refused(f"The file cannot be opened: {fault.strerror}.", "Check its permissions.") from fault
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Skipped("The file is a link, pipe or device.", "Add the file itself.")
        return stream.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""The process that opens strangers' files: `python -m retrieval.readers.sandbox_child MEMORY_MB`.

It takes requests and gives replies over its standard streams, each a length and JSON (never pickle: a
reply may have been shaped by the file). It may neither write, nor start, nor connect to anything.
"""

import os
import stat
import struct
import sys
import time
from pathlib import Path
from typing import IO, Self

from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.readers.invisible import strip_invisible
from retrieval.readers.registry import reader_for
from retrieval.types import ReadDocument, Value

REASON_CHARS = 1_000
LENGTH = struct.Struct(">Q")
FORBIDDEN_EVENTS = (
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn os.startfile os.fork os.forkpty"
    " pty.spawn socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo"
    " socket.gethostbyname os.remove os.rename os.mkdir os.rmdir os.link os.symlink os.truncate"
    " os.chmod os.chown"
)
FORBIDDEN = frozenset(FORBIDDEN_EVENTS.split())
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


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


def send(stream: IO[bytes], value: Value) -> None:
    """Write one message."""
    body = value.model_dump_json().encode("utf-8")
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message's JSON, None if the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def main(memory_mb: int) -> None:
    """Serve requests until the other side closes the pipe."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Libraries that print must not write into the replies.
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    _limit_memory(memory_mb)
    sys.addaudithook(_forbid)
    while (body := receive(requests)) is not None:
        request = Request.model_validate_json(body)
        _limit_processor(request.limit_s)
        reply = answer(request)
        send(replies, reply)
        if reply.last:
            return


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
    document = reader_for(data, path.name).read(data, path.name)
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


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & WRITING)
    if event in FORBIDDEN or (writes and arguments[0] != os.devnull):
        raise PermissionError(f"{event} is not allowed while a file is read")


def _limit_memory(memory_mb: int) -> None:
    """Where the system can: memory beyond what this process already has, no core dumps, no written files."""
    try:
        import resource
    except ImportError:
        return
    for none_of in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(none_of, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        has = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        limit = has + memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _limit_processor(seconds: float) -> None:
    """A file may use this much processor time beyond what earlier files have used."""
    try:
        import resource
    except ImportError:
        return
    soft = int(time.process_time() + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(int(sys.argv[1]))

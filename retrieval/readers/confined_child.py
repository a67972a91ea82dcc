"""The inner side of a confined process: it opens what strangers made.

It takes messages and gives replies over its standard streams, each a length and bytes (never pickle: a reply
may have been shaped by a file). It may neither write, nor start, nor connect to anything.
"""

import os
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

LENGTH = struct.Struct(">Q")
FORBIDDEN_EVENTS = (
    "subprocess.Popen os.system os.exec os.posix_spawn os.spawn os.startfile os.fork os.forkpty"
    " pty.spawn socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo"
    " socket.gethostbyname os.remove os.rename os.mkdir os.rmdir os.link os.symlink os.truncate"
    " os.chmod os.chown"
)
FORBIDDEN = frozenset(FORBIDDEN_EVENTS.split())
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Said(NamedTuple):
    """A reply; the process ends after its `last` one."""

    message: bytes
    last: bool = False


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, None if the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def serve(memory_mb: int, answer: Callable[[bytes], Said]) -> None:
    """Answer messages until the other side closes the pipe, or after a last one."""
    messages, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Libraries that print must not write into the replies.
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    _limit_memory(memory_mb)
    sys.addaudithook(_forbid)
    while (message := receive(messages)) is not None:
        said = answer(message)
        send(replies, said.message)
        if said.last:
            return


def limit_processor(seconds: float) -> None:
    """What comes next may use this much processor time beyond what has been used."""
    try:
        import resource
    except ImportError:
        return
    soft = int(time.process_time() + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


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

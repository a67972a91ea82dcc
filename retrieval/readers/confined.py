"""A child process that may run out of time or memory without harm, as its parent sees it."""

import contextlib
import signal
import subprocess
import sys
import threading
from typing import Self

from retrieval.errors import Refused
from retrieval.readers.confined_child import receive, send

# Parsers and decoders leave some memory behind with every file.
FILES_PER_CHILD = 200


class Confined:
    """One child process that runs a module of ours, and the pipes to it."""

    def __init__(self, module: str, memory_mb: int) -> None:
        # -P keeps the folder at hand off the import path: it may hold a stranger's `yaml.py`.
        command = [sys.executable, "-P", "-B", "-m", module, str(memory_mb)]
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell, no words of strangers
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.asked = 0

    def ask(self, message: bytes, limit_s: float) -> bytes:
        """The reply. Raises Refused where the child broke down or had to be killed; it has then ended."""
        self.asked += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limit_s, stop)
        timer.start()
        try:
            reply = self._exchange(message)
        finally:
            timer.cancel()
        if reply is None:
            raise self._autopsy(late.is_set(), limit_s)
        return reply

    def _exchange(self, message: bytes) -> bytes | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None
        try:
            send(stdin, message)
            return receive(stdout)
        except BrokenPipeError:
            return None

    def _autopsy(self, late: bool, limit_s: float) -> Refused:
        # The pipe closes a moment before the process ends; its own exit status is wanted.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2.0)
        self.close()
        if late or self._process.returncode == -getattr(signal, "SIGXCPU", 0):
            what = f"The file took longer than {limit_s:g} s to read."
        else:
            what = "The file made its reader break down: it is damaged, or needs more memory than is allowed."
        return Refused(what, "Export it again in a simpler form, or split it.")

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it and its pipes."""
        self._process.kill()
        self._process.communicate()


class Confining:
    """A context manager that asks a child process, which it starts when first needed and renews in time."""

    def __init__(self, module: str, *, limit_s: float, memory_mb: int) -> None:
        self._module, self._memory_mb = module, memory_mb
        self._limit_s = limit_s
        self._child: Confined | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process."""
        if self._child is not None:
            self._child.close()
        self._child = None

    def _ask(self, message: bytes) -> bytes:
        """The reply within the limits. Raises Refused."""
        if self._child is not None and (self._child.asked >= FILES_PER_CHILD or not self._child.alive):
            self.close()
        if self._child is None:
            self._child = Confined(self._module, self._memory_mb)
        return self._child.ask(message, self._limit_s)

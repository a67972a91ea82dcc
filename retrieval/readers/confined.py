"""A child process that may run out of time or memory without harm, as its parent sees it."""

import contextlib
import signal
import subprocess
import sys
import threading

from retrieval.errors import Refused
from retrieval.readers.confined_child import receive, send


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

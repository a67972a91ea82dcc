"""A server that fails again and again is left alone for a while, then tried by one request."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.ports import FaultKind, ModelFault

MOST = 3
PAUSE_S = 10.0
# The others are the server's answer to this one request: the next may fare better.
FAILURES: frozenset[FaultKind] = frozenset({"unreachable", "timeout", "cut_off", "malformed", "failing"})


class Breaker:
    """Opens after MOST failures in a row; after PAUSE_S one request may try it, and closes or reopens it."""

    def __init__(self, host: str, clock: Callable[[], float]) -> None:
        self._host = host
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = float("-inf")
        self._trying = False
        self._last = ""

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone now."""
        with self._lock:
            return self._failures >= MOST and self._until > self._clock()

    def check(self) -> None:
        """Raises ModelFault while the server is left alone."""
        with self._lock:
            self._refuse_if_open()

    def answered(self) -> None:
        """The server has begun to answer: while its reply goes on, others may ask too."""
        with self._lock:
            self._trying = False
            self._failures = min(self._failures, MOST - 1)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Counts what becomes of one request; raises ModelFault where none may be made."""
        with self._lock:
            self._refuse_if_open()
            self._trying = self._failures >= MOST
        try:
            yield
        except ModelFault as fault:
            self._note(fault if fault.kind in FAILURES else None)
            raise
        except BaseException:  # nobody waited for the end, which says nothing about the server
            with self._lock:
                self._trying = False
            raise
        self._note(None)

    def _refuse_if_open(self) -> None:
        left = self._until - self._clock()
        if self._failures >= MOST and (left > 0 or self._trying):
            raise ModelFault(
                "failing",
                f"The model's server {self._host} failed {self._failures} times in a row ({self._last}).",
                f"It is tried again in {max(1, round(left))} s.",
            )

    def _note(self, failure: ModelFault | None) -> None:
        with self._lock:
            self._trying = False
            self._failures = self._failures + 1 if failure else 0
            if failure:
                self._last = failure.kind.replace("_", " ")
                self._until = self._clock() + PAUSE_S

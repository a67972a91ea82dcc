"""Drafting in the background while the page Author goes on: one order at a time, which can be stopped."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event, Lock
from typing import NamedTuple

from assistant.accounts import Account
from assistant.quiz.draft.drafting import Drafting
from assistant.quiz.draft.order import Order
from retrieval.errors import PreceptorError, WrongUse

log = logging.getLogger(__name__)
BROKEN = "Drafting stopped because of a fault in the program. What is listed was kept."


class Progress(NamedTuple):
    """How far an order has come, and what to know of the last one."""

    order: Order | None = None
    done: int = 0
    running: bool = False
    notes: tuple[str, ...] = ()


class Making:
    """The one order that is being drafted."""

    def __init__(self, get: Callable[[], Drafting], now: Callable[[], datetime]) -> None:
        self._get = get
        self._now = now
        self._worker = ThreadPoolExecutor(1, "drafting")
        self._lock = Lock()
        self._stop = Event()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return self._progress

    def start(self, order: Order, who: Account) -> None:
        """Begins; WrongUse while another order is being drafted."""
        with self._lock:
            if self._progress.running:
                raise WrongUse("Items are being drafted already.", "Wait for them, or stop that first.")
            self._stop = Event()
            self._progress = Progress(order, running=True)
        self._worker.submit(self._run, order, who, self._stop)

    def stop(self) -> None:
        """Ends after the request that is under way."""
        self._stop.set()

    def close(self) -> None:
        """Stops, and waits for the request that is under way."""
        self._stop.set()
        self._worker.shutdown(cancel_futures=True)

    def _run(self, order: Order, who: Account, stop: Event) -> None:
        notes: tuple[str, ...] = ()
        try:
            made = self._get().make(order, who, self._now(), stop=stop.is_set, on_draft=lambda _: self._one())
            notes = made.notes
        except PreceptorError as fault:
            notes = (str(fault),)
        except Exception:
            log.exception("drafting failed")
            notes = (BROKEN,)
        self._progress = self._progress._replace(running=False, notes=notes)

    def _one(self) -> None:
        self._progress = self._progress._replace(done=self._progress.done + 1)

"""Trying a tone in the background while the page goes on: one at a time, which can be stopped."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import NamedTuple

from assistant.tone.trying import Ground, Stopped, Wanted, steps, tried
from assistant.tone.types import Trial
from retrieval.errors import PreceptorError, WrongUse

log = logging.getLogger(__name__)
BROKEN = "The trial stopped because of a fault in the program. Nothing was saved."
STOPPED = "The trial was stopped. Nothing was saved."


class State(NamedTuple):
    """How far a trial has come, whose it is, and what came of the last one."""

    wanted: Wanted | None = None
    who: str = ""
    done: int = 0
    of: int = 0
    running: bool = False
    trial: Trial | None = None
    note: str = ""


class Trying:
    """The one trial that is running, or ran last."""

    def __init__(self, ground: Callable[[], Ground]) -> None:
        self._ground = ground
        self._worker = ThreadPoolExecutor(1, "tone")
        self._lock = Lock()
        self._stop = Event()
        self._state = State()

    @property
    def state(self) -> State:
        """How far it has come."""
        return self._state

    def start(self, wanted: Wanted, who: str) -> None:
        """Begins; WrongUse while another is running, or without a model."""
        with self._lock:
            if self._state.running:
                raise WrongUse("A tone is being tried already.", "Wait for it, or stop it first.")
            ground = self._ground()
            self._stop = Event()
            self._state = State(wanted, who, of=steps(ground, wanted), running=True)
        self._worker.submit(self._run, ground, wanted, self._stop)

    def stop(self) -> None:
        """Ends after the request that is under way."""
        self._stop.set()

    def forget(self, trial_id: str) -> None:
        """Takes a trial off that was saved."""
        if self._state.trial is not None and self._state.trial.id == trial_id:
            self._state = State()

    def close(self) -> None:
        """Stops, and waits for the request that is under way."""
        self._stop.set()
        self._worker.shutdown(cancel_futures=True)

    def _run(self, ground: Ground, wanted: Wanted, stop: Event) -> None:
        trial, note = None, ""
        try:
            trial = tried(ground, wanted, on_step=self._step, stopped=stop.is_set)
        except Stopped:
            note = STOPPED
        except PreceptorError as fault:
            note = str(fault)
        except Exception:
            log.exception("trying a tone failed")
            note = BROKEN
        self._state = self._state._replace(running=False, trial=trial, note=note)

    def _step(self) -> None:
        self._state = self._state._replace(done=self._state.done + 1)

"""Syllabi read in the background while the page goes on: one a person, which can be stopped."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import NamedTuple

from assistant.syllabus import Progress, linked, read_syllabus
from curricula.syllabus.types import Draft
from retrieval.errors import PreceptorError, Refused, Skipped, WrongUse
from ui.desk import LocalDesk

log = logging.getLogger(__name__)
BROKEN = "Reading stopped because of a fault in the program. Nothing was kept."
WITHOUT = (
    "No objective was found in it. A list under “Learning outcomes”, or a table with a column for them, "
    "is read best."
)


class Reading(NamedTuple):
    """How far the syllabus of one person has come; `draft` is there when all is done."""

    name: str
    running: bool = True
    progress: Progress | None = None
    draft: Draft | None = None
    problem: str = ""


class Readings:
    """The syllabi that are being read, one after the other, and the last draft of each person."""

    def __init__(self, desk: LocalDesk) -> None:
        self._desk = desk
        self._worker = ThreadPoolExecutor(1, "syllabus")
        self._lock = Lock()
        self._of: dict[str, Reading] = {}
        self._stops: dict[str, Event] = {}

    def of(self, user_id: str) -> Reading | None:
        """That person's reading; None where there is none."""
        return self._of.get(user_id)

    def start(self, user_id: str, path: Path, done: Callable[[], None]) -> None:
        """Begins; `done` is called when it ends, in any way. WrongUse while that person's is being read."""
        with self._lock:
            now = self._of.get(user_id)
            if now is not None and now.running:
                done()
                raise WrongUse("A syllabus of yours is being read.", "Wait for it, or stop it first.")
            self._of[user_id] = Reading(path.name)
            self._stops[user_id] = Event()
        self._worker.submit(self._run, user_id, path, done)

    def stop(self, user_id: str) -> None:
        """Ends the search for passages; the draft is there without the rest of them."""
        if user_id in self._stops:
            self._stops[user_id].set()

    def forget(self, user_id: str) -> None:
        """Drops that person's draft, unless it is still being read."""
        with self._lock:
            if (now := self._of.get(user_id)) is not None and not now.running:
                del self._of[user_id]

    def close(self) -> None:
        """Stops everything and waits for the file that is being read."""
        for event in list(self._stops.values()):
            event.set()
        self._worker.shutdown(cancel_futures=True)

    def _run(self, user_id: str, path: Path, done: Callable[[], None]) -> None:
        draft, problem = None, ""
        try:
            draft = read_syllabus(path, self._desk.plans)
            problem = "" if draft.objectives else WITHOUT
            draft = linked(
                self._desk.library,
                draft,
                on_progress=lambda at: self._set(user_id, Reading(path.name, progress=at)),
                stop=self._stops[user_id].is_set,
            )
        except (PreceptorError, Refused, Skipped) as fault:
            draft, problem = None, str(fault)
        except Exception:
            log.exception("reading a syllabus failed")
            draft, problem = None, BROKEN
        finally:
            done()
        found = draft if draft and draft.objectives else None
        self._set(user_id, Reading(path.name, running=False, draft=found, problem=problem))

    def _set(self, user_id: str, reading: Reading) -> None:
        with self._lock:
            self._of[user_id] = reading

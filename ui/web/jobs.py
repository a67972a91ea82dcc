"""Adding files while the app goes on answering: one worker, jobs that can be watched and stopped."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from retrieval.errors import PreceptorError
from retrieval.ingest import Progress
from retrieval.library import Library
from retrieval.types import IngestLine, Value

log = logging.getLogger(__name__)
MOST_FINISHED = 20
BROKEN = (
    "Adding stopped because of a fault in the program. What is listed as added was kept; add the rest again."
)


class JobState(Value):
    """How far a job has come."""

    job_id: str
    user_id: str
    names: tuple[str, ...]
    lines: tuple[IngestLine, ...] = ()
    progress: Progress | None = None
    finished: bool = False
    stopped: bool = False
    problem: str = ""


class Jobs:
    """The adding jobs of one running app. Files are taken in one job after the other."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="adding")
        self._changed = threading.Condition()
        self._states: dict[str, JobState] = {}
        self._stops: dict[str, threading.Event] = {}

    def start(
        self, files: Sequence[Path], *, job_id: str, user_id: str, done: Callable[[], None]
    ) -> JobState:
        """The new job, waiting for its turn. `done` is called at its end, however it ends."""
        state = JobState(job_id=job_id, user_id=user_id, names=tuple(file.name for file in files))
        with self._changed:
            self._forget_old()
            self._states[job_id] = state
            self._stops[job_id] = threading.Event()
        self._worker.submit(self._run, job_id, list(files), done)
        return state

    def state(self, job_id: str, user_id: str) -> JobState | None:
        """How far that person's job has come, None if there is no such job."""
        state = self._states.get(job_id)
        return state if state and state.user_id == user_id else None

    def running(self, user_id: str) -> JobState | None:
        """The job of that person that is not finished, if there is one."""
        mine = [state for state in self._states.values() if state.user_id == user_id and not state.finished]
        return mine[-1] if mine else None

    def wait(self, seen: JobState, timeout_s: float) -> JobState:
        """The state once it differs from the one seen, or the same one after the time."""
        with self._changed:
            self._changed.wait_for(lambda: self._states.get(seen.job_id, seen) != seen, timeout_s)
            return self._states.get(seen.job_id, seen)

    def stop(self, job_id: str, user_id: str) -> None:
        """Ends that person's job after the file that is being read."""
        if self.state(job_id, user_id):
            self._stops[job_id].set()

    def close(self) -> None:
        """Stops everything and waits for the file that is being read."""
        for event in list(self._stops.values()):
            event.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job_id: str, files: list[Path], done: Callable[[], None]) -> None:
        problem = ""
        try:
            self._add(job_id, files)
        except PreceptorError as fault:
            problem = str(fault)
        except Exception:
            log.exception("adding files failed")
            problem = BROKEN
        finally:
            done()
            self._update(job_id, finished=True, stopped=self._stops[job_id].is_set(), problem=problem)

    def _add(self, job_id: str, files: list[Path]) -> None:
        def report(progress: Progress) -> None:
            self._update(job_id, progress=progress)

        for line in self._library.add(files, on_progress=report, stop=self._stops[job_id].is_set):
            self._update(job_id, lines=(*self._states[job_id].lines, line))

    def _update(self, job_id: str, **changes: object) -> None:
        with self._changed:
            self._states[job_id] = self._states[job_id].model_copy(update=changes)
            self._changed.notify_all()

    def _forget_old(self) -> None:
        finished = [job_id for job_id, state in self._states.items() if state.finished]
        for job_id in finished[: max(0, len(finished) - MOST_FINISHED)]:
            del self._states[job_id], self._stops[job_id]

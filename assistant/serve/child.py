"""vLLM as a process of ours: started, listened to, waited for, and ended with everything it has started."""

import os
import re
import signal
import socket
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.serve.faults import ANSI, explained
from assistant.serve.order import HOST, KEY
from assistant.serve.plan import Plan
from retrieval.errors import PreceptorError

KEPT_LINES = 400
LOOK_S, ANSWER_S = 0.5, 2.0
# vLLM needs some seconds to let its GPU go.
END_S = 30.0
# What a line of the log means to somebody who waits.
STAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(sign, flags=re.IGNORECASE), words)
    for sign, words in (
        (r"Downloading|Fetching \d+ files", "downloading the weights"),
        (r"Initializing a V1|Resolved architecture|non-default args", "reading the configuration"),
        (
            r"Starting to load model|Loading safetensors|Loading pt checkpoint|Loading weights",
            "loading the weights",
        ),
        (r"torch\.compile|Compiling a graph|Dynamo bytecode", "compiling"),
        (r"KV cache size|Available KV cache|# (?:GPU|CPU) blocks", "making room for the cache"),
        (r"Capturing CUDA graph|Graph capturing", "recording GPU graphs"),
        (r"Starting vLLM (?:API )?server|Started server process|Application startup", "opening the door"),
    )
)


class Child:
    """A running vLLM; its output goes to the log file, and its last lines are kept."""

    def __init__(self, process: "subprocess.Popen[str]", plan: Plan, log: Path) -> None:
        self._process = process
        self._plan = plan
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self.log = log
        self.stage = "starting"
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def await_health(self, sleep: Callable[[float], object]) -> Iterator[str]:
        """What it does now, twice a second, until it is ready; the explained fault if it ends before."""
        import httpx

        # One client, as each makes a TLS context, which takes longer than to ask.
        with httpx.Client(timeout=ANSWER_S, trust_env=False) as client:
            while self._process.poll() is None:
                with suppress(httpx.HTTPError):
                    if client.get(f"http://{HOST}:{self._plan.port}/health").status_code == httpx.codes.OK:
                        return
                yield self.stage
                sleep(LOOK_S)
        raise self.fault()

    def wait(self) -> PreceptorError:
        """Waits until it ends by itself; why it did."""
        self._process.wait()
        return self.fault()

    def fault(self) -> PreceptorError:
        """Why it has ended, by its log."""
        self._reader.join(ANSWER_S)
        return explained(list(self._lines), self._plan)

    def end(self, within_s: float) -> None:
        """Ends it and its workers; what does not end in that time, or at a second Ctrl+C, is killed."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            self._process.wait(within_s)
        # A worker may outlive the process that started it, and would keep the GPU's memory.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(ANSWER_S)

    def _read(self) -> None:
        with self._process, self.log.open("w", encoding="utf-8") as log:
            for line in self._process.stdout or ():
                log.write(line)
                log.flush()
                self._lines.append(line.rstrip("\n"))
                self.stage = stage_of(line) or self.stage


def stage_of(line: str) -> str | None:
    """What a line of the log says about how far it is."""
    plain = ANSI.sub("", line)
    return next((words for sign, words in STAGES if sign.search(plain)), None)


@contextmanager
def running(
    plan: Plan, log: Path, environ: Mapping[str, str], *, key: str | None, patience_s: float = END_S
) -> Iterator[Child]:
    """The started command, ended when the block is left. PreceptorError if the port is taken."""
    _check_port(plan)
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        process = subprocess.Popen(  # noqa: S603 - the command we have just made, shown to the owner
            plan.command,
            env=child_environment(plan, environ, key),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError:
        raise PreceptorError(
            f"{plan.python} cannot be started.", "Name vLLM's Python with --python."
        ) from None
    child = Child(process, plan, log)
    try:
        yield child
    finally:
        child.end(patience_s)


def child_environment(plan: Plan, environ: Mapping[str, str], key: str | None) -> dict[str, str]:
    """Ours without our settings, which are none of its business, and with the plan's."""
    kept = {name: value for name, value in environ.items() if not name.startswith("PRECEPTOR_")}
    made = {name: value for name, value, _ in plan.environment if name != KEY}
    return {**kept, **made, **({KEY: key} if key else {})}


def _check_port(plan: Plan) -> None:
    """Another server there would answer in its place."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, plan.port))
        except OSError:
            raise explained(["address already in use"], plan) from None

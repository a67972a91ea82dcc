"""A real vLLM on loopback, with random weights, for the tests that must not trust an imitation."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

# An interpreter that has vLLM, as `make test-vllm` installs one; it pins too many packages to share ours.
VLLM = "VLLM_PYTHON"
KEY = "sesame"
NAME = "tiny"
# A minute on two quiet cores; the tests of others may run beside.
START_S, STOP_S = 900, 30
STUBS = Path(__file__).with_name("torchvision_names")
RUNNING = re.compile(r"^vllm:num_requests_(?:running|waiting)\{[^}]*\} ([0-9.e+]+)$", flags=re.MULTILINE)


def vllm_python() -> str:
    """The interpreter with vLLM; skips the test where there is none."""
    python = os.environ.get(VLLM)
    if not python:
        pytest.skip(f"{VLLM} names no Python with vLLM; make test-vllm installs one")
    return python


class VllmServer:
    """One model behind vLLM: started, stopped, killed and started again at the same address."""

    def __init__(self, model: Path, *, name: str = NAME, options: Mapping[str, str] | None = None) -> None:
        self._model = model
        # One process fewer to start, together with VLLM_ENABLE_V1_MULTIPROCESSING: a third of the time.
        usual = {"load-format": "dummy", "distributed-executor-backend": "uni"}
        self._options = {"served-model-name": name, **usual, **(options or {})}
        self._python = vllm_python()
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.log = model.with_suffix(".log")
        self._client = httpx.Client(base_url=self.root, trust_env=False, timeout=30)

    @property
    def root(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address as an owner would set it."""
        return f"{self.root}/v1"

    def start(self) -> None:
        """Starts the process and waits until it says that it is ready."""
        command = [self._python, "-m", "vllm.entrypoints.openai.api_server", "--enforce-eager"]
        options = {"model": str(self._model), "host": "127.0.0.1", "port": str(self.port), **self._options}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                [*command, *words],
                env=_environment(self._model.parent),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            self._await_health(self._process)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Asks it to end and waits; what does not end is killed."""
        self._end(signal.SIGTERM)

    def close(self) -> None:
        """Stops it for good."""
        self.stop()
        self._client.close()

    def kill(self) -> None:
        """Ends it and its workers at once, as a machine that loses power."""
        self._end(signal.SIGKILL)

    def busy(self) -> int:
        """How many requests it works on or has waiting, by its own count."""
        said = self._client.get("/metrics").text
        return int(sum(float(count) for count in RUNNING.findall(said)))

    def settles(self, within_s: float = 10.0) -> bool:
        """Whether it gets rid of every request in that time."""
        return self.reaches(0, within_s)

    def reaches(self, requests: int, within_s: float = 60.0) -> bool:
        """Whether it has exactly so many requests at some moment of that time."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if self.busy() == requests:
                return True
            time.sleep(0.02)
        return False

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # The whole group: a worker left behind would keep the memory and the core.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def _await_health(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(httpx.HTTPError):
                if self._client.get("/health").status_code == httpx.codes.OK:
                    return
            time.sleep(0.5)
        raise AssertionError(f"vLLM did not start: {self.log.read_text(errors='replace')[-3000:]}")


@contextmanager
def serving(
    model: Path, *, name: str = NAME, options: Mapping[str, str] | None = None
) -> Iterator[VllmServer]:
    """A running vLLM with that folder's model, gone when the block is left; skips where there is none."""
    server = VllmServer(model, name=name, options=options)
    server.start()
    try:
        yield server
    finally:
        server.close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    quiet = {
        "HF_HUB_OFFLINE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_CPU_KVCACHE_SPACE": "1",
        "VLLM_CPU_OMP_THREADS_BIND": "nobind",  # two servers, or a busy machine, would share one core
        "OMP_NUM_THREADS": "1",  # the models are tiny: more threads would mostly wait for each other
        "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
        "VLLM_API_KEY": KEY,
        "HOME": str(home),
        "PYTHONPATH": str(STUBS),
    }
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PRECEPTOR_", "XDG_", "VLLM_", "HF_"))
    }
    return {**kept, **quiet}

"""preceptor serve as a person runs it: it starts vLLM, tells where it is, and leaves nothing behind."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from assistant.connect import connect
from assistant.ports import Message
from assistant.serve.machine import cpu
from assistant.settings import read_settings
from tests.serving.scripted_child import gone, script_environment
from tests.serving.tiny_models import text_model
from tests.serving.vllm_server import STUBS, free_port, vllm_python

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()", "serve")
GATED = "huggingface_hub.errors.GatedRepoError: 401 Client Error. Cannot access gated repo for url"
OPENED = "PRECEPTOR_MODEL_URL="
SMALL_GIB = 16


class Serving(NamedTuple):
    """The command at work, and the worker that its child has started."""

    process: subprocess.Popen[str]
    port: int
    worker: Path

    def address(self) -> str:
        """Waits until it says where the model is."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line.startswith(OPENED), line
        return line.removeprefix(OPENED)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def run(*words: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], env=environ, capture_output=True, text=True, timeout=120)


def without_gpu(folder: Path) -> dict[str, str]:
    return {**os.environ, "PATH": str(folder)}


@contextmanager
def serving(folder: Path, ends: str = "serves", *words: str) -> Iterator[Serving]:
    (folder / "says").write_text(
        "INFO [model.py:733] Resolved architecture: Gemma3ForConditionalGeneration\n"
    )
    environ = script_environment(folder / "says", ends) | {"SCRIPT_WORKER": str(folder / "worker")}
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "--gpus", "24", "--port", str(port), *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Serving(process, port, folder / "worker")
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)


def test_a_dry_run_prints_the_command_and_why_and_starts_nothing(tmp_path: Path) -> None:
    environ = script_environment(tmp_path, "fails") | {"SCRIPT_TOLD": str(tmp_path / "told")}
    done = run("--gpus", "24", "--dry-run", "--", "--seed", "7", environ=environ)
    assert done.returncode == 0, done.stderr
    command = shlex.split(next(line for line in done.stdout.splitlines() if " serve " in line))
    assert command[-2:] == ["--seed", "7"] and "google/medgemma-1.5-4b-it" in command
    assert "weights 8.0" in done.stdout and "PRECEPTOR_MODEL_URL=http://127.0.0.1:8000/v1" in done.stdout
    assert not (tmp_path / "told").exists()


def test_no_gpu_is_one_line_and_what_else_there_is(tmp_path: Path) -> None:
    done = run(environ=without_gpu(tmp_path))
    assert done.returncode == 3 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "shows no NVIDIA GPU" in done.stderr and "Ollama" in done.stderr


def test_a_named_preset_can_be_planned_without_a_gpu(tmp_path: Path) -> None:
    done = run("--preset", "medgemma-27b", "--dry-run", environ=without_gpu(tmp_path))
    assert done.returncode == 0 and "planned for one of 80 GiB" in done.stdout
    assert run("--preset", "medgemma-27b", environ=without_gpu(tmp_path)).returncode == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--preset", "gpt"), "no preset 'gpt'"),
        (("--gpus", "large"), "describes no GPUs"),
        (("--gpus", "24", "--weights", "/nowhere"), "holds no model"),
        (("--gpus", "24", "--", "--host", "0.0.0.0"), "without a key"),
        (("--gpus", "24", "--adapters", "/nowhere.yaml"), "cannot be read"),
    ],
)
def test_wrong_use_is_one_line(words: tuple[str, ...], says: str) -> None:
    done = run(*words)
    assert done.returncode == 2 and says in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_it_is_told_to_end_and_leaves_nothing_behind(
    tmp_path: Path, how: signal.Signals
) -> None:
    with serving(tmp_path) as made:
        address = made.address()
        assert address == f"http://127.0.0.1:{made.port}/v1"
        assert httpx.get(f"http://127.0.0.1:{made.port}/health").status_code == 200
        assert made.end(how) == 0
    assert gone(int(made.worker.read_text()))


def test_it_can_be_ended_while_it_starts(tmp_path: Path) -> None:
    with serving(tmp_path, "dawdles") as made:
        while not made.worker.exists():
            time.sleep(0.05)
        time.sleep(0.3)
        assert made.end(signal.SIGINT) == 130
    assert gone(int(made.worker.read_text()))


def test_a_failing_start_is_one_line_after_the_steps(tmp_path: Path) -> None:
    (tmp_path / "says").write_text(GATED + "\n")
    done = run(
        "--gpus", "24", "--port", str(free_port()), environ=script_environment(tmp_path / "says", "fails")
    )
    assert done.returncode == 3 and done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert "accept its terms" in last and "hf auth login && preceptor serve" in last
    assert "Traceback" not in done.stderr


def test_an_end_of_its_own_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, "falls") as made:
        made.address()
        assert made.process.wait(30) == 3
        assert made.process.stderr is not None
        assert "too little memory" in made.process.stderr.read().splitlines()[-1]


@pytest.mark.vllm
def test_a_real_vllm_is_served_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python, weights, port = vllm_python(), text_model(tmp_path / "text"), free_port()
    if cpu().free_gib < SMALL_GIB:
        pytest.skip(f"the preset is planned for {SMALL_GIB} GiB of free memory")
    monkeypatch.setenv("PRECEPTOR_MODEL_KEY", "sesame")
    monkeypatch.setenv("PYTHONPATH", str(STUBS))
    monkeypatch.setenv("VLLM_CPU_OMP_THREADS_BIND", "nobind")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    words = ("--preset", "small", "--cpu", "--weights", str(weights), "--python", python, "--port", str(port))
    vllm = ("--load-format", "dummy", "--enforce-eager", "--max-model-len", "2048")
    process = subprocess.Popen([*COMMAND, *words, "--", *vllm], stdout=subprocess.PIPE, text=True)
    with process:
        try:
            address = Serving(process, port, tmp_path).address()
            model = connect(read_settings(model_url=address, model_timeout_s=120, answer_tokens=20))
            assert model is not None and model.name == "Qwen/Qwen3-4B-Instruct-2507"
            assert model.complete([Message(role="user", text="What is given for gout?")])
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(90) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/health")

"""vLLM as a child: a scripted one that starts, fails, falls and clings as the real one does."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from assistant.serve.child import END_S, Child, running, stage_of
from assistant.serve.choose import choose
from assistant.serve.faults import explained
from assistant.serve.machine import planned_gpus
from assistant.serve.order import Order
from assistant.serve.plan import Plan, plan
from assistant.serve.presets import preset_named
from retrieval.errors import PreceptorError
from tests.serving.scripted_child import gone, is_alive, script_environment
from tests.serving.vllm_server import free_port

LOADS = """\
INFO 11-22 11:39:30 [model.py:733] Resolved architecture: Gemma3ForConditionalGeneration
INFO 11-22 11:40:45 [gpu_model_runner.py:5040] Starting to load model google/medgemma-1.5-4b-it...
Loading safetensors checkpoint shards:  50% Completed | 1/2 [00:05<00:05,  5.1s/it]
INFO 11-22 11:41:02 [kv_cache_utils.py:2327] GPU KV cache size: 81,654 tokens
Capturing CUDA graphs (decode, FULL):  10%|
INFO 11-22 11:41:50 [entry.py:140] Starting vLLM server on http://127.0.0.1:8000
"""
STAGES = (
    "reading the configuration",
    "loading the weights",
    "loading the weights",
    "making room for the cache",
    "recording GPU graphs",
    "opening the door",
)


class Made(NamedTuple):
    """A started child and where it reports."""

    child: Child
    plan: Plan
    worker: Path
    told: Path
    log: Path


@contextmanager
def started(
    folder: Path, says: str = "", *, ends: str = "serves", key: str | None = None, patience_s: float = END_S
) -> Iterator[Made]:
    made = plan_for(free_port(), has_key=key is not None)
    (folder / "says").write_text(says)
    environ = script_environment(folder / "says", ends)
    worker, told, log = folder / "worker", folder / "told", folder / "log" / "vllm.log"
    environ |= {"SCRIPT_WORKER": str(worker), "SCRIPT_TOLD": str(told), "PRECEPTOR_MODEL_KEY": "sesame"}
    with running(made, log, environ, key=key, patience_s=patience_s) as one:
        yield Made(one, made, worker, told, log)


def plan_for(port: int, *, preset: str = "medgemma-4b", has_key: bool = False) -> Plan:
    chosen = choose(planned_gpus("24"), preset=preset_named(preset))
    return plan(chosen, Order(python=sys.executable, port=port, has_key=has_key))


def ready(made: Made) -> list[str]:
    return list(dict.fromkeys(made.child.await_health(time.sleep)))


def test_it_is_waited_for_until_it_is_ready(tmp_path: Path) -> None:
    with started(tmp_path, LOADS) as made:
        stages = ready(made)
        assert stages[0] == "starting" and made.child.stage == "opening the door"
        assert httpx.get(f"http://127.0.0.1:{made.plan.port}/health").status_code == 200
    assert made.log.read_text() == LOADS


@pytest.mark.parametrize(
    ("line", "stage"),
    list(zip(LOADS.splitlines(), STAGES, strict=True)),
)
def test_a_line_of_the_log_is_told_in_words(line: str, stage: str) -> None:
    assert stage_of(f"\x1b[0;36m(APIServer pid=8504)\x1b[0;0m {line}") == stage


def test_it_and_its_workers_end_with_us(tmp_path: Path) -> None:
    with started(tmp_path) as made:
        ready(made)
        worker = int(made.worker.read_text())
        assert is_alive(worker)
    assert gone(worker)


def test_what_clings_is_killed(tmp_path: Path) -> None:
    with started(tmp_path, ends="clings", patience_s=0.3) as made:
        ready(made)
        worker = int(made.worker.read_text())
    assert gone(worker)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{made.plan.port}/health")


def test_its_end_while_it_serves_is_explained(tmp_path: Path) -> None:
    with started(tmp_path, ends="falls") as made:
        ready(made)
        assert "too little memory" in str(made.child.wait())


def test_the_key_and_nothing_else_of_ours_is_in_its_environment(tmp_path: Path) -> None:
    with started(tmp_path, key="open sesame") as made:
        ready(made)
    told = json.loads(made.told.read_text())
    assert told["environment"]["VLLM_API_KEY"] == "open sesame"
    assert not [name for name in told["environment"] if name.startswith("PRECEPTOR_")]
    assert not any("sesame" in word for word in told["words"])


def test_a_taken_port_is_told_before_anything_is_started(tmp_path: Path) -> None:
    with started(tmp_path) as made:
        ready(made)
        taken = pytest.raises(PreceptorError, match=f"Port {made.plan.port} is taken")
        with taken as caught, running(made.plan, tmp_path / "other.log", os.environ, key=None):
            pass
    assert f"--port {made.plan.port + 1}" in caught.value.next_step and not (tmp_path / "other.log").exists()


def test_a_python_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    chosen = choose(planned_gpus("24"))
    made = plan(chosen, Order(python=str(tmp_path / "python"), port=free_port()))
    with (
        pytest.raises(PreceptorError, match="cannot be started"),
        running(made, tmp_path / "l", {}, key=None),
    ):
        pass


FAULTS = (
    ("/usr/bin/python3: No module named vllm", "vLLM is not installed", "pip install vllm"),
    (
        "ModuleNotFoundError: No module named 'vllm.entrypoints.cli.main'; 'vllm' is not a package",
        "vLLM is not installed",
        "pip install vllm",
    ),
    (
        "Value error, Unknown quantization method: bitsandbytes. Must be one of ['awq', 'fp8']",
        "4 bits need bitsandbytes",
        "pip install bitsandbytes vllm-bnb-plugin",
    ),
    (
        "huggingface_hub.errors.GatedRepoError: 401 Client Error. Cannot access gated repo for url "
        "https://huggingface.co/google/medgemma-1.5-4b-it/resolve/main/config.json.",
        "accept its terms",
        "hf auth login && preceptor serve --preset medgemma-4b --download",
    ),
    (
        "huggingface_hub.errors.LocalEntryNotFoundError: Cannot find an appropriate cached snapshot folder "
        "for the specified revision on the local disk and outgoing traffic has been disabled.",
        "weights of google/medgemma-1.5-4b-it are not on this machine",
        "preceptor serve --preset medgemma-4b --download",
    ),
    (
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.25 GiB.",
        "too little memory",
        "--max-model-len 8192",
    ),
    (
        "ValueError: Free memory on device cuda:0 (3.1/23.6 GiB) on startup is less than desired GPU memory",
        "too little memory",
        "--max-model-len",
    ),
    (
        "ValueError: To serve at least one request with the models's max seq len (16384), (2.1 GiB KV cache "
        "is needed, which is larger than the available KV cache memory (1.2 GiB).",
        "too little memory",
        "--max-model-len",
    ),
    ("RuntimeError: No CUDA GPUs are available", "no GPU it can use", "nvidia-smi"),
    ("RuntimeError: Failed to infer device type, please set VLLM_LOGGING_LEVEL", "no GPU", "nvidia-smi"),
    ("OSError: [Errno 98] Address already in use", "Port 8000 is taken", "--port 8001"),
    ("api_server.py: error: unrecognized arguments: --nosuch", "does not know an option", "--upgrade vllm"),
)


@pytest.mark.parametrize(("line", "what", "step"), FAULTS)
def test_a_usual_failure_is_one_line_with_what_mends_it(line: str, what: str, step: str) -> None:
    noise = ["INFO Starting", "Traceback (most recent call last):", '  File "x.py", line 1, in <module>']
    fault = explained([*noise, f"(EngineCore pid=9) ERROR {line}"], plan_for(8000))
    assert what in str(fault.args[0]) and step in fault.next_step
    assert "\n" not in str(fault) and "Traceback" not in str(fault)


def test_an_unknown_failure_quotes_the_error() -> None:
    lines = [
        "Traceback (most recent call last):",
        "ValueError: the moon is full",
        "[rank0] leaked semaphores",
    ]
    assert "ValueError: the moon is full" in str(explained(lines, plan_for(8000)))
    wrong = ["ValidationError: 1 validation error for ModelConfig", "  Value error, max_model_len is greater"]
    assert "max_model_len is greater" in str(explained(wrong, plan_for(8000)))
    assert "vLLM has ended; the last it said: nothing" in str(explained([], plan_for(8000)))


def test_a_failing_start_is_told_by_its_log(tmp_path: Path) -> None:
    explains = pytest.raises(PreceptorError, match="accept its terms")
    with started(tmp_path, FAULTS[3][0], ends="fails") as made, explains:
        ready(made)
    assert "GatedRepoError" in made.log.read_text()

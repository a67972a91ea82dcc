"""A stand-in for vLLM's entry point, which `preceptor serve` starts as it starts the real one."""

import os
import time
from contextlib import suppress
from pathlib import Path

PACKAGES = Path(__file__).with_name("scripted")


def script_environment(says: Path, ends: str) -> dict[str, str]:
    """The environment in which `python -m vllm.entrypoints.cli.main` is the script."""
    return {
        **os.environ,
        "PYTHONPATH": str(PACKAGES),
        "SCRIPT_SAYS": str(says),
        "SCRIPT_ENDS": ends,
    }


def is_alive(process: int) -> bool:
    """Whether a process of that number runs."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    return False


def gone(process: int, within_s: float = 5) -> bool:
    """Whether it ends in that time."""
    deadline = time.monotonic() + within_s
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(process)

"""A stand-in for vLLM's entry point, which `preceptor serve` starts as it starts the real one."""

import os
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

"""What this machine has to serve a model on: NVIDIA's GPUs as nvidia-smi tells, or the CPU."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from retrieval.errors import PreceptorError, WrongUse

ASK_S = 20
MIB_A_GIB = 1024
FIELDS = ("index", "uuid", "name", "memory.total", "memory.free", "compute_cap")
PLANNED = re.compile(r"(?:(\d+)x)?(\d+(?:\.\d+)?)")


class Device(NamedTuple):
    """Something that computes. `capability` is CUDA's, None where it is not known; a CPU has none."""

    name: str
    total_gib: float
    free_gib: float
    capability: float | None = None
    is_cpu: bool = False


def gpus(environ: Mapping[str, str]) -> tuple[Device, ...]:
    """The GPUs that may be used, none if there is no NVIDIA driver.

    PreceptorError if the driver does not answer or does not say how much memory a GPU has.
    """
    command = shutil.which("nvidia-smi", path=environ.get("PATH"))
    if command is None:
        return ()
    rows = [row for row in _asked(command) if _is_visible(row, environ.get("CUDA_VISIBLE_DEVICES"))]
    return tuple(_device(row) for row in rows)


def planned_gpus(words: str) -> tuple[Device, ...]:
    """GPUs that an owner describes: "24" is one of 24 GiB, "2x80" two of 80. WrongUse for anything else."""
    found = PLANNED.fullmatch(words.strip())
    count, size = (int(found[1] or 1), float(found[2])) if found else (0, 0.0)
    if not count or not size:
        raise WrongUse(f"{words!r} describes no GPUs.", "Write 24 for one of 24 GiB, or 2x80 for two of 80.")
    return (Device("a GPU as described", size, size),) * count


def cpu() -> Device:
    """The processor with the memory that is free now."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = page * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return Device("the CPU", total, _available_gib() or total, is_cpu=True)


def _available_gib() -> float | None:
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB$", told, flags=re.MULTILINE)
    return int(found[1]) / MIB_A_GIB**2 if found else None


def _asked(command: str) -> list[list[str]]:
    line = [command, f"--query-gpu={','.join(FIELDS)}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=ASK_S)  # noqa: S603 - the driver's own tool
    except (OSError, subprocess.TimeoutExpired):
        raise _silent("it does not answer") from None
    if done.returncode:
        raise _silent((done.stdout + done.stderr).strip().split("\n")[0])
    return [[cell.strip() for cell in line.split(",")] for line in done.stdout.splitlines() if line.strip()]


def _silent(why: str) -> PreceptorError:
    return PreceptorError(
        f"nvidia-smi failed: {why[:200]}.", "Repair the NVIDIA driver, or say what GPU: --gpus 24."
    )


def _is_visible(row: Sequence[str], allowed: str | None) -> bool:
    """CUDA_VISIBLE_DEVICES is honoured by vLLM, so that we plan with the same GPUs."""
    if allowed is None:
        return True
    index, uuid = row[:2]
    return any(one == index or (one and uuid.startswith(one)) for one in allowed.replace(" ", "").split(","))


def _device(row: Sequence[str]) -> Device:
    cells = dict(zip(FIELDS, row, strict=False))
    try:
        total, free = (float(cells[f"memory.{what}"]) / MIB_A_GIB for what in ("total", "free"))
    except (KeyError, ValueError):
        name = cells.get("name", "a GPU")
        raise PreceptorError(
            f"nvidia-smi does not say how much memory {name} has.", "Say it yourself, in GiB: --gpus 24."
        ) from None
    try:
        capability = float(cells["compute_cap"])
    except (KeyError, ValueError):
        capability = None
    return Device(cells["name"], total, free, capability)

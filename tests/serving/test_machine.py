"""What nvidia-smi tells is believed, and what it does not tell is said."""

import os
from pathlib import Path

import pytest

from assistant.serve.machine import cpu, gpus
from retrieval.errors import PreceptorError

TWO = "0, GPU-aaa, NVIDIA L4, 23034, 22563, 8.9\n1, GPU-bbb, NVIDIA L4, 23034, 1024, 8.9"


def driver(folder: Path, says: str, code: int = 0) -> dict[str, str]:
    """An environment in which nvidia-smi is a script that says this."""
    (folder / "said").write_text(says + "\n")
    script = folder / "nvidia-smi"
    script.write_text(f"#!/bin/sh\ncat '{folder / 'said'}'\nexit {code}\n")
    script.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def test_every_gpu_is_found_with_its_memory(tmp_path: Path) -> None:
    first, second = gpus(driver(tmp_path, TWO))
    assert first.name == "NVIDIA L4" and first.capability == 8.9
    assert first.total_gib == pytest.approx(23034 / 1024) and second.free_gib == 1.0


def test_no_driver_is_no_gpu(tmp_path: Path) -> None:
    assert gpus({"PATH": str(tmp_path)}) == ()


@pytest.mark.parametrize(("allowed", "count"), [("0", 1), ("1,0", 2), ("GPU-bbb", 1), ("", 0), ("7", 0)])
def test_only_visible_gpus_count(tmp_path: Path, allowed: str, count: int) -> None:
    assert len(gpus({**driver(tmp_path, TWO), "CUDA_VISIBLE_DEVICES": allowed})) == count


def test_a_broken_driver_is_told_in_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(PreceptorError, match="Driver/library version mismatch") as caught:
        gpus(driver(tmp_path, "Failed to initialize NVML: Driver/library version mismatch", code=18))
    assert "--gpus" in caught.value.next_step


def test_a_gpu_that_hides_its_memory_must_be_described(tmp_path: Path) -> None:
    with pytest.raises(PreceptorError, match="does not say how much memory NVIDIA GB10 has"):
        gpus(driver(tmp_path, "0, GPU-ccc, NVIDIA GB10, [N/A], [N/A], 12.1"))


def test_an_unknown_capability_is_no_fault(tmp_path: Path) -> None:
    assert gpus(driver(tmp_path, "0, GPU-ddd, Some GPU, 24576, 24000, [N/A]"))[0].capability is None


def test_the_processor_has_the_memory_that_is_free() -> None:
    device = cpu()
    assert device.is_cpu and 0 < device.free_gib <= device.total_gib

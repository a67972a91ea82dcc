"""Energy: read from the driver's library where there is one, and shared by the answers at work."""

import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.energy import Gpus, Shares, shares_of
from assistant.settings import read_settings

# Two GPUs that count 1,000 and 2,000 J, and half a joule more at each look.
DRIVER = """
typedef unsigned long long u64;
static u64 looks = 0;
int nvmlInit_v2(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) { *n = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **d) { *d = (void *)(u64)(i + 1); return 0; }
int nvmlDeviceGetTotalEnergyConsumption(void *d, u64 *mj) {
    *mj = (u64)d * 1000000 + 500 * looks++; return STATUS;
}
"""
NOT_SUPPORTED = 3


class Counter:
    """A counter of joules that a test turns."""

    def __init__(self) -> None:
        self.joules = 500.0
        self.broken = False

    def __call__(self) -> float:
        if self.broken:
            raise OSError
        return self.joules


def driver(folder: Path, status: int = 0) -> str:
    """A library with NVML's four functions that answers with this status."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler is installed")
    (folder / "nvml.c").write_text(DRIVER)
    made = folder / f"nvml{status}.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", f"-DSTATUS={status}", "-o", made, folder / "nvml.c"], check=True
    )
    return str(made)


def test_the_gpus_energy_is_summed_in_joules(tmp_path: Path) -> None:
    gpus = Gpus(driver(tmp_path))
    first = gpus.joules()
    assert 3000.0 < first < 3010.0
    assert gpus.joules() > first


def test_there_are_shares_only_where_gpus_count_and_the_model_runs_on_this_machine(tmp_path: Path) -> None:
    here = read_settings(model_url="http://127.0.0.1:8000/v1")
    elsewhere = read_settings(model_url="http://10.0.0.9:8000/v1")
    counting = driver(tmp_path)
    assert shares_of(here, library=counting) is not None
    assert shares_of(elsewhere, library=counting) is None
    assert shares_of(read_settings(), library=counting) is None
    assert shares_of(here, library=str(tmp_path / "missing.so")) is None
    assert shares_of(here, library="libm.so.6") is None
    assert shares_of(here, library=driver(tmp_path, NOT_SUPPORTED)) is None


def test_one_answer_takes_all_and_two_share_what_is_counted_meanwhile() -> None:
    counter = Counter()
    shares = Shares(counter)
    with shares.taking() as first:
        counter.joules += 10.0
        with shares.taking() as second:
            counter.joules += 8.0
        counter.joules += 1.0
        shares.settle()
        assert (first.joules, second.joules) == (15.0, 4.0)


def test_what_is_counted_while_nobody_works_is_nobodys() -> None:
    counter = Counter()
    shares = Shares(counter)
    with shares.taking():
        counter.joules += 10.0
    counter.joules += 100.0
    with shares.taking() as later:
        counter.joules += 2.0
    assert later.joules == 2.0


def test_a_counter_that_breaks_makes_the_share_unknown_not_smaller() -> None:
    counter = Counter()
    shares = Shares(counter)
    with shares.taking() as share:
        counter.joules += 10.0
        counter.broken = True
        shares.settle()
        counter.broken = False
        counter.joules += 10.0
    assert share.joules is None

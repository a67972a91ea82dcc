"""How much energy answers take: the GPUs of this machine count it, those at work share it."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

from assistant.connect.place import on_this_machine
from assistant.settings import Settings

NVML = "libnvidia-ml.so.1"
OKAY = 0
MILLI = 1e-3


class Gpus:
    """NVIDIA's GPUs of this machine through their driver's library; OSError where there is none."""

    def __init__(self, library: str = NVML) -> None:
        self._nvml = ctypes.CDLL(library)
        self._devices = self._opened()
        self.joules()

    def joules(self) -> float:
        """The energy all of them have taken since the driver was loaded; OSError where they do not count."""
        return sum(self._of(device) for device in self._devices) * MILLI

    def _opened(self) -> list[ctypes.c_void_p]:
        number = ctypes.c_uint()
        self._done(self._nvml.nvmlInit_v2())
        self._done(self._nvml.nvmlDeviceGetCount_v2(ctypes.byref(number)))
        devices = [ctypes.c_void_p() for _ in range(number.value)]
        for index, device in enumerate(devices):
            self._done(self._nvml.nvmlDeviceGetHandleByIndex_v2(index, ctypes.byref(device)))
        return devices

    def _of(self, device: ctypes.c_void_p) -> int:
        millijoules = ctypes.c_ulonglong()
        self._done(self._nvml.nvmlDeviceGetTotalEnergyConsumption(device, ctypes.byref(millijoules)))
        return millijoules.value

    def _done(self, status: int) -> None:
        if status != OKAY:
            raise OSError(f"NVML answered {status}")


class Share:
    """The part of one answer, in joules so far; None once the GPUs no longer tell."""

    def __init__(self) -> None:
        self.joules: float | None = 0.0


class Shares:
    """Divides what a counter of joules counts equally among those at work at the time."""

    def __init__(self, joules: Callable[[], float]) -> None:
        self._joules = joules
        self._lock = RLock()
        self._working: set[Share] = set()
        self._counted: float | None = None

    @contextmanager
    def taking(self) -> Iterator[Share]:
        """A share that grows within the block, and is up to date after each `settle`."""
        share = Share()
        with self._lock:
            self.settle()
            self._working.add(share)
        try:
            yield share
        finally:
            with self._lock:
                self.settle()
                self._working.discard(share)

    def settle(self) -> None:
        """Gives everyone at work their part of what was counted since the last time."""
        with self._lock:
            before, self._counted = self._counted, self._read()
            for share in self._working:
                if share.joules is None or before is None or self._counted is None:
                    share.joules = None
                else:
                    share.joules += (self._counted - before) / len(self._working)

    def _read(self) -> float | None:
        try:
            return self._joules()
        except OSError:
            return None


def shares_of(settings: Settings, *, library: str = NVML) -> Shares | None:
    """The shares in what the GPUs count on which the model runs; None where nobody here can tell."""
    if settings.model_url is None or not on_this_machine(settings.model_url):
        return None
    try:
        return Shares(Gpus(library).joules)
    except (OSError, AttributeError):  # no driver, or one that cannot count
        return None

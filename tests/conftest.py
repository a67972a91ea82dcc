"""Every test runs in a home of its own, with no setting of the developer's, and reaches no other machine."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.databases import database, postgres

__all__ = ["database", "postgres"]
# The same examples in every run; `--hypothesis-profile=wide` draws others.
settings.register_profile("same", derandomize=True)
settings.register_profile("wide")
settings.load_profile("same")
LOCAL_HOSTS = ("localhost", "testserver")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary home and library folder, also for the processes a test starts."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("PRECEPTOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("PRECEPTOR_LIBRARY", str(home / "library"))
    return home


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Processes that a test starts can be interrupted, also where the tests run in the background.

    A shell starts background jobs with interrupts ignored, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Connections and look-ups beyond this machine raise, so that a test cannot reach out unseen."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            raise OSError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    return guarded


def _guarded_lookup(look_up: Any) -> Any:
    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and not _is_local(host):
            raise OSError(f"a test tried to look up {host}")
        return look_up(host, *args, **kwargs)

    return guarded


def _is_local(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in LOCAL_HOSTS or name.startswith("127.") or name in ("", "::1", "0.0.0.0", "::")

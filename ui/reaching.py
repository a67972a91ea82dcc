"""Getting at a library: opening it, or finding out where the process that has it serves it."""

import time
from collections.abc import Callable
from typing import NamedTuple

from assistant.home import open_library
from assistant.settings import Settings
from retrieval.errors import LibraryBusy
from retrieval.library import Library
from retrieval.store.owner import Owner, read_owner

# Long enough to be worth trying, short enough to notice soon that the owner has begun to serve.
ONE_TRY_S = 0.5


class Served(NamedTuple):
    """Where another process serves the library."""

    pid: int
    address: str
    token: str


def reach(settings: Settings, on_wait: Callable[[Owner | None], None]) -> Library | Served:
    """The library, opened by this process, or where another process serves it.

    While another process has the library without serving it, `on_wait` is called once and we wait.
    """
    deadline = time.monotonic() + settings.wait_s
    waiting = False
    while True:
        owner = read_owner(settings.library)
        if owner and owner.address and owner.token:
            return Served(owner.pid, owner.address, owner.token)
        try:
            return open_library(settings, wait_s=min(ONE_TRY_S, settings.wait_s))
        except LibraryBusy:
            if time.monotonic() >= deadline:
                raise
        if not waiting:
            on_wait(owner)
        waiting = True

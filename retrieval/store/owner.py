"""One process owns a library folder. The system releases the lock when the process ends, however it ends.

Chroma's embedded client and the lexical index are safe for one process only, so a second process must not
open them: it talks to the owner over HTTP if that one serves, or waits and then says who is in the way.
"""

import json
import os
import secrets
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from retrieval.errors import LibraryBusy, PreceptorError
from retrieval.types import Value

LOCK = "owner.lock"
NOTE = "owner.json"


class Owner(Value):
    """Who owns the folder: its process, what it is doing and, when it serves, where and with which token."""

    pid: int
    activity: str
    address: str | None = None
    token: str | None = None


class Ownership:
    """The lock on a library folder, held until `release` or the end of the process."""

    def __init__(self, folder: Path, lock: FileLock, owner: Owner) -> None:
        self._folder = folder
        self._lock = lock
        self._owner = owner
        _write(folder, owner)

    def announce(self, address: str, token: str) -> None:
        """Tells other processes of this user where the library is served and with which token."""
        self._owner = self._owner.model_copy(update={"address": address, "token": token})
        _write(self._folder, self._owner)

    def describe(self, activity: str) -> None:
        """Tells waiting processes what the owner is doing now."""
        self._owner = self._owner.model_copy(update={"activity": activity})
        _write(self._folder, self._owner)

    def release(self) -> None:
        """Gives the folder back."""
        (self._folder / NOTE).unlink(missing_ok=True)
        self._lock.release()


def make_folder(folder: Path) -> None:
    """Makes the library folder if it is not there, for its owner's eyes only: questions asked are private."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PreceptorError(
            f"The library folder {folder} cannot be made ({error.strerror}).",
            "Choose another with --library.",
        ) from error


def own(folder: Path, activity: str, *, wait_s: float) -> Ownership:
    """The ownership of the folder; LibraryBusy after `wait_s` seconds, naming who has it."""
    lock = FileLock(folder / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=wait_s, poll_interval=0.05)
    except Timeout:
        raise _busy(folder) from None
    except OSError as error:
        raise PreceptorError(
            f"The library folder {folder} cannot be written ({error.strerror}).",
            "Check its permissions, or choose another with --library.",
        ) from error
    try:
        return Ownership(folder, lock, Owner(pid=os.getpid(), activity=activity))
    except BaseException:
        lock.release()
        raise


def read_owner(folder: Path) -> Owner | None:
    """Who owns the folder, None if nobody does. A note left by a crashed process does not count."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        owner = Owner.model_validate(note)
    except (OSError, ValueError, ValidationError):
        return None
    lock = FileLock(folder / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return owner
    lock.release()
    return None


def new_token() -> str:
    """A secret that only processes able to read the owner's note can know."""
    return secrets.token_urlsafe(32)


def _busy(folder: Path) -> LibraryBusy:
    try:
        owner = Owner.model_validate_json((folder / NOTE).read_text(encoding="utf-8"))
        who = f"process {owner.pid} ({owner.activity})"
    except (OSError, ValidationError):
        who = "another process"
    return LibraryBusy(
        f"The library {folder} is in use by {who}.", "Wait until it is done, or end it, and try again."
    )


def _write(folder: Path, owner: Owner) -> None:
    draft = folder / f"{NOTE}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(owner.model_dump_json())
    draft.replace(folder / NOTE)

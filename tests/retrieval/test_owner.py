"""One process owns a library; the others are told who it is."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.errors import LibraryBusy, PreceptorError
from retrieval.library import Library
from retrieval.store.owner import new_token, own, read_owner
from tests.retrieval.shelf import WordEncoder

HOLD = """
import sys, time
from pathlib import Path
from retrieval.store.owner import own
held = own(Path(sys.argv[1]), "adding 40 files", wait_s=5)
held.announce("http://127.0.0.1:7860", "secret")
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that owns the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Kills it as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_second_process_is_told_who_owns_the_library_and_what_it_does(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    started = time.monotonic()
    with pytest.raises(LibraryBusy, match=rf"process {holder.pid} \(adding 40 files\)") as caught:
        own(tmp_path, "asking", wait_s=0.3)
    assert 0.2 < time.monotonic() - started < 3
    assert caught.value.next_step
    end(holder)


def test_others_find_the_address_and_token_of_a_serving_owner(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    owner = read_owner(tmp_path)
    assert owner is not None
    assert (owner.pid, owner.address, owner.token) == (holder.pid, "http://127.0.0.1:7860", "secret")
    end(holder)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other permissions")
def test_only_the_user_can_read_the_token(tmp_path: Path) -> None:
    held = own(tmp_path, "serving", wait_s=0)
    held.announce("http://127.0.0.1:1", new_token())
    assert stat.S_IMODE((tmp_path / "owner.json").stat().st_mode) == 0o600
    held.release()


def test_a_killed_owner_leaves_no_lock_and_does_not_count(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    end(holder)
    assert (tmp_path / "owner.json").exists()
    assert read_owner(tmp_path) is None
    own(tmp_path, "asking", wait_s=0).release()
    assert read_owner(tmp_path) is None


def test_a_waiting_process_goes_on_when_the_owner_is_done(tmp_path: Path) -> None:
    hold = HOLD.replace("time.sleep(60)", "time.sleep(0.5); held.release()")
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    process.stdout.readline()
    own(tmp_path, "asking", wait_s=20).release()
    process.communicate()


def test_one_process_cannot_open_a_library_twice(tmp_path: Path) -> None:
    with Library.open(tmp_path, encoder=WordEncoder()), pytest.raises(LibraryBusy):
        Library.open(tmp_path, wait_s=0.2, encoder=WordEncoder())
    Library.open(tmp_path, wait_s=0, encoder=WordEncoder()).close()


def test_a_failed_opening_gives_the_lock_back(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("this is no database " * 400)
    for _ in range(2):
        with pytest.raises(PreceptorError, match="damaged"):
            Library.open(tmp_path, wait_s=0, encoder=WordEncoder())


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PreceptorError, match="cannot be made") as caught:
        Library.open(tmp_path / place, encoder=WordEncoder())
    assert caught.value.next_step


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from retrieval.errors import PreceptorError
from retrieval.store.owner import own
os.setgid(65534); os.setuid(65534)
try:
    own(Path(sys.argv[1]), "asking", wait_s=0)
except PreceptorError as error:
    print(error)
"""


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="changes to another user, which only root may"
)
def test_a_folder_without_write_permission_is_one_clear_sentence() -> None:
    # Another user, since root may write anywhere.
    said = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, "/usr/share"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert "The library folder /usr/share cannot be written (Permission denied)." in said.stdout, said.stderr

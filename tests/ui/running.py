"""The real app on a real library in a process of its own, and Chromium to look at it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.accounts import Accounts, Role
from assistant.home import open_library
from assistant.settings import Settings
from tests.ui.people import NOON

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "correct horse battery"
PEOPLE: tuple[tuple[str, Role], ...] = (("olga", "owner"), ("ada", "learner"), ("bob", "educator"))

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not installed (apt install chromium)"
)

GUIDELINE = """---
title: Hypertension in adults
publisher: Example Society
edition: 3rd edition
published: 2025-02-01
licence: CC BY 4.0
review: not clinician-reviewed
topics: [hypertension]
---
# Hypertension in adults

## Treatment

Amlodipine is the first-line drug for hypertension in adults of any age in this teaching text.
Thiazide diuretics are an alternative when a calcium channel blocker is not tolerated.

## Doses

| Drug | Starting dose | Usual maximum |
|---|---|---|
| Amlodipine | 5 mg once daily | 10 mg once daily |
| Ramipril | 2.5 mg once daily | 10 mg once daily |
"""


def make_pdf(path: Path) -> Path:
    """Two pages; the second says what no other source of the tests says."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4)
    canvas.setTitle("Scabies in care homes")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 720, "Scabies is an infestation of the skin by a mite.")
    canvas.drawString(72, 700, "It causes intense itching that is worse at night.")
    canvas.showPage()
    canvas.setFont("Helvetica", 12)
    canvas.drawString(
        72, 720, "Scabies is treated with permethrin cream 5 percent applied to the whole body."
    )
    canvas.drawString(72, 700, "The treatment of scabies is repeated after seven days.")
    canvas.save()
    return path


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running_app(folder: Path, **environment: str) -> Iterator[str]:
    """The address of an app in a process of its own, with one guideline and three people."""
    port = free_port()
    command = [sys.executable, "-m", "tests.ui.running", str(folder), str(port)]
    with (folder / "app.log").open("w") as log:
        given = {**os.environ, **environment}
        app = subprocess.Popen(command, stdout=log, stderr=log, cwd=Path(__file__).parents[2], env=given)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, app, folder / "app.log")
        yield address
    finally:
        app.send_signal(signal.SIGTERM)
        assert app.wait(timeout=30) == 0, (folder / "app.log").read_text()


def _wait_for(address: str, app: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while app.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the app did not start: {log.read_text()}")


def database(folder: Path) -> Path:
    """Where `running_app` keeps what people said."""
    return folder / "library" / "library.db"


def _main(folder: Path, port: int) -> None:
    from ui.web.app import serve

    settings = Settings(library=folder / "library", port=port)
    source = folder / "hypertension.md"
    source.write_text(GUIDELINE, encoding="utf-8")
    with open_library(settings) as library:
        lines = list(library.add([source]))
        assert [line.outcome for line in lines] == ["added"]
        accounts = Accounts(library.store.engine)
        for name, role in PEOPLE:
            accounts.add(name, PASSWORD, role, user_id=f"id-{name}", at=NOON)
        serve(library, settings)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))

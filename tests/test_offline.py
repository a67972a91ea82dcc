"""The whole flow in a process that can reach nothing beyond this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.ui.shelf import write_shelf

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "curricula" / "starter" / "library"

# Connecting anywhere else is recorded and refused, so that a part which swallows the error is caught too.
OFFLINE = """
import socket, sys
tried = []
def guarded(real):
    def connect(self, address):
        if self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1"):
            return real(self, address)
        tried.append(address)
        raise OSError("no network")
    return connect
def look_up(host, *rest, **more):
    if host not in (None, "localhost", "127.0.0.1", "::1"):
        tried.append(host)
        raise socket.gaierror("no network")
    return real_look_up(host, *rest, **more)
real_look_up = socket.getaddrinfo
socket.getaddrinfo = look_up
socket.socket.connect = guarded(socket.socket.connect)
socket.socket.connect_ex = guarded(socket.socket.connect_ex)
from ui.cli import main
try:
    main()
finally:
    print("TRIED", tried, file=sys.stderr)
"""


def offline(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
    )
    assert "TRIED []" in done.stderr, done.stderr
    return done


def test_adding_asking_and_searching_reach_nothing_beyond_this_machine(tmp_path: Path) -> None:
    pdf = next(STARTER.glob("*.pdf"))
    added = offline("library", "add", write_shelf(tmp_path / "sources"), pdf, "--json")
    assert json.loads(added.stdout)["counts"] == {"added": 3}, added.stdout
    asked = offline("ask", "which drug for hypertension in pregnancy?", "--json")
    assert "Labetalol" in json.loads(asked.stdout)["statements"][0]["text"]
    found = offline("search", "acute coronary syndrome treatment", "--json")
    hit = json.loads(found.stdout)["hits"][0]
    assert hit["file_page"] is not None
    assert hit["page"] is not None


def test_examining_reaches_nothing_beyond_this_machine() -> None:
    assert json.loads(offline("doctor", "--json").stdout)["sound"]


# Where these are set onnxruntime reports nothing of itself, and the test could not fail.
WATCHED = ("CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TRAVIS", "ORT_DISABLE_TELEMETRY")


def test_the_runtime_of_the_models_keeps_and_reports_nothing_about_their_use(tmp_path: Path) -> None:
    # Its reports leave from C++, where the guard above cannot see them; their cache and the machine's id
    # would be left in the home.
    kept = {name: value for name, value in os.environ.items() if name not in (*WATCHED, "XDG_CACHE_HOME")}
    code = "from retrieval.models.encoder import load_encoder; load_encoder().encode(['gout'])"
    home = {"HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=kept | home, cwd=ROOT, check=True, timeout=60)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

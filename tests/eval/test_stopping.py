"""A run that is stopped keeps what it was told, and the next one asks only for the rest."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.assistant.scripted_replies import Asked, Reply
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.eval.answering import ITEMS, keeping_schemas, oracle, questions
from tests.eval.samples import SAMPLES

ROOT = Path(__file__).parents[2]
# Generous: a busy machine takes a minute to import what the command needs.
LIMIT_S = 240


@keeping_schemas
def slow(asked: Asked) -> Reply:
    return Reply(pieces=oracle(asked).pieces, first_s=0.8)


def started(host: ScriptedServer, journal: Path, *more: str) -> "subprocess.Popen[str]":
    """The suite in a process of its own, two questions at once."""
    options = ["--data", str(SAMPLES / "mcq"), "--model-url", host.url, "--journal", str(journal), *more]
    run = "import os; os.environ['PRECEPTOR_MODEL_AT_ONCE'] = '2'; from ui.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", run, "eval", "mcq", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def stopped(host: ScriptedServer, journal: Path, how: signal.Signals) -> tuple[int, str]:
    """The exit code and the last words of a run that was stopped after three replies."""
    process = started(host, journal)
    deadline = time.monotonic() + LIMIT_S
    while lines(journal) < 3:
        assert process.poll() is None and time.monotonic() < deadline, process.communicate()
        time.sleep(0.02)
    process.send_signal(how)
    _, said = process.communicate(timeout=LIMIT_S)
    return process.returncode, said


def lines(journal: Path) -> int:
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_next_run_asks_only_for_what_is_missing(tmp_path: Path, how: signal.Signals) -> None:
    journal = tmp_path / "journal.jsonl"
    with scripted_server(slow) as host:
        code, said = stopped(host, journal, how)
        kept = lines(journal)
        assert 3 <= kept < len(ITEMS)
        assert "Traceback" not in said
        if how == signal.SIGINT:
            assert (code, len(questions(host))) == (130, kept)
        before = len(questions(host))
        process = started(host, journal, "--json", str(tmp_path / "result.json"))
        told = process.communicate(timeout=LIMIT_S)
        assert process.returncode == 0, told
        assert len(questions(host)) - before == len(ITEMS) - kept
    result = json.loads((tmp_path / "result.json").read_text())
    assert (result["n"], result["metrics"]["without.accuracy"]) == (len(ITEMS), 1)
    assert result["settings"]["asked_now"] == len(ITEMS) - kept

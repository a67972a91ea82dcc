"""SIGKILL at random moments loses nothing that was reported, doubles nothing, damages nothing."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.indexes import dense
from retrieval.library import Library
from retrieval.types import Query
from tests.retrieval.shelf import WordEncoder

ROOT = Path(__file__).parents[2]
# The full run: KILL_TEST_KILLS=30 KILL_TEST_FILES=500 pytest tests/retrieval/test_kill.py
KILLS = int(os.environ.get("KILL_TEST_KILLS", "4"))
FILES = int(os.environ.get("KILL_TEST_FILES", "60"))
ALWAYS_GRAPH, ALWAYS_EXACT = 0, 1_000_000


def sources(folder: Path, count: int) -> Path:
    """Small files, each with a word of its own."""
    folder.mkdir()
    for number in range(count):
        (folder / f"n{number:04}.md").write_text(f"# Note {number}\n\nThe word here is {word(number)}.\n")
    return folder


def word(number: int) -> str:
    """A word that stems to itself."""
    return "q" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}") + "zz"


def start(library: Path, folder: Path, limit: int) -> subprocess.Popen[str]:
    """A process that adds the folder."""
    command = [sys.executable, "-m", "tests.retrieval.adding", str(library), str(folder), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def reported(process: subprocess.Popen[str]) -> list[str]:
    """The documents that the process said were added, whole lines only, when it has ended."""
    said, _ = process.communicate(timeout=300)
    lines = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [line[1] for line in lines if line[0] == "added"]


def assert_whole(folder: Path, added: list[str]) -> None:
    """Every document reported is here once, and the indexes agree with the store."""
    with Library.open(folder, wait_s=30, encoder=WordEncoder()) as library:
        library.legs()
        report = library.check()
        assert report.sound, report.findings
        assert len(added) == len(set(added))
        assert set(added) <= {document.id for document in library.documents()}
        assert report.passages == report.documents


@pytest.mark.slow
@pytest.mark.parametrize("limit", [ALWAYS_EXACT, ALWAYS_GRAPH], ids=["exact", "graph"])
def test_killing_while_adding_loses_and_doubles_nothing(
    tmp_path: Path, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", limit)
    folder, library = sources(tmp_path / "sources", FILES), tmp_path / "library"
    chance = random.Random(limit + 7)
    added: list[str] = []
    for kill in range(KILLS):
        process = start(library, folder, limit)
        assert process.stdout is not None
        if kill % 4:
            process.stdout.readline()
        time.sleep(chance.uniform(0, 3))
        process.kill()
        added += reported(process)
        assert_whole(library, added)
    last = start(library, folder, limit)
    added += reported(last)
    assert last.returncode == 0
    assert_whole(library, added)
    with Library.open(library, encoder=WordEncoder()) as whole:
        assert len(whole.documents()) == FILES
        for number in range(FILES):
            best = whole.search(Query(text=word(number)), k=1).hits[0].passage
            assert word(number) in best.text
        whole.rebuild()
        kept = [path for path in (library / "files").rglob("*") if path.is_file()]
        assert len(kept) == FILES


@pytest.mark.slow
def test_two_processes_adding_to_one_library_wait_for_each_other(tmp_path: Path) -> None:
    first, second = sources(tmp_path / "a", 12), tmp_path / "b"
    sources(second, 24)
    library = tmp_path / "library"
    both = [start(library, folder, ALWAYS_EXACT) for folder in (first, second)]
    added = [document for process in both for document in reported(process)]
    assert [process.returncode for process in both] == [0, 0]
    assert len(added) == 24
    assert_whole(library, added)

"""Do hostile files do harm? Each one through the reading sandbox alone, then all in one folder."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Literal

from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.readers.find import find_files
from retrieval.readers.sandbox import Sandbox
from retrieval.types import Value

MAKER = "make_bad_files.py"
MANIFEST = "manifest.json"
LIMIT_S = 60.0
MEMORY_MB = 1024
# Killing a child and starting the next one takes time too; beyond this the limit has not held.
GRACE_S = 5.0
TRACES = ("escaped.txt", "pwned.txt")
Got = Literal["ingests", "refused_with_reason", "skipped_with_reason", "crashed", "unreported"]


class Expected(Value):
    """A hostile file and what a good program does with it."""

    file: str
    outcomes: tuple[str, ...]
    why: str


class Outcome(Value):
    """What was done with a file, the reason given for it, and how long it took."""

    expected: Expected
    got: Got
    reason: str
    seconds: float

    @property
    def hung(self) -> bool:
        """Whether the time limit did not hold."""
        return self.seconds > LIMIT_S + GRACE_S

    @property
    def wrong(self) -> bool:
        """Whether this is no outcome the manifest allows, or its reason is no single line."""
        told = self.got == "ingests" or bool(self.reason)
        return self.got not in self.expected.outcomes or not told or "\n" in self.reason

    def __str__(self) -> str:
        allowed = " or ".join(self.expected.outcomes)
        return (
            f"{self.expected.file[:60]}: {self.got}, expected {allowed} ({self.reason or self.expected.why})"
        )


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """How many files crashed a reader's caller, hung, or ended otherwise than their manifest allows."""
    with _bad_files(options.data) as folder:
        expected, not_made = _manifest(folder)
        before = _names(folder)
        alone = []
        for done, one in enumerate(expected):
            on_progress("hostile files", done, len(expected))
            # A fresh child each, so that no file can prepare the ground for the next.
            with Sandbox(limit_s=LIMIT_S, memory_mb=MEMORY_MB) as sandbox:
                alone.append(_read(sandbox, folder, one))
        together = _read_folder(folder, expected)
        escaped = sorted(_names(folder) - before)
    return _result(alone, together, escaped, not_made)


def _result(
    alone: Sequence[Outcome], together: Sequence[Outcome], escaped: Sequence[str], not_made: int
) -> SuiteResult:
    """Counts, not shares: one hostile file that gets through is one too many."""
    scores = {
        "crashed": _count(outcome.got == "crashed" for outcome in alone),
        "hung": _count(outcome.hung for outcome in alone),
        "wrong_outcome": _count(outcome.wrong for outcome in alone),
        "together.crashed": _count(outcome.got == "crashed" for outcome in together),
        "together.hung": _count(outcome.hung for outcome in together),
        "together.wrong_outcome": _count(outcome.wrong for outcome in together),
        "escaped": Score(value=float(len(escaped)), n=len(alone)),
        "slowest_s": Score(value=max((outcome.seconds for outcome in alone), default=None), n=len(alone)),
    }
    wrong = dict.fromkeys(str(outcome) for outcome in (*alone, *together) if outcome.wrong or outcome.hung)
    settings = {"limit_s": LIMIT_S, "memory_mb": MEMORY_MB, "wrong": "; ".join([*wrong, *escaped])}
    return SuiteResult(suite="files", n=len(alone), ungraded=not_made, scores=scores, settings=settings)


def _count(found: Iterator[bool]) -> Score:
    flags = list(found)
    return Score(value=float(sum(flags)), n=len(flags))


@contextmanager
def _bad_files(data: Path) -> Iterator[Path]:
    """The folder of hostile files: the one given, or one made by its script and thrown away."""
    if (data / MANIFEST).is_file():
        yield data
        return
    if not (data / MAKER).is_file():
        raise NotRun(
            f"Not run: {data} holds neither {MANIFEST} nor {MAKER}.", "Name the folder of one of them."
        )
    with tempfile.TemporaryDirectory(prefix="preceptor-files-") as scratch:
        folder = Path(scratch) / "bad"
        command = [sys.executable, "-B", str((data / MAKER).resolve()), str(folder)]
        made = subprocess.run(command, capture_output=True, text=True, cwd=scratch, check=False)
        if made.returncode:
            raise NotRun(
                f"Not run: {MAKER} failed: {made.stderr.strip()[-200:]}", "Run it by hand to see why."
            )
        yield folder


def _manifest(folder: Path) -> tuple[list[Expected], int]:
    """What is expected of each file, and how many files could not be made here."""
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    files = [
        Expected(file=one["file"], outcomes=(one["expect"], *one.get("also_ok", ())), why=one.get("why", ""))
        for one in said["files"]
    ]
    if not files:
        raise NotRun(f"Not run: {folder / MANIFEST} names no files.", f"Make the files with {MAKER}.")
    return files, len(said.get("not_made", ()))


def _read(sandbox: Sandbox, folder: Path, expected: Expected) -> Outcome:
    started = monotonic()
    got, reason = _outcome(sandbox, folder / expected.file)
    return Outcome(expected=expected, got=got, reason=reason, seconds=monotonic() - started)


def _outcome(sandbox: Sandbox, path: Path) -> tuple[Got, str]:
    try:
        sandbox.read(path)
    except Skipped as reason:
        return "skipped_with_reason", str(reason)
    except Refused as reason:
        return "refused_with_reason", str(reason)
    except PreceptorError as reason:
        return "crashed", str(reason)
    except Exception as fault:  # what the suite is looking for: anything that is not a plain sentence
        return "crashed", f"{type(fault).__name__}: {fault}"
    return "ingests", ""


def _read_folder(folder: Path, expected: Sequence[Expected]) -> list[Outcome]:
    """The folder as `library add FOLDER` walks it: one sandbox, bad neighbours among the good."""
    by_name = {one.file: one for one in expected}
    found: dict[str, Outcome] = {}
    with Sandbox(limit_s=LIMIT_S, memory_mb=MEMORY_MB) as sandbox:
        for path in find_files([folder]):
            if one := by_name.get(path.relative_to(folder).as_posix()):
                found[one.file] = _read(sandbox, folder, one)
    return [found.get(one.file) or _unreported(one) for one in expected]


def _unreported(expected: Expected) -> Outcome:
    return Outcome(expected=expected, got="unreported", reason="the walk did not name it", seconds=0.0)


def _names(folder: Path) -> set[str]:
    """Names in the folder, and the traces that a file which broke out would leave beside it."""
    places = {folder.parent, Path.cwd(), Path(tempfile.gettempdir())}
    traces = {str(place / name) for place in places for name in TRACES if (place / name).exists()}
    return {entry.name for entry in folder.iterdir()} | traces

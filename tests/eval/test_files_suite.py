"""The hostile files suite counts what goes wrong, and says when it did not run."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from eval.suites import run_suite
from eval.suites.files import LIMIT_S, Expected, Outcome
from eval.types import NotRun, SuiteOptions

FILES: dict[str, tuple[str, bytes]] = {
    "good.md": ("ingests", b"# Gout\n\nRest the joint.\n"),
    "empty.txt": ("refused_with_reason", b""),
    "tags.yaml": ("refused_with_reason", b"hook: !!python/object/apply:os.system ['echo x > pwned.txt']\n"),
    "page.pdf": ("refused_with_reason", b"<!doctype html><p>Rest.</p>"),
    "bomb.html": ("refused_with_reason", b"<html>" + b"<div>" * 50_000),
    "one.gif": ("skipped_with_reason", b"GIF89a\x08\x00\x08\x00;"),
}


def folder_of(path: Path, **changed: str) -> Path:
    files = []
    for name, (expect, data) in FILES.items():
        (path / name).write_bytes(data)
        files.append({"file": name, "expect": changed.get(name.partition(".")[0], expect), "why": "a test"})
    os.mkfifo(path / "pipe.txt")
    (path / "loop").symlink_to(".")
    files += [{"file": name, "expect": "skipped_with_reason", "also_ok": []} for name in ("pipe.txt", "loop")]
    manifest = {"files": files, "not_made": [{"file": "x.webp", "reason": "no Pillow"}]}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return path


def result(data: Path) -> dict[str, Any]:
    return run_suite("files", SuiteOptions(data=data)).as_json()


def test_a_folder_of_hostile_files_ends_as_its_manifest_says(tmp_path: Path) -> None:
    told = result(folder_of(tmp_path))
    assert (told["suite"], told["n"], told["ungraded"]) == ("files", 8, 1)
    wrong = {name: value for name, value in told["metrics"].items() if name != "slowest_s" and value}
    assert wrong == {}
    assert told["settings"]["wrong"] == ""
    assert not (tmp_path / "pwned.txt").exists()


def test_a_wrong_outcome_is_counted_and_named(tmp_path: Path) -> None:
    told = result(folder_of(tmp_path, good="refused_with_reason"))
    assert told["metrics"]["wrong_outcome"] == 1
    assert told["metrics"]["together.wrong_outcome"] == 1
    assert told["settings"]["wrong"].startswith("good.md: ingests, expected refused_with_reason")


def test_the_files_are_made_by_the_script_where_there_is_one(tmp_path: Path) -> None:
    script = """import json, sys
from pathlib import Path
out = Path(sys.argv[1])
out.mkdir()
(out / "a.md").write_text("Rest.")
(out / "manifest.json").write_text(json.dumps({"files": [{"file": "a.md", "expect": "ingests"}]}))
"""
    (tmp_path / "make_bad_files.py").write_text(script, encoding="utf-8")
    assert result(tmp_path)["n"] == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["make_bad_files.py"]


def test_a_folder_without_files_is_not_run(tmp_path: Path) -> None:
    with pytest.raises(NotRun, match=r"make_bad_files\.py"):
        result(tmp_path)


@pytest.mark.parametrize(
    ("got", "reason", "seconds", "wrong", "hung"),
    [
        ("ingests", "", 1.0, False, False),
        ("refused_with_reason", "It is damaged.", 1.0, False, False),
        ("refused_with_reason", "", 1.0, True, False),
        ("refused_with_reason", "two\nlines", 1.0, True, False),
        ("crashed", "KeyError: 'x'", 1.0, True, False),
        ("ingests", "", LIMIT_S + 6, False, True),
    ],
)
def test_an_outcome_needs_one_line_of_reason(
    got: Any, reason: str, seconds: float, wrong: bool, hung: bool
) -> None:
    expected = Expected(file="a.md", outcomes=("ingests", "refused_with_reason"), why="")
    outcome = Outcome(expected=expected, got=got, reason=reason, seconds=seconds)
    assert (outcome.wrong, outcome.hung) == (wrong, hung)

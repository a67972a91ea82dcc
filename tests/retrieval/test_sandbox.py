"""Files are read in a child process that can run out of time or memory without harm."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.errors import PreceptorError, Refused, Skipped
from retrieval.readers.confined_child import FORBIDDEN
from retrieval.readers.find import find_files
from retrieval.readers.sandbox import Sandbox
from retrieval.readers.sandbox_child import Reply, Request, answer

TEXT = "# Sore throat\n\nMost settle within a week.\n"


def write(path: Path, text: str | bytes = TEXT) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_one_child_reads_many_files_and_their_sidecars(tmp_path: Path) -> None:
    first = write(tmp_path / "a.md")
    second = write(tmp_path / "b.txt", "Rest and fluids.")
    write(tmp_path / "b.txt.yaml", "title: Rest\npublished: 2024\n")
    with Sandbox() as sandbox:
        assert sandbox.read(first).metadata.title == "Sore throat"
        document = sandbox.read(second)
    assert document.metadata.title == "Rest"
    assert document.pages[0].text == "Rest and fluids."
    assert any("beside it" in note for note in document.notes)


def test_a_wrong_sidecar_refuses_the_file(tmp_path: Path) -> None:
    write(tmp_path / "a.md.yaml", "kind: poem\n")
    with Sandbox() as sandbox, pytest.raises(Refused, match="poem"):
        sandbox.read(write(tmp_path / "a.md"))


def test_a_slow_file_is_given_up_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow = write(tmp_path / "slow.txt", "Give oxygen. " * 1_500_000)
    with Sandbox(limit_s=0.6) as sandbox:
        started = time.monotonic()
        with pytest.raises(Refused, match=r"longer than 0\.6 s"):
            sandbox.read(slow)
        assert time.monotonic() - started < 3
    with Sandbox() as sandbox:
        assert sandbox.read(write(tmp_path / "a.md")).pages


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    large = write(tmp_path / "large.txt", b"Give oxygen now. " * 1_500_000)
    with Sandbox(memory_mb=100) as sandbox:
        with pytest.raises(Refused, match="memory"):
            sandbox.read(large)
        assert sandbox.read(write(tmp_path / "a.md")).pages


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("link.md", lambda path: path.symlink_to("/etc/hostname"), "symbolic link"),
        ("loop", lambda path: path.symlink_to("."), "symbolic link"),
        ("pipe.txt", lambda path: os.mkfifo(path), "pipe"),
        ("folder.md", lambda path: path.mkdir(), "folder"),
        (".hidden.md", lambda path: path.write_text(TEXT), "hidden"),
    ],
)
def test_what_is_no_plain_file_is_skipped_unopened(tmp_path: Path, name: str, make, reason: str) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / name)
    with Sandbox() as sandbox, pytest.raises(Skipped, match=reason):
        sandbox.read(tmp_path / name)


def test_empty_missing_and_oversized_files_are_refused_unopened(tmp_path: Path) -> None:
    with Sandbox(max_bytes=10) as sandbox:
        with pytest.raises(Refused, match="empty"):
            sandbox.read(write(tmp_path / "empty.md", ""))
        with pytest.raises(Refused, match="no such file"):
            sandbox.read(tmp_path / "missing.md")
        with pytest.raises(Refused, match="larger"):
            sandbox.read(write(tmp_path / "large.md"))


@pytest.mark.parametrize(
    "name", ["--help; `id`.txt", "..%2f..%2fescaped.txt", "n" * 251 + ".txt", "a\nb.md", "\u202egpj.txt"]
)
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    with Sandbox() as sandbox:
        assert "settle" in sandbox.read(write(tmp_path / name)).pages[-1].text


def test_a_folder_is_walked_in_order_without_following_links_or_naming_sidecars(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.md", "a.md", "a.md.yaml", "lone.yaml", "sub/c.md", ".git/config.md"):
        write(tmp_path / name)
    (tmp_path / "sub" / "up").symlink_to("..")
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path, tmp_path / "b.md"])]
    assert found == [".git", "a.md", "b.md", "lone.yaml", "sub/c.md", "sub/up"]


def test_a_name_that_is_no_text_is_still_a_name(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"fi\xe8vre.md")
    try:
        write(path)
    except OSError:
        pytest.skip("this file system takes only names that are text")
    with Sandbox() as sandbox:
        assert "settle" in sandbox.read(path).pages[-1].text


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md")
    assert list(find_files([path, tmp_path, path])) == [path]


def test_a_reader_that_breaks_down_in_any_way_gives_one_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.epub", b"PK\x03\x04" + os.urandom(200))
    reply = answer(Request.of(path, None, 1.0))
    assert reply.refused
    assert "Traceback" not in reply.refused


def test_a_child_may_not_write_start_or_connect(tmp_path: Path) -> None:
    """The guard is installed for good, so it is tried in a process of its own."""
    tries = f"""
import sys, subprocess, socket, os
from pathlib import Path
from retrieval.readers.confined_child import _forbid
sys.addaudithook(_forbid)
for attempt in (
    lambda: Path({str(tmp_path / "escaped.txt")!r}).write_text("x"),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: os.remove({str(tmp_path)!r}),
):
    try:
        attempt()
    except PermissionError as refused:
        print(refused)
"""
    done = subprocess.run([sys.executable, "-c", tries], capture_output=True, text=True, check=True)
    assert done.stdout.count("is not allowed while a file is read") == 5
    assert not (tmp_path / "escaped.txt").exists()
    assert "os.system" in FORBIDDEN


def test_a_child_needs_none_of_the_heavy_packages() -> None:
    code = "import sys, retrieval.readers.sandbox_child; print(sorted({*sys.modules} & {*sys.argv[1:]}))"
    heavy = [
        "chromadb",
        "onnxruntime",
        "gradio",
        "tantivy",
        "sqlalchemy",
        "pypdfium2",
        "lxml",
        "docx",
        "yaml",
    ]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reply_carries_either_a_document_or_a_reason() -> None:
    reply = Reply(refused="The file is damaged.", next_step="Export it again.")
    assert Reply.model_validate_json(reply.model_dump_json()) == reply


def test_every_outcome_is_one_line_for_the_report(tmp_path: Path) -> None:
    for name, data in {
        "a.pdf": b"<html>",
        "b.png": b"\x89PNG\r\n\x1a\n",
        "c.xyz": b"x",
        "d.json": b"{,}",
    }.items():
        with Sandbox() as sandbox, pytest.raises(PreceptorError) as reason:
            sandbox.read(write(tmp_path / name, data))
        assert reason.value.next_step
        assert "\n" not in str(reason.value)

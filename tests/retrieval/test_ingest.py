"""Adding files: what each line reports, and that nothing is half-added."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import PreceptorError
from retrieval.library import Library, Progress
from retrieval.originals import Originals, digest
from retrieval.types import IngestLine, Metadata, Query
from tests.retrieval.shelf import WordEncoder

GOUT = "# Gout\n\nColchicine 0.5 mg shortens an attack of gout.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "library", encoder=WordEncoder()) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one source."""
    made = tmp_path / "sources"
    made.mkdir()
    (made / "gout.md").write_text(GOUT, encoding="utf-8")
    return made


def add(library: Library, path: Path, **given: Any) -> list[IngestLine]:
    """The report on one path."""
    return list(library.add([path], metadata=Metadata(**given)))


def test_each_file_of_a_folder_gets_a_line_with_its_outcome(library: Library, folder: Path) -> None:
    (folder / "copy.md").write_text(GOUT, encoding="utf-8")
    (folder / "empty.md").touch()
    (folder / "numbers.json").write_text("{}")
    lines = {Path(line.file).name: line for line in add(library, folder)}
    outcomes = {name: line.outcome for name, line in lines.items()}
    assert sorted([outcomes.pop("copy.md"), outcomes.pop("gout.md")]) == ["added", "unchanged"]
    assert outcomes == {"empty.md": "refused", "numbers.json": "skipped"}
    assert all(lines[name].reason for name in outcomes)
    assert len(library.documents()) == 1


def test_the_kept_original_has_the_same_bytes(library: Library, folder: Path) -> None:
    (line,) = add(library, folder)
    assert line.document == digest(folder / "gout.md")
    kept = library.source_file(line.document or "")
    assert kept is not None
    assert kept.read_text(encoding="utf-8") == GOUT
    library.remove(line.document or "")
    assert not kept.exists()


def test_adding_again_changes_nothing_but_what_is_newly_said(library: Library, folder: Path) -> None:
    add(library, folder)
    (same,) = add(library, folder)
    assert (same.outcome, same.reason) == ("unchanged", "")
    (told,) = add(library, folder, licence="CC0", title="Gout in adults")
    assert (told.outcome, told.reason) == ("unchanged", "Updated: licence, title.")
    (document,) = library.documents()
    assert (document.title, document.licence) == ("Gout in adults", "CC0")
    assert library.search(Query(text="adults")).hits[0].lexical_rank == 1


def test_a_sidecar_written_later_updates_the_document(library: Library, folder: Path) -> None:
    add(library, folder)
    (folder / "gout.md.yaml").write_text("publisher: EULAR\npublished: 2016-07-25\n")
    (line,) = add(library, folder)
    assert line.reason == "Updated: publisher, published."
    assert library.documents()[0].publisher == "EULAR"


def test_what_is_given_goes_before_the_sidecar_and_that_before_the_file(
    library: Library, folder: Path
) -> None:
    (folder / "gout.md").write_text(f"---\ntitle: A\npublisher: A\nedition: A\n---\n{GOUT}")
    (folder / "gout.md.yaml").write_text("publisher: B\nedition: B\n")
    add(library, folder, edition="C")
    (document,) = library.documents()
    assert (document.title, document.publisher, document.edition) == ("A", "B", "C")


def test_editions_are_linked_by_their_sidecars_in_any_order(library: Library, folder: Path) -> None:
    (folder / "a-new.md").write_text(
        "---\ntitle: Stroke\npublished: 2024-01-01\n---\nThrombolysis within 4.5 hours.\n"
    )
    (folder / "a-new.md.yaml").write_text("supersedes: Stroke 2012\n")
    (folder / "z-old.md").write_text(
        "---\ntitle: Stroke\npublished: 2012-01-01\n---\nThrombolysis within 3 hours.\n"
    )
    lines = {Path(line.file).name: line for line in add(library, folder)}
    assert library.document(lines["z-old.md"].document or "").superseded_by == lines["a-new.md"].document
    found = library.search(Query(text="thrombolysis hours"))
    assert [hit.passage.document for hit in found.hits][:1] == [lines["a-new.md"].document]
    assert lines["z-old.md"].document not in {hit.passage.document for hit in found.hits}


def test_a_predecessor_that_is_not_here_is_named_in_the_report(library: Library, folder: Path) -> None:
    (line,) = add(library, folder, supersedes="Gout 1999")
    assert line.notes[-1] == "It says that it supersedes “Gout 1999”, which is not here yet."


def test_a_number_that_lost_its_range_mark_is_in_the_notes(library: Library, folder: Path) -> None:
    (folder / "gout.md").write_text("Methotrexate at low doses (1525 mg once weekly) is favoured.\n")
    (line,) = add(library, folder)
    assert "may have been 15–25 mg" in line.notes[0]


def test_adding_can_be_stopped_between_files_and_taken_up_again(library: Library, folder: Path) -> None:
    for number in range(5):
        (folder / f"n{number}.md").write_text(f"Note number {number}.\n")
    seen: list[Progress] = []
    stop = lambda: sum(progress.stage == "reading" for progress in seen) == 3  # noqa: E731
    lines = list(library.add([folder], on_progress=seen.append, stop=stop))
    assert {line.outcome for line in lines} == {"added"}
    assert len(lines) == len(library.documents()) == 3
    assert (seen[0].done, seen[0].total) == (0, 6)
    assert [line.outcome for line in add(library, folder)].count("added") == 3


def test_a_full_disk_is_one_clear_sentence_and_leaves_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PreceptorError, match="No space left on device") as caught:
        add(library, folder)
    assert caught.value.next_step
    assert library.documents() == []
    assert [path for path in (library.folder / "files").rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert [line.outcome for line in add(library, folder)] == ["added"]


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="needs root to mount a tiny disk")
def test_a_truly_full_disk_keeps_what_was_reported(tmp_path: Path, folder: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", disk], capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        for number in range(100):
            (folder / f"n{number:03}.md").write_text(f"Note number {number}. " + "Colchicine again. " * 900)
        added: list[IngestLine] = []
        with Library.open(disk, encoder=WordEncoder()) as library:
            with pytest.raises(PreceptorError) as caught:
                added.extend(library.add([folder]))
            assert caught.value.next_step
        ids = {line.document for line in added}
        with Library.open(disk, encoder=WordEncoder()) as library:
            assert ids <= {document.id for document in library.documents()}
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("before")
    before = digest(path)
    path.write_text("after")
    with pytest.raises(PreceptorError, match="changed while"):
        Originals(tmp_path / "files").keep(path, before)
    assert [kept for kept in (tmp_path / "files").rglob("*") if kept.is_file()] == []


def test_a_file_that_changes_under_way_is_one_refused_line_and_the_others_go_in(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.ingest.WAIT_S", 60.0)
    (folder / "other.md").write_text("Another note on gout and its treatment.\n")

    def spoil(step: Progress) -> None:
        if step.file == "other.md":
            (folder / "gout.md").write_text("Something else by now.\n")

    lines = {Path(line.file).name: line for line in library.add([folder], on_progress=spoil)}
    assert lines["gout.md"].outcome == "refused" and "changed while" in lines["gout.md"].reason
    assert lines["other.md"].outcome == "added"
    assert [document.filename for document in library.documents()] == ["other.md"]


def test_a_source_can_be_removed_while_others_are_being_added(library: Library, folder: Path) -> None:
    (folder / "other.md").write_text("Another note on gout.\n")
    steps = library.add([folder / "gout.md", folder / "other.md"])
    first = next(steps)
    assert first.document is not None
    library.remove(first.document)
    assert [line.outcome for line in steps] == ["added"]
    assert [document.filename for document in library.documents()] == ["other.md"]


def test_each_step_of_adding_may_run_in_another_thread(library: Library, folder: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    (folder / "other.md").write_text("Another note.\n")
    steps = library.add([folder])
    for _ in range(2):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(next, steps).result().outcome == "added"
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(next, steps, None).result() is None
    assert len(library.documents()) == 2

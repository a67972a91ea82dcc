"""The first start fills an empty library, once, and respects what was removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.home import build_starter, open_library, starter_files
from assistant.settings import read_settings
from retrieval.ingest import Progress
from retrieval.library import Library
from tests.curricula.test_starter_library import ALL_CHAPTERS, OLDER_EDITIONS
from tests.ui.shelf import write_shelf


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A starter library of two short chapters."""
    return write_shelf(tmp_path / "starter")


@pytest.fixture
def library() -> Iterator[Library]:
    """An empty library."""
    with open_library(read_settings()) as opened:
        yield opened


def quiet(_progress: Progress) -> None:
    """Shows nothing."""


def titles(library: Library) -> list[str]:
    return [document.title for document in library.documents()]


def test_an_empty_library_is_filled(library: Library, source: Path) -> None:
    lines = list(build_starter(library, quiet, source=source))
    assert [line.outcome for line in lines] == ["added", "added"]
    assert titles(library) == ["Asthma in adults", "Hypertension in adults"]


def test_a_second_start_adds_nothing(library: Library, source: Path) -> None:
    list(build_starter(library, quiet, source=source))
    assert list(build_starter(library, quiet, source=source)) == []


def test_a_removed_chapter_does_not_come_back(library: Library, source: Path) -> None:
    list(build_starter(library, quiet, source=source))
    for document in library.documents():
        library.remove(document.id)
    assert list(build_starter(library, quiet, source=source)) == []
    assert titles(library) == []


def test_building_that_was_cut_short_goes_on_where_it_stopped(library: Library, source: Path) -> None:
    next(build_starter(library, quiet, source=source))
    rest = list(build_starter(library, quiet, source=source))
    assert len(rest) == 1
    assert titles(library) == ["Asthma in adults", "Hypertension in adults"]


def test_a_library_with_sources_of_its_own_is_left_alone(
    library: Library, source: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.md"
    own.write_text("# Gout\n\nColchicine is given in acute gout.\n", encoding="utf-8")
    list(library.add([own]))
    assert list(build_starter(library, quiet, source=source)) == []
    assert len(titles(library)) == 1


def test_a_library_that_was_emptied_is_left_empty(library: Library, source: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text("# Gout\n\nColchicine is given in acute gout.\n", encoding="utf-8")
    (line,) = library.add([own])
    assert line.document is not None
    library.remove(line.document)
    assert list(build_starter(library, quiet, source=source)) == []


def test_the_product_ships_a_file_for_each_chapter() -> None:
    assert {path.stem for path in starter_files()} == {*ALL_CHAPTERS, *OLDER_EDITIONS}

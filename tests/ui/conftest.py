"""A library with two sources, embedded once and copied for each test that wants one."""

import shutil
from pathlib import Path

import pytest

from assistant.migrations import ASSISTANT
from retrieval.library import Library
from tests.ui.shelf import write_shelf


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library to copy."""
    folder = tmp_path_factory.mktemp("shelf")
    with Library.open(folder / "library", migrations=ASSISTANT) as library:
        list(library.add([write_shelf(folder / "sources")]))
    return folder


@pytest.fixture
def filled(made_once: Path, own_home: Path) -> Path:
    """The folder of the two sources that the test's library already holds."""
    shutil.copytree(made_once / "library", own_home / "library")
    return made_once / "sources"

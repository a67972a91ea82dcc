"""A library with two sources, copied for each test that wants one; the app and a browser for each module."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.migrations import ASSISTANT
from retrieval.library import Library
from tests.ui.browsing import chromium
from tests.ui.running import running_app
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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the app that a module looks at."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Where that app is."""
    with running_app(home) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless browser for one module: while it is open, no test can run an event loop of its own."""
    with chromium() as opened:
        yield opened

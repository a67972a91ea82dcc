"""Reaching the library from a command: settings, the wait for it, and its first filling."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.home import build_starter, missing_starter
from assistant.settings import Settings, read_settings
from assistant.types import Mode
from retrieval.errors import LibraryBusy
from retrieval.library import Library
from retrieval.types import IngestLine
from ui.cli.screen import ingest_progress, plain, say_waiting, side_console
from ui.desk import Desk, no_model, open_desk
from ui.reaching import Served, reach


@contextmanager
def at_desk(folder: Path | None, *, starter: bool = True, mode: Mode = "quote") -> Iterator[Desk]:
    """The library's desk. An empty one is filled with the starter library first, unless told otherwise.

    WrongUse before that where answers of this mode cannot be had.
    """
    settings = read_settings(library=folder)

    def begin(library: Library) -> None:
        if mode == "write" and settings.model_url is None:
            raise no_model()
        if starter:
            fill(library)

    with open_desk(settings, on_wait=say_waiting, on_open=begin) as desk:
        yield desk


def own_library(settings: Settings) -> Library:
    """The library, opened by this process; the wait for another process that has it is announced."""
    reached = reach(settings, say_waiting)
    if isinstance(reached, Served):
        raise LibraryBusy(
            f"The app already runs on {reached.address} (process {reached.pid}).",
            "Open that address, or stop the process first.",
        )
    return reached


def fill(library: Library) -> None:
    """Builds the starter library where there is nothing yet, with progress on standard error."""
    if not missing_starter(library):
        return
    library.ownership.describe("building the starter library")
    with ingest_progress() as show:
        lines = list(build_starter(library, show))
    library.ownership.describe("using the library")
    added = sum(line.outcome == "added" for line in lines)
    side_console().print(f"Built the starter library: {added} documents in {library.folder}")
    for line in lines:
        _say_fault(line)


def _say_fault(line: IngestLine) -> None:
    if line.outcome in ("refused", "skipped"):
        side_console().print(f"{plain(line.file)}: {plain(line.reason)}")

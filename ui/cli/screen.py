"""What the commands share when they print: consoles, progress, JSON, and text made safe for a terminal."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from retrieval.errors import WrongUse

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from retrieval.ingest import Progress
    from retrieval.store.owner import Owner

# For tables that no terminal limits.
PIPED_WIDTH = 140

# Controls and direction marks: in a document's text they could rewrite what the terminal shows.
_UNSAFE = {
    *range(0x20),
    *range(0x7F, 0xA0),
    *range(0x200B, 0x2010),
    *range(0x2028, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
} - {ord("\n"), ord("\t")}
_PLAIN = dict.fromkeys(_UNSAFE)


def plain(text: str) -> str:
    """The text without characters that steer a terminal."""
    return text.translate(_PLAIN)


def console() -> "Console":
    """Standard output. Nothing printed on it is read as markup."""
    from rich.console import Console

    # Lines are wrapped for a person at a terminal, never for the next program of a pipe.
    piped = not sys.stdout.isatty()
    width = PIPED_WIDTH if piped else None
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=piped, width=width)


def side_console() -> "Console":
    """Standard error, for progress and remarks, so that standard output stays clean."""
    from rich.console import Console

    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def print_json(shown: Any) -> None:
    """One JSON object on standard output."""
    typer.echo(json.dumps(shown, ensure_ascii=not _speaks_utf8(), indent=2))


def check_folder_of(file: Path | None) -> None:
    """Refuses before the work, not after it, a file that could not be written."""
    if file is not None and not file.parent.is_dir():
        raise WrongUse(f"The folder {file.parent} is not there.", "Make it, or write elsewhere with --json.")


def write_json(shown: dict[str, Any], file: Path | None) -> None:
    """One JSON object into the file, on standard output for "-", nowhere for None."""
    if file == Path("-"):
        print_json(shown)
    elif file is not None:
        file.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")


def table(*columns: str, right: Iterable[str] = (), whole: Iterable[str] = ()) -> "Table":
    """An empty table with these columns, some of them flush right, some never broken over lines."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in right else "left"
        made.add_column(column, justify=justify, overflow="fold", no_wrap=column in whole)
    return made


@contextmanager
def progress_bar(first: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, where that is a terminal: feed it what, done and total."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    side = side_console()
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=side, transient=True, disable=not side.is_terminal) as bar:
        task = bar.add_task(first, total=None)
        yield lambda what, done, total: bar.update(task, description=plain(what), completed=done, total=total)


@contextmanager
def ingest_progress() -> Iterator[Callable[["Progress"], None]]:
    """A progress bar on standard error: feed it what adding reports."""
    with progress_bar("looking for files") as show:
        yield lambda step: show(f"{step.stage} {step.file}", step.done, step.total)


def say_waiting(owner: "Owner | None") -> None:
    """Tells the person at the terminal who has the library while we wait for it."""
    who = f"process {owner.pid} ({plain(owner.activity)})" if owner else "another process"
    side_console().print(f"Waiting for the library: {who} has it.")


def _speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def counted(count: int, what: str) -> str:
    """1 item, 2 items."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

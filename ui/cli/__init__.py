"""The preceptor command. Each group of commands is one file; nothing heavy is imported until it runs."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ui.cli import (
    ask,
    audit,
    calculate,
    case,
    curriculum,
    doctor,
    evaluate,
    library,
    mcp,
    quiz,
    serve,
    tone,
    train,
    users,
    web,
)
from ui.cli.door import run
from ui.cli.options import LibraryOption

app = typer.Typer(
    name="preceptor",
    help="Ask your own medical sources; every sentence opens the page it came from.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(web.web)
app.command()(ask.ask)
app.command()(ask.search)
app.command()(calculate.calculate)
app.add_typer(library.app, name="library")
app.add_typer(case.app, name="case")
app.command()(quiz.quiz)
app.command()(quiz.review)
app.command()(audit.audit)
app.add_typer(curriculum.app, name="curriculum")
app.add_typer(users.app, name="users")
app.add_typer(tone.app, name="tone")
app.command()(mcp.mcp)
app.command()(serve.serve)
app.command()(doctor.doctor)
app.command("eval")(evaluate.evaluate)
app.command()(evaluate.bench)
app.command()(train.train)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"preceptor {version('preceptor')}")
        raise typer.Exit


@app.callback()
def preceptor(
    library: LibraryOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Ask your own medical sources; every sentence opens the page it came from."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and ends the process with its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(app, given or ["--help"]))

"""The outermost door: whatever goes wrong becomes one line and an exit code, never a traceback."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import typer
from typer.exceptions import Abort, TyperException

from retrieval.errors import PreceptorError, WrongUse
from ui.faults import unexpected

FINE, NO, WRONG_USE, MISSING, STOPPED = 0, 1, 2, 3, 130
KEPT = "Stopped. Everything reported as done is kept."


def run(app: typer.Typer, arguments: Sequence[str]) -> int:
    """The exit code of a command: 0 fine, 1 the answer is no, 2 wrong use, 3 something is missing or down."""
    try:
        code: int = app(args=list(arguments), prog_name="preceptor", standalone_mode=False) or FINE
        return _say(KEPT, STOPPED) if code == STOPPED else code
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "preceptor"
        return _say(f"{error.format_message()} See: {command} --help", WRONG_USE)
    except PreceptorError as error:
        return _say(str(error), WRONG_USE if isinstance(error, WrongUse) else MISSING)
    except (KeyboardInterrupt, Abort):
        return _say(KEPT, STOPPED)
    except BrokenPipeError:
        # The reader of our output has gone; writing the rest at exit would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:
        return _say(" ".join(unexpected(error, _library_folder(arguments))), MISSING)


def _say(sentence: str, code: int) -> int:
    typer.echo(f"preceptor: {' '.join(sentence.split())}", err=True)
    return code


def _library_folder(arguments: Sequence[str]) -> Path:
    """The library folder, found even where the settings are what went wrong."""
    given = [after for option, after in pairwise(arguments) if option == "--library"]
    given += [word.removeprefix("--library=") for word in arguments if word.startswith("--library=")]
    if given:
        return Path(given[0]).expanduser()
    from assistant.settings import default_library, read_settings

    try:
        return read_settings().library
    except PreceptorError:
        return default_library()

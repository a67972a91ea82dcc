"""The outermost door: whatever goes wrong becomes one line and an exit code, never a traceback."""

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import typer
from typer.exceptions import Abort, TyperException

from retrieval.errors import PreceptorError, WrongUse

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
        return _say(_unexpected(error, arguments), MISSING)


def _say(sentence: str, code: int) -> int:
    typer.echo(f"preceptor: {' '.join(sentence.split())}", err=True)
    return code


def _unexpected(error: Exception, arguments: Sequence[str]) -> str:
    what = f"Something unexpected went wrong ({type(error).__name__})."
    try:
        return f"{what} The details are in {_log(error, arguments)}; please report them."
    except OSError:
        return f"{what} The details could not be written to the library folder; check its permissions."


def _log(error: Exception, arguments: Sequence[str]) -> Path:
    folder = _log_folder(arguments)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "errors.log"
    with file.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    return file


def _log_folder(arguments: Sequence[str]) -> Path:
    """The library's log folder, found without the settings, since these may be what went wrong."""
    given = [after for option, after in pairwise(arguments) if option == "--library"]
    given += [word.removeprefix("--library=") for word in arguments if word.startswith("--library=")]
    if given:
        return Path(given[0]).expanduser() / "log"
    from assistant.settings import default_library, read_settings

    try:
        return read_settings().library / "log"
    except PreceptorError:
        return default_library() / "log"

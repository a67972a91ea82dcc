"""Where the details of an unexpected fault go, so that no traceback reaches a person."""

import traceback
from datetime import UTC, datetime
from pathlib import Path


def log_fault(error: BaseException, library_folder: Path) -> Path:
    """The file in the library folder that now holds the traceback, without what tells who somebody is."""
    from assistant.guard.privacy import redact  # only a fault needs it, and every command imports this module

    folder = library_folder / "log"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "errors.log"
    with file.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat()}\n{redact(''.join(traceback.format_exception(error)))}\n")
    return file


def unexpected(error: BaseException, library_folder: Path) -> tuple[str, str]:
    """What to say about a fault nobody foresaw, and the next step; the details are logged."""
    what = f"Something unexpected went wrong ({type(error).__name__})."
    try:
        return what, f"The details are in {log_fault(error, library_folder)}; please report them."
    except OSError:
        return what, "The details could not be written to the library folder; check its permissions."

"""preceptor library check, rebuild, backup and restore."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE, NO
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, plain, print_json, side_console, table

if TYPE_CHECKING:
    from retrieval.health import CheckReport

File = Annotated[Path, typer.Argument(metavar="FILE")]


def check(json: JsonOption = False, library: LibraryOption = None) -> int:
    """Say what deserves attention. Exits with 1 if files or indexes are damaged."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk:
        report = desk.check()
    if json:
        print_json({"sound": report.sound, **report.model_dump(mode="json")})
    else:
        _print_report(report)
    return FINE if report.sound else NO


def rebuild(json: JsonOption = False, library: LibraryOption = None) -> None:
    """Make the indexes anew from the stored vectors; nothing is embedded again."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk, side_console().status("Rebuilding the indexes"):
        desk.rebuild()
    _say_done("rebuilt", "Rebuilt the indexes.", json)


def figures(json: JsonOption = False, library: LibraryOption = None) -> int:
    """Read the figures of documents that were added before figures were kept. Exits with 1 if some wait."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk, side_console().status("Reading figures"):
        counts = desk.figure_counts(read=True)
    if json:
        print_json({"figures": counts.total, "sources": len(counts.of), "unread": list(counts.unread)})
    else:
        waiting = f"; those of {len(counts.unread)} are not read yet" if counts.unread else ""
        found = f"{counted(counts.total, 'figure')} in {counted(len(counts.of), 'source')}"
        console().print(f"{found}{waiting}.")
    return NO if counts.unread else FINE


def backup(file: File, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Write the library, with what people asked and said, to a new .zip file or folder."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk, side_console().status("Writing the backup"):
        desk.backup(file)
    _say_done(str(file), f"Wrote {file}.", json)


def restore(file: File, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Bring a backup back into a new or empty library folder."""
    from assistant.settings import read_settings
    from retrieval.errors import WrongUse
    from retrieval.library import Library

    settings = read_settings(library=library)
    if settings.database_url is not None:
        raise WrongUse("This library lives in PostgreSQL.", "Bring its database back with pg_restore.")
    with side_console().status("Restoring the backup"):
        Library.restore(file, settings.library)
    _say_done(str(settings.library), f"Restored {file} into {settings.library}.", json)


def _say_done(what: str, sentence: str, json: bool) -> None:
    if json:
        print_json({"done": what})
    else:
        console().print(sentence)


def _print_report(report: "CheckReport") -> None:
    screen = console()
    screen.print(f"{report.documents} documents, {report.passages} passages, {report.figures} figures.")
    if not report.findings:
        screen.print("Nothing deserves attention.")
        return
    shown = table("what", "source", "detail")
    for finding in report.findings:
        shown.add_row(finding.trouble, plain(finding.title), plain(finding.detail))
    screen.print(shown)

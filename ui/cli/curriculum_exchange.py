"""preceptor curriculum import and export: questions from files of other makers, and as such files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from retrieval.errors import WrongUse
from ui.cli.curriculum_plans import export_plans, import_plans
from ui.cli.door import FINE, NO
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, plain, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from curricula.formats.exchange import Exported
    from curricula.interchange import Left, Report, Turned
    from curricula.items.wanted import Wanted

MOST_LINES = 40
READABLE = Literal["csv", "medqa", "moodle", "qti", "anki", "yaml"]
ITEMS_IN = Literal["csv", "medqa", "moodle", "qti", "anki"]
ITEMS_OUT = Literal["csv", "medqa", "moodle", "qti", "qti3", "anki"]
WRITABLE = Literal["csv", "medqa", "moodle", "qti", "qti3", "anki", "yaml"]


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file with the questions; of yaml also a folder.")
    ],
    form: Annotated[
        READABLE, typer.Option("--format", help="Questions in the first five; objectives and plans in yaml.")
    ],
    status: Annotated[
        Literal["draft", "published"],
        typer.Option(help="Drafts are shown to nobody before a person has read them."),
    ] = "draft",
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """Take questions or plans in, and say what came of each record. Exits with 1 if one was refused."""
    check_folder_of(json)
    if form == "yaml":
        return import_plans(file, json=json, library=library)
    report = _imported(file, form, status, library)
    write_json(report.model_dump(mode="json"), json)
    if json != Path("-"):
        _tell(report)
    return NO if report.refused or not (report.added or report.unchanged) else FINE


def export_file(
    form: Annotated[
        WRITABLE, typer.Option("--format", help="Items in all but yaml; objectives and plans in yaml.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")],
    topics: Annotated[list[str] | None, typer.Option("--topic", help="Only items on this topic.")] = None,
    objectives: Annotated[
        list[str] | None, typer.Option("--objective", help="Only items on this objective.")
    ] = None,
    ids: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="This item, whatever its status.")
    ] = None,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """Write published items or all plans to a file, and say what it could not carry. Exits with 1 if none."""
    from curricula.items.wanted import Wanted

    check_folder_of(json)
    if not out.parent.is_dir():
        raise WrongUse(f"The folder {out.parent} is not there.", "Make it, or write elsewhere with --out.")
    if form == "yaml":
        return export_plans(out, json=json, library=library)
    wanted = Wanted(topics=tuple(topics or ()), objectives=tuple(objectives or ()))
    exported = _exported(wanted, ids or [], form, library)
    if exported.written:
        out.write_bytes(exported.data)
    _tell_export(exported, out, json)
    return FINE if exported.written else NO


def _imported(
    file: Path, form: ITEMS_IN, status: Literal["draft", "published"], library: Path | None
) -> "Report":
    from datetime import UTC, datetime

    from assistant.accounts import LOCAL
    from assistant.home import open_items
    from assistant.settings import read_settings
    from curricula.formats.records import bytes_of
    from curricula.interchange import import_items
    from curricula.items.keeping import Source

    data = bytes_of(file)
    source = Source(origin=form, at=datetime.now(UTC), by=LOCAL.user_id)
    with open_items(read_settings(library=library)) as bank:
        return import_items(bank, data, file.name, source, status=status)


def _exported(wanted: "Wanted", ids: list[str], form: ITEMS_OUT, library: Path | None) -> "Exported":
    from datetime import UTC, datetime

    from assistant.home import open_items
    from assistant.settings import read_settings
    from curricula.interchange import export_items
    from curricula.items.starter import bank_starter

    with open_items(read_settings(library=library)) as bank:
        bank_starter(bank, datetime.now(UTC))
        return export_items(bank, wanted, form, ids=ids)


def _tell_turned(turned: "Sequence[Turned]", how: str) -> None:
    for one in turned[:MOST_LINES]:
        console().print(plain(f"{one.place}: {how}: {one.reason}"))
    if len(turned) > MOST_LINES:
        console().print(f"... and {len(turned) - MOST_LINES} more {how} (all: --json FILE).")


def _tell(report: "Report") -> None:
    screen = console()
    _tell_turned(report.refused, "refused")
    _tell_turned(report.held, "kept as a draft")
    _tell_lost(report.lost)
    numbers = f"{len(report.added)} added as {report.status}, {len(report.unchanged)} unchanged"
    screen.print(f"{numbers}, {len(report.refused)} refused.")


def _tell_export(exported: "Exported", out: Path, json: Path | None) -> None:
    from curricula.interchange import summed

    lost = summed(exported.lost)
    told = [one.model_dump(mode="json") for one in lost]
    write_json({"file": str(out), "items": list(exported.written), "lost": told}, json)
    if json == Path("-"):
        return
    _tell_lost(lost)
    where = f"{len(exported.written)} items written to {out}."
    console().print(
        plain(where if exported.written else "No item was written: none fits, or can be carried.")
    )


def _tell_lost(lost: "Iterable[Left]") -> None:
    for one in lost:
        more = f" (and {one.count - 1} more)" if one.count > 1 else ""
        console().print(plain(f"{one.first}{more}: not carried: {one.what}"))

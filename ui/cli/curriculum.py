"""preceptor curriculum: what authors write, checked, and exchanged with other programs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import (
    curriculum_changes,
    curriculum_coverage,
    curriculum_draft,
    curriculum_exchange,
    curriculum_handout,
    curriculum_reviews,
    curriculum_statistics,
    curriculum_syllabus,
)
from ui.cli.curriculum_plans import line_of
from ui.cli.door import FINE, NO
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, counted, plain, write_json

if TYPE_CHECKING:
    from curricula.check import Checked
    from curricula.types import Fault

KINDS = (
    ("items", "item"),
    ("cards", "card"),
    ("cases", "case"),
    ("objectives", "objective"),
    ("audits", "audit"),
)
app = typer.Typer(help="Check what authors write, and exchange questions with other programs.")


@app.callback()
def curriculum() -> None:
    """Check what authors write, and exchange questions with other programs."""


app.command("import")(curriculum_exchange.import_file)
app.command("export")(curriculum_exchange.export_file)
app.command("coverage")(curriculum_coverage.show_coverage)
app.command("changes")(curriculum_changes.show_changes)
app.command("statistics")(curriculum_statistics.show_statistics)
app.command("draft")(curriculum_draft.draft)
app.command("reviews")(curriculum_reviews.show_reviews)
app.command("import-syllabus")(curriculum_syllabus.import_syllabus)
app.command("handout")(curriculum_handout.handout)


@app.command("lint")
def lint_files(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders of YAML.")],
    citations: Annotated[
        bool, typer.Option("--citations", help="Also look up what is cited in the library.")
    ] = False,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """List everything wrong with what authors wrote: file, line, field, what was expected. Exits with 1."""
    check_folder_of(json)
    checked = _checked(paths, library) if citations else _read(paths)
    report = {
        "faults": [fault.model_dump(mode="json") for fault in checked.faults],
        "warnings": [fault.model_dump(mode="json") for fault in checked.warnings],
        "counts": checked.counts,
    }
    write_json(report, json)
    if json != Path("-"):
        _print(checked.faults, "fault")
        _print(checked.warnings, "warning")
        numbers = (counted(len(checked.faults), "fault"), counted(len(checked.warnings), "warning"))
        console().print(f"{_read_so_many(checked.counts)} read: {', '.join(numbers)}.")
    return NO if checked.faults else FINE


def _read(paths: Sequence[Path]) -> "Checked":
    from assistant.image.developing import developed
    from curricula.check import check

    return check(paths, develop=developed)


def _checked(paths: Sequence[Path], library: Path | None) -> "Checked":
    from assistant.home import open_store
    from assistant.image.developing import developed
    from assistant.references import reason_against
    from assistant.settings import read_settings
    from curricula.check import check

    with open_store(read_settings(library=library)) as books:
        return check(paths, resolve=reason_against(books), develop=developed)


def _print(faults: "Sequence[Fault]", name: str) -> None:
    for fault in faults:
        console().print(plain(line_of(fault, name)))


def _read_so_many(counts: Mapping[str, int]) -> str:
    """What was read, such as “80 items and 30 cards”."""
    found = [counted(counts[kind], name) for kind, name in KINDS if counts[kind]]
    if not found:
        return "Nothing"
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"

"""preceptor case import: cases of other makers, taken into the library as drafts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.door import FINE, NO
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, progress_bar, table

if TYPE_CHECKING:
    from assistant.case.importing import ImportLine
    from assistant.case.patient.fitting import OnVectors
    from assistant.case.patient.understanding import Understanding
    from assistant.settings import Settings

COUNTS = ("facts", "findings", "tests", "faults")


def import_cases(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file with the records.")],
    form: Annotated[
        Literal["agentclinic", "fhir"], typer.Option("--format", help="What the records are written in.")
    ],
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write each case there as YAML.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Take in cases as drafts; one line a record says what came of it. Exits with 1 if one was refused."""
    from assistant.settings import read_settings

    lines = list(_imported(file, form, into, read_settings(library=library)))
    if json:
        print_json({"records": [line.model_dump(mode="json") for line in lines]})
    else:
        _report(lines)
    return NO if not lines or any(line.outcome == "refused" for line in lines) else FINE


def _imported(
    file: Path, form: Literal["agentclinic", "fhir"], into: Path | None, settings: "Settings"
) -> "Iterator[ImportLine]":
    from assistant.accounts import LOCAL
    from assistant.case.importing import drafts_in, import_case
    from assistant.case.patient.mapping import mapped
    from assistant.home import open_cases
    from curricula.cases.load import write_case
    from curricula.cases.shelf import Source

    records = list(drafts_in(file, form))
    source = Source(origin=form, at=datetime.now(UTC), by=LOCAL.user_id)
    with open_cases(settings) as shelf, progress_bar("reading the shared table") as show:
        understanding = _understanding(
            settings, lambda done, total: show("reading the shared table", done, total)
        )
        for at, record in enumerate(records, 1):
            show(record.place, at, len(records))
            line = import_case(record, shelf, source, map_intents=lambda case: mapped(case, understanding))
            if into is not None and line.id and line.outcome != "refused":
                write_case(shelf.case(line.id), into)
            yield line


def _understanding(settings: "Settings", on_vectors: "OnVectors") -> "Understanding":
    """The shared table with the library's encoder."""
    from assistant.case.patient.understanding import Understanding
    from retrieval.models.choose import encoder_for

    encoder = encoder_for(settings.models, settings.library)
    understanding = Understanding(encoder, cache=settings.library)
    understanding.prepare(on_vectors)
    return understanding


def _report(lines: "Sequence[ImportLine]") -> None:
    screen = console()
    shown = table("record", "case", "title", "outcome", *COUNTS, right=COUNTS, whole=("record", "outcome"))
    for line in lines:
        counts = [str(getattr(line, name)) if line.outcome != "refused" else "" for name in COUNTS]
        shown.add_row(line.place, plain(line.id or ""), plain(line.title or ""), line.outcome, *counts)
    if lines:
        screen.print(shown)
    for line in lines:
        for remark in [line.reason, *line.notes]:
            if remark:
                screen.print(plain(f"{line.place}: {remark}"))
    outcomes = [line.outcome for line in lines]
    told = ", ".join(f"{outcomes.count(name)} {name}" for name in dict.fromkeys(outcomes))
    screen.print(f"{len(lines)} records: {told}." if lines else "There are no records in the file.")

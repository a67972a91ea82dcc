"""preceptor library: what is in it, and what goes in and out."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import upkeep
from ui.cli.door import FINE, NO
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, ingest_progress, plain, print_json, table

if TYPE_CHECKING:
    from retrieval.types import Document, IngestLine

app = typer.Typer(help="Keep the library: add, list, show, remove, check, rebuild, figures, backup, restore.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The document's id, or the beginning of it.")]
SHORT_ID = 12
MISSING = {"figures": "not read yet"}
COUNTS = ("pages", "passages", "tables", "figures")

for command in (upkeep.check, upkeep.rebuild, upkeep.figures, upkeep.backup, upkeep.restore):
    app.command()(command)


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    title: Annotated[str | None, typer.Option(help="Its title, in place of what the file says.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    edition: Annotated[str | None, typer.Option(help="Its edition.")] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it was published.")
    ] = None,
    supersedes: Annotated[
        str | None, typer.Option(metavar="ID", help="The document that it replaces.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Add files and folders; one line a file says what came of it. Exits with 1 if a file was refused."""
    from retrieval.errors import PreceptorError
    from retrieval.types import Metadata
    from ui.cli.at import at_desk

    metadata = Metadata(
        title=title,
        publisher=publisher,
        edition=edition,
        published=published.date() if published else None,
        supersedes=supersedes,
    )
    lines: list[IngestLine] = []
    try:
        with at_desk(library, starter=False) as desk, ingest_progress() as show:
            for line in desk.add(paths, metadata, show):
                lines.append(line)
    except (PreceptorError, KeyboardInterrupt):
        # Stopped half-way: what was done so far is reported all the same.
        if lines:
            _report(lines, json)
        raise
    _report(lines, json)
    taken = any(line.outcome in ("added", "unchanged") for line in lines)
    return NO if not taken or any(line.outcome == "refused" for line in lines) else FINE


@app.command("list")
def list_documents(json: JsonOption = False, library: LibraryOption = None) -> None:
    """List the documents."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk:
        documents = desk.documents()
    if json:
        print_json({"documents": [document.model_dump(mode="json") for document in documents]})
    elif documents:
        _print_documents(documents)
    else:
        console().print("The library is empty. Add a guideline with: preceptor library add FILE")


@app.command()
def show(document: Id, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Show what is known about a document."""
    from ui.asking import find_document
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk:
        found = find_document(desk.documents(), document)
        count = desk.figure_counts().told(found.id)
    shown = {**found.model_dump(mode="json"), "figures": count}
    if json:
        print_json(shown)
        return
    facts = table("", "")
    for name, value in shown.items():
        facts.add_row(name.replace("_", " "), plain(_words(value)) or MISSING.get(name, "not stated"))
    console().print(facts)


def _words(value: object) -> str:
    """A field as it is read: the parts of a list, and of a caution its words."""
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return str(value["text"] if isinstance(value, dict) else value) if value is not None else ""


@app.command()
def remove(document: Id, json: JsonOption = False, library: LibraryOption = None) -> None:
    """Remove a document."""
    from ui.cli.at import at_desk

    with at_desk(library, starter=False) as desk:
        removed = desk.remove(document)
    if json:
        print_json({"removed": removed.model_dump(mode="json")})
    else:
        console().print(f"Removed {plain(removed.title)} ({removed.id[:SHORT_ID]}).")


def _print_documents(documents: "Sequence[Document]") -> None:
    columns = ("id", "title", "publisher", "edition", "published", "pages", "licence")
    shown = table(*columns, right=("pages",), whole=("id", "published"))
    for document in documents:
        title = f"{document.title} [superseded]" if document.superseded_by else document.title
        facts = (title, document.publisher or "", document.edition or "", str(document.published or ""))
        shown.add_row(
            document.id[:SHORT_ID],
            *map(plain, facts),
            # Other formats have sections in place of pages.
            str(document.pages) if document.media_type == "application/pdf" else "",
            plain(document.licence or "not stated"),
        )
    console().print(shown)


def _report(lines: "Sequence[IngestLine]", json: bool) -> None:
    if json:
        counts = Counter(line.outcome for line in lines)
        print_json({"files": [line.model_dump(mode="json") for line in lines], "counts": dict(counts)})
    else:
        _print_report(lines)


def _print_report(lines: "Sequence[IngestLine]") -> None:
    screen = console()
    shown = table("file", "outcome", "pages", "passages", "tables", "figures", right=COUNTS)
    for line in lines:
        counts = (line.pages, line.passages, line.tables, line.figures)
        figures = [str(count) if line.outcome == "added" else "" for count in counts]
        shown.add_row(plain(Path(line.file).name), line.outcome, *figures)
    if lines:
        screen.print(shown)
    for line in lines:
        if remarks := _remarks(line):
            screen.print(f"{plain(Path(line.file).name)}: {plain(remarks)}")
    outcomes = Counter(line.outcome for line in lines)
    total = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
    screen.print(f"{counted(len(lines), 'file')}: {total}." if lines else "No files there.")


def _remarks(line: "IngestLine") -> str:
    remarks = [line.reason, *line.notes]
    if line.pages_without_text:
        pages = ", ".join(str(index + 1) for index in line.pages_without_text)
        remarks.insert(0, f"No text on page {pages}.")
    return " ".join(remark for remark in remarks if remark)

"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer


def or_of_the_root(context: typer.Context, folder: Path | None) -> Path | None:
    """`preceptor --library F ask ...` means the same as `preceptor ask ... --library F`."""
    return folder or context.find_root().params.get("library")


LibraryOption = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="FOLDER",
        callback=or_of_the_root,
        help="The library folder (or PRECEPTOR_LIBRARY).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
JsonFile = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Also write the result to a JSON file.")
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="Only guideline, textbook, article or note.")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Only sources on this topic.")]
Jurisdictions = Annotated[
    list[str] | None, typer.Option("--jurisdiction", help="Only sources for this jurisdiction.")
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="ID", help="Only this document, by the start of its id."),
]
Superseded = Annotated[bool, typer.Option("--superseded", help="Search superseded editions too.")]
History = Annotated[
    list[str] | None,
    typer.Option("--after", metavar="QUESTION", help="A question asked before this one, oldest first."),
]

"""preceptor ask and preceptor search."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli.door import FINE, NO
from ui.cli.options import (
    Documents,
    History,
    JsonOption,
    Jurisdictions,
    Kinds,
    LibraryOption,
    Superseded,
    Topics,
)
from ui.cli.screen import console, plain, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.image.picture import Picture
    from retrieval.types import Filters, Query
    from ui.results import SearchHit, SearchResult

# More than any question has; a pipe that never ends is read no further.
MOST_TYPED = 1_000_000

Text = Annotated[str, typer.Argument(metavar="TEXT", help="The question; - reads it from standard input.")]


def ask(
    text: Text,
    mode: Annotated[
        Literal["quote", "write"],
        typer.Option(
            help="How to answer: in verbatim sentences, or as the connected model writes it, checked."
        ),
    ] = "quote",
    kind: Kinds = None,
    topic: Topics = None,
    jurisdiction: Jurisdictions = None,
    document: Documents = None,
    superseded: Superseded = False,
    after: History = None,
    image: Annotated[
        Path | None,
        typer.Option(help="A picture that the question is about, as PNG, JPEG, DICOM and others."),
    ] = None,
    image_kind: Annotated[
        str | None, typer.Option(help="What the picture is, such as radiograph, ecg or skin.")
    ] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Answer a question from the library, each sentence with its page. Exits with 1 if it has no answer."""
    from ui.cli.answers import print_growing
    from ui.cli.at import at_desk

    query = _query(text, _filters(kind, topic, jurisdiction, document, superseded), after or ())
    picture = _picture(image, image_kind)
    with at_desk(library, mode=mode) as desk, desk.ask_stream(query, mode, picture=picture) as snapshots:
        if json:
            *_, answer = snapshots
            print_json(answer.model_dump(mode="json"))
        else:
            answer = print_growing(console(), snapshots)
    return NO if answer.abstained else FINE


def search(
    text: Text,
    k: Annotated[int, typer.Option("-k", help="How many passages to show.")] = 10,
    kind: Kinds = None,
    topic: Topics = None,
    jurisdiction: Jurisdictions = None,
    document: Documents = None,
    superseded: Superseded = False,
    figures: Annotated[bool, typer.Option("--figures", help="Find figures by their captions.")] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Find the passages, or figures, that fit best. Exits with 1 if there is none."""
    from ui.asking import checked_count
    from ui.cli.at import at_desk

    query = _query(text, _filters(kind, topic, jurisdiction, document, superseded), ())
    count = checked_count(k)
    if figures:
        return _figures(query, count, library, json=json)
    with at_desk(library) as desk:
        result = desk.search(query, count)
    if json:
        print_json(result.model_dump(mode="json"))
    else:
        _print_hits(console(), result)
    return FINE if result.hits else NO


def _figures(query: "Query", count: int, library: "Path | None", *, json: bool) -> int:
    from ui.cli.at import at_desk

    with at_desk(library) as desk:
        result = desk.figures(query, count)
    if json:
        print_json(result.model_dump(mode="json"))
        return FINE if result.figures else NO
    screen = console()
    for note in result.notes:
        screen.print(plain(note))
    if not result.figures:
        screen.print("No figure found. Sources that were added before figures were looked for have none.")
    for number, figure in enumerate(result.figures, start=1):
        facts = [figure.title, figure.publisher, figure.edition, f"p. {figure.page}", figure.licence]
        line = ". ".join(fact for fact in (*facts, "superseded" if figure.superseded else None) if fact)
        near = f"no caption; near: {figure.nearby}" if figure.nearby else "no caption"
        said = figure.caption or figure.alt or near
        screen.print(f"{number}. {plain(line)}", style="bold")
        screen.print(f"   {plain(said)}")
    return FINE if result.figures else NO


def _query(text: str, filters: "Filters", history: Sequence[str]) -> "Query":
    from ui.asking import asked

    typed = sys.stdin.read(MOST_TYPED) if text == "-" else text
    return asked(typed, filters=filters, history=history)


def _picture(path: Path | None, kind: str | None) -> "Picture | None":
    if path is None:
        return None
    from typing import get_args

    from assistant.image.types import Modality
    from retrieval.errors import WrongUse
    from ui.pictures import Sent, brought

    if kind not in (None, *get_args(Modality)):
        raise WrongUse(f"{kind!r} is no kind of picture.", f"Choose from: {', '.join(get_args(Modality))}.")
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise WrongUse(f"{path} cannot be read ({fault.strerror}).", "Name a picture's file.") from None
    return brought(data, path.name, Sent.model_validate({"kind": kind}))


def _filters(
    kinds: list[str] | None,
    topics: list[str] | None,
    jurisdictions: list[str] | None,
    documents: list[str] | None,
    superseded: bool,
) -> "Filters":
    from ui.asking import asked_filters

    return asked_filters(
        kinds or (),
        topics or (),
        jurisdictions=jurisdictions or (),
        documents=documents or (),
        superseded=superseded,
    )


def _print_hits(screen: "Console", result: "SearchResult") -> None:
    from ui.cli.answers import opening

    for note in result.notes:
        screen.print(plain(note))
    if not result.hits:
        screen.print("Nothing found. See what is here with: preceptor library list")
    for number, hit in enumerate(result.hits, start=1):
        screen.print(f"{number}. {plain(_source(hit))}", style="bold")
        screen.print(f"   {plain(opening(hit.text))}")


def _source(hit: "SearchHit") -> str:
    page = f"p. {hit.page}" if hit.page else hit.section
    facts = [hit.title, hit.publisher, hit.edition, page, "superseded" if hit.superseded else None]
    return ". ".join(fact for fact in facts if fact)

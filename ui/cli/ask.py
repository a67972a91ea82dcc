"""preceptor ask and preceptor search."""

import sys
from collections.abc import Sequence
from itertools import groupby
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
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.types import Abstention, Answer, Citation, Statement
    from retrieval.types import Filters, Query
    from ui.results import SearchHit, SearchResult

    Numbers = dict[tuple[str, str | None, int | None, str], tuple[int, Citation]]

# Enough of a passage to see whether it fits.
OPENING_CHARS = 300
# More than any question has; a pipe that never ends is read no further.
MOST_TYPED = 1_000_000

Text = Annotated[str, typer.Argument(metavar="TEXT", help="The question; - reads it from standard input.")]


def ask(
    text: Text,
    mode: Annotated[Literal["quote"], typer.Option(help="How to answer: in verbatim sentences.")] = "quote",
    kind: Kinds = None,
    topic: Topics = None,
    jurisdiction: Jurisdictions = None,
    document: Documents = None,
    superseded: Superseded = False,
    after: History = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Answer a question from the library, in verbatim sentences with their pages. Exits with 1 if not."""
    from ui.cli.at import at_desk

    query = _query(text, _filters(kind, topic, jurisdiction, document, superseded), after or ())
    with at_desk(library) as desk:
        answer = desk.ask(query)
    if json:
        print_json(answer.model_dump(mode="json"))
    else:
        _print_answer(console(), answer)
    return NO if answer.abstained else FINE


def search(
    text: Text,
    k: Annotated[int, typer.Option("-k", help="How many passages to show.")] = 10,
    kind: Kinds = None,
    topic: Topics = None,
    jurisdiction: Jurisdictions = None,
    document: Documents = None,
    superseded: Superseded = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Find the passages that fit best. Exits with 1 if there is none."""
    from ui.asking import checked_count
    from ui.cli.at import at_desk

    query = _query(text, _filters(kind, topic, jurisdiction, document, superseded), ())
    count = checked_count(k)
    with at_desk(library) as desk:
        result = desk.search(query, count)
    if json:
        print_json(result.model_dump(mode="json"))
    else:
        _print_hits(console(), result)
    return FINE if result.hits else NO


def _query(text: str, filters: "Filters", history: Sequence[str]) -> "Query":
    from ui.asking import asked

    typed = sys.stdin.read(MOST_TYPED) if text == "-" else text
    return asked(typed, filters=filters, history=history)


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


def _print_answer(screen: "Console", answer: "Answer") -> None:
    from ui.web.references import numbered, reference

    numbers = numbered(answer)
    for notice in answer.notices:
        screen.print(plain(notice.text), style="bold")
        if notice.instead:
            screen.print(f"It would read: {plain(notice.instead)}")
        screen.print()
    if answer.standalone != answer.question:
        screen.print(f"Understood as: {plain(answer.standalone)}\n")
    for note in answer.notes:
        screen.print(plain(note))
    if answer.abstained:
        _print_abstention(screen, answer.abstained)
    _print_statements(screen, answer.statements, numbers)
    for conflict in answer.conflicts:
        screen.print(f"\nSources disagree: {plain(conflict.about)}")
        _print_statements(screen, conflict.statements, numbers)
    if numbers:
        screen.print()
    for number, citation in numbers.values():
        screen.print(f"[{number}] {plain(reference(citation))}", style="dim")


def _print_statements(screen: "Console", statements: "Sequence[Statement]", numbers: "Numbers") -> None:
    for heads, group in groupby(statements, key=lambda statement: tuple(head for head, _ in statement.cells)):
        if heads:
            _print_rows(screen, heads, list(group), numbers)
        else:
            for statement in group:
                style = None if statement.verdict == "supported" else "strike"
                screen.print(plain(statement.text), style=style, end=" ")
                screen.print(_marks(statement, numbers))


def _print_rows(
    screen: "Console", heads: tuple[str, ...], rows: "Sequence[Statement]", numbers: "Numbers"
) -> None:
    shown = table(*(plain(head) for head in heads), "")
    for row in rows:
        shown.add_row(*(plain(value) for _, value in row.cells), _marks(row, numbers))
    screen.print(shown)


def _marks(statement: "Statement", numbers: "Numbers") -> str:
    from ui.web.references import chip_numbers

    marks = "".join(f"[{number}]" for number in chip_numbers(statement, numbers))
    if statement.verdict == "supported":
        return marks
    return plain(f"{marks} ({statement.verdict}: {statement.reason})")


def _print_abstention(screen: "Console", abstained: "Abstention") -> None:
    from ui.web.references import reference

    screen.print(f"No answer: {plain(abstained.reason)}")
    if abstained.nearest:
        screen.print("\nNearest passages:")
    for citation in abstained.nearest:
        screen.print(f"  {plain(reference(citation))}", style="dim")
        screen.print(f"  {plain(_opening(citation.quote))}")
    if abstained.covers:
        screen.print(f"\nThis library covers: {plain(', '.join(abstained.covers))}")


def _print_hits(screen: "Console", result: "SearchResult") -> None:
    for note in result.notes:
        screen.print(plain(note))
    if not result.hits:
        screen.print("Nothing found. See what is here with: preceptor library list")
    for number, hit in enumerate(result.hits, start=1):
        screen.print(f"{number}. {plain(_source(hit))}", style="bold")
        screen.print(f"   {plain(_opening(hit.text))}")


def _source(hit: "SearchHit") -> str:
    page = f"p. {hit.page}" if hit.page else hit.section
    facts = [hit.title, hit.publisher, hit.edition, page, "superseded" if hit.superseded else None]
    return ". ".join(fact for fact in facts if fact)


def _opening(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= OPENING_CHARS else flat[:OPENING_CHARS].rsplit(" ", 1)[0] + " ..."

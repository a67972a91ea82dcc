"""preceptor curriculum coverage: objectives against sources, items, cards and cases."""

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, plain, print_json, table

if TYPE_CHECKING:
    from curricula.coverage import Count, Coverage, Row

MOST_STALE = 40
WHY = {
    "gone": "no source of this title",
    "superseded": "only an older edition says it",
    "lost": "no edition says it",
}


def show_coverage(
    curriculum: Annotated[str | None, typer.Option(metavar="ID", help="Which; else the first.")] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="Only where something is missing or thin.")] = False,
    citations: Annotated[
        bool, typer.Option("--citations", help="Also look up whether what is cited still stands.")
    ] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Show what each objective has: sources, and published items, cards and cases. (n) wait for review."""
    from assistant.curriculum import covered
    from assistant.home import open_taught
    from assistant.settings import read_settings

    with open_taught(read_settings(library=library)) as (store, plans):
        found = covered(store, plans, curriculum, look_up=citations)
    if gaps:
        rows = (row for row in found.rows if row.gaps or row.thin or row.stale)
        found = found.model_copy(update={"rows": tuple(rows)})
    if json:
        print_json(found.model_dump(mode="json"))
    else:
        _print(found)
    return FINE


def _print(found: "Coverage") -> None:
    screen = console()
    for module, rows in groupby(found.rows, key=lambda row: row.module):
        title = found.modules.get(module or "", "In no module")
        shown = table(
            title, "Sources", "Items", "Cards", "Cases", "", right=("Sources", "Items", "Cards", "Cases")
        )
        for row in rows:
            counts = (_number(row.items), _number(row.cards), _number(row.cases))
            shown.add_row(plain(row.title), str(row.sources), *counts, _note(row))
        screen.print(shown)
    for name, count in found.unknown.items():
        screen.print(
            plain(f"{name}: no objective, named by {counted(count, 'item')}, cards and cases together")
        )
    for one in (found.stale or ())[:MOST_STALE]:
        quote = one.reference.quote[:60]
        screen.print(plain(f"{one.kind} {one.id}: “{quote}” ({one.reference.document}): {WHY[one.why]}"))
    if found.stale and len(found.stale) > MOST_STALE:
        screen.print(f"... and {len(found.stale) - MOST_STALE} more (all: --json)")
    empty = sum(bool(row.gaps) for row in found.rows)
    numbers = f"{counted(len(found.rows), 'objective')}, {empty} with a gap"
    stale = "" if found.stale is None else f", {counted(len(found.stale), 'citation')} to look at"
    screen.print(f"{numbers}{stale}.")


def _number(count: "Count") -> str:
    waiting = count.draft + count.in_review
    return f"{count.published} ({waiting})" if waiting else str(count.published)


def _note(row: "Row") -> str:
    told = [f"no {part}" for part in row.gaps] + [f"few {part}" for part in row.thin]
    told += [f"{row.stale} stale"] if row.stale else []
    return ", ".join(told)

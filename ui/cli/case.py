"""preceptor case: patients to practise on."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.cli import case_import
from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, progress_bar, table
from ui.cli.typed import typed_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from assistant.case.bedside.listing import Offer, Standing

app = typer.Typer(help="Play a case: a patient to practise on.", no_args_is_help=True)
app.command("import")(case_import.import_cases)
# Of these a person wants to know; what is over is on the page.
UNFINISHED = ("open", "paused")


@app.command("list")
def list_cases(
    topic: Annotated[str | None, typer.Option(help="Only cases on this topic.")] = None,
    level: Annotated[
        Literal["early", "clinical", "final", "graduate"] | None, typer.Option(help="Only this level.")
    ] = None,
    age: Annotated[Literal["child", "adult"] | None, typer.Option(help="Only children, or adults.")] = None,
    unplayed: Annotated[bool, typer.Option("--unplayed", help="Only cases not played yet.")] = False,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """List the cases, and the encounters that wait to be continued."""
    from assistant.case.bedside.listing import Wanted
    from ui.cli.at import at_desk

    wanted = Wanted(topic=topic, level=level, age=age, unplayed=unplayed)
    with at_desk(library) as desk:
        casework = desk.casework()
        offers, mine = casework.offers(wanted), casework.standings()
    if json:
        cases = [one.model_dump(mode="json") for one in offers]
        print_json({"cases": cases, "encounters": [one.model_dump(mode="json") for one in mine]})
    else:
        _print_offers(console(), offers, mine)
    return FINE


@app.command("play")
def play(
    case: Annotated[str, typer.Argument(metavar="ID", help="The case, see: preceptor case list")],
    new: Annotated[bool, typer.Option("--new", help="Begin anew instead of going on.")] = False,
    osce: Annotated[bool, typer.Option("--osce", help="As a station: by the clock, without hints.")] = False,
    minutes: Annotated[int | None, typer.Option(min=1, max=180, help="How long the station lasts.")] = None,
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Play a case in the terminal, or from standard input. /help lists what can be done."""
    from ui.cli.at import at_desk
    from ui.cli.case_play import played, require, taken_up

    with at_desk(library) as desk:
        casework = desk.casework()
        require(casework, case)
        with progress_bar("getting the patient ready") as show:
            casework.prepare(lambda done, total: show("getting the patient ready", done, total))
        view = taken_up(casework, case, mode="osce" if osce else "practice", minutes=minutes, new=new)
        record = played(casework, view, typed_lines(), None if json else console())
    if json:
        print_json(record)
    return FINE


def _print_offers(screen: "Console", offers: "Sequence[Offer]", mine: "Sequence[Standing]") -> None:
    columns = ("Case", "Title", "Level", "Topics", "Minutes", "Played")
    shown = table(*columns, right=columns[-2:], whole=columns[:1])
    for one in offers:
        card = one.card
        title = card.title if one.status == "published" else f"{card.title} ({one.status})"
        minutes = str(card.minutes) if card.minutes else ""
        row = (card.id, title, card.level, ", ".join(one.topics), minutes, str(one.times_played))
        shown.add_row(*map(plain, row))
    screen.print(shown if offers else "No case fits.")
    for waits in (one for one in mine if one.phase in UNFINISHED):
        begun = f"{waits.started_at:%Y-%m-%d %H:%M}"
        screen.print(plain(f"To be continued: {waits.case}, begun {begun}, {waits.phase}."))
    screen.print("Play one, or go on with it: preceptor case play ID", style="dim")

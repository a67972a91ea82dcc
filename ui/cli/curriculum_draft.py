"""preceptor curriculum draft: items from the library's own passages, for a person to read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE, NO
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, plain, write_json

if TYPE_CHECKING:
    from assistant.quiz.draft.drafting import Made
    from curricula.items.drafts import Draft

STATES = {"waiting": "waits for a reader", "withheld": "withheld", "unreadable": "unreadable"}


def draft(
    topic: Annotated[str, typer.Option(help="What the drafts are about; passages are searched for.")] = "",
    passages: Annotated[
        list[str] | None, typer.Option("--passage", metavar="ID", help="Draft from this passage.")
    ] = None,
    objectives: Annotated[
        list[str] | None, typer.Option("--objective", help="What the drafts are to serve.")
    ] = None,
    count: Annotated[int, typer.Option(min=1, max=50, help="How many at most.")] = 10,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Have the served model write them; else by rule.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Another number draws others by rule.")] = 0,
    minutes: Annotated[float, typer.Option(min=0.1, max=60, help="After so long none is begun.")] = 10,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """Draft items from passages, with what each check says. None goes to learners before it is published."""
    from assistant.quiz.draft.order import Order
    from ui.cli.at import at_desk

    check_folder_of(json)
    order = Order(
        about=topic,
        passages=tuple(passages or ()),
        objectives=tuple(objectives or ()),
        count=count,
        with_model=with_model,
        seed=seed,
        minutes=minutes,
    )
    with at_desk(library) as desk:
        made = desk.draftwork().make(order)
    write_json(made.model_dump(mode="json"), json)
    if json != Path("-"):
        _tell(made)
    return FINE if made.drafts else NO


def _tell(made: "Made") -> None:
    for one in made.drafts:
        console().print(plain(f"{one.id}  {STATES.get(one.state, one.state)}  {_asked(one)}"))
        for gate in one.report.withheld:
            console().print(plain(f"    {gate.name.replace('_', ' ')}: {gate.reason}"))
    for note in made.notes:
        console().print(plain(note))
    waiting = sum(one.state == "waiting" for one in made.drafts)
    console().print(
        f"{waiting} of {len(made.drafts)} drafts wait to be read and published on the page Author."
    )


def _asked(one: "Draft") -> str:
    item = one.item
    if item is None:
        return one.title
    return item.text if item.type == "cloze_card" else item.lead_in

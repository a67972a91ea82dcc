"""preceptor curriculum statistics: what attempts tell about items."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, plain, print_json, table

if TYPE_CHECKING:
    from assistant.statistics.formulas import Figure
    from assistant.statistics.house import Listing

MOST_LINES = 60


def show_statistics(
    flagged: Annotated[bool, typer.Option("--flagged", help="Only items somebody should look at.")] = False,
    objective: Annotated[str, typer.Option(metavar="ID", help="Only items on this objective.")] = "",
    json: JsonOption = False,
    library: LibraryOption = None,
) -> int:
    """Show how hard items turned out to be and what they tell, from first answers without help."""
    from assistant.home import open_store
    from assistant.settings import read_settings
    from assistant.statistics.house import Asked, Statistics

    with open_store(read_settings(library=library)) as store:
        statistics = Statistics(store.engine)
        found = statistics.listed(Asked(flagged=flagged, objective=objective, order="flags"), most=None)
        exams = statistics.exams() if json else []
    if json:
        shown = found.model_dump(mode="json")
        print_json(shown | {"exams": [exam.model_dump(mode="json") for exam in exams]})
    else:
        _print(found)
    return FINE


def _print(found: "Listing") -> None:
    from assistant.statistics.types import FLAG_WORDS

    shown = table("Item", "Answers", "Right", "Tells", "Look at", right=("Answers",))
    for one in found.items[:MOST_LINES]:
        figures = (figure_words(one.difficulty), figure_words(one.discrimination))
        flags = ", ".join(FLAG_WORDS[flag] for flag in one.flags)
        shown.add_row(plain(one.title), str(one.difficulty.n), *figures, flags)
    if found.items:
        console().print(shown)
    if len(found.items) > MOST_LINES:
        console().print(f"... and {len(found.items) - MOST_LINES} more (all: --json)")
    numbers = f"{counted(found.found, 'item')}; {found.answered} of {found.published} published have answers"
    console().print(f"{numbers}.")


def figure_words(figure: "Figure") -> str:
    """A figure with its interval, or that there are not enough attempts."""
    if figure.value is None:
        return figure.reason.removesuffix(".")
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"

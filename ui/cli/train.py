"""preceptor train: adapt the encoder or the ranker to the library."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retrieval.errors import WrongUse
from ui.cli.door import FINE, NO
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, plain, progress_bar, side_console, table, write_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from retrieval.train.adapt import Order, Outcome
    from retrieval.train.harvest import Harvest

EMBEDS = "The next start embeds the library anew, in the background."


class Part(StrEnum):
    """What can be adapted."""

    encoder = "encoder"
    ranker = "ranker"


def train(
    part: Annotated[Part, typer.Argument(metavar="encoder|ranker", help="Which model.")],
    passes: Annotated[int, typer.Option(min=1, help="How often every example is learnt.")] = 1,
    rate: Annotated[
        float | None, typer.Option(min=0, help="The highest learning rate, in place of the model's own.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides what is held out and in which order is learnt.")] = 17,
    base: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Begin with this checkpoint, not with the model in use."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Bring the model used before back.")] = False,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> int:
    """Adapt a model to the library; it is used only if it is better. Exits with 1 if it is not.

    The library is needed while it is read, at the beginning; the app can be used meanwhile.
    """
    from assistant.settings import read_settings

    settings = read_settings(library=library)
    if undo:
        return _undo(settings, part)
    check_folder_of(json)
    _refuse_if_chosen(settings, part)
    from retrieval.train.extra import require_extra

    require_extra()
    from retrieval.train.adapt import PLANS, Order

    plan = PLANS[part.value].model_copy(update={"passes": passes, "seed": seed})
    order = Order(part=part.value, plan=plan.model_copy(update={"rate": rate or plan.rate}), base=base)
    return _train(settings, order, json)


def _refuse_if_chosen(settings: "Settings", part: Part) -> None:
    """A model named by setting goes before the library's own, which would then be trained for nothing."""
    if (settings.encoder if part is Part.encoder else settings.ranker) is not None:
        name = f"PRECEPTOR_{part.value.upper()}"
        raise WrongUse(
            f"{name} chooses another {part.value}, so an adapted one would not be used.", f"Unset {name}."
        )


def _train(settings: "Settings", order: "Order", file: Path | None) -> int:
    from retrieval.train.adapt import adapt_to_library, check_order

    check_order(order, settings.library)
    with progress_bar("reading the library") as show:
        harvested = _harvest(settings, order, show)
        outcome = adapt_to_library(order, settings.library, harvested, show)
    _print(outcome)
    switched = outcome.accepted and _settle(settings.library)
    write_json({**outcome.model_dump(mode="json"), "switched": switched}, file)
    return FINE if outcome.accepted else NO


def _harvest(settings: "Settings", order: "Order", show: Any) -> "Harvest":
    """Reads the library and gives it back, so that the app can use it while the model is trained."""
    from curricula.starter import questions
    from retrieval.train.harvest import Asked, harvest
    from ui.cli.at import own_library

    asked = [Asked(row["question"], row["answer"], row["document"]) for row in questions() if row["answer"]]
    with own_library(settings) as opened:
        opened.ownership.describe(f"reading the library to train the {order.part}")
        return harvest(opened, asked, part=order.part, seed=order.plan.seed, show=show)


def _settle(library: Path) -> bool:
    """Whether the new model is in place already; the app takes it up at its next start if it runs."""
    from retrieval.errors import LibraryBusy
    from retrieval.models.own import settle
    from retrieval.store.owner import own

    try:
        ownership = own(library, "taking up a new model", wait_s=1)
    except LibraryBusy:
        side_console().print("The library is in use; the next start takes the new model up.")
        return False
    try:
        settle(library)
    finally:
        ownership.release()
    return True


def _undo(settings: "Settings", part: Part) -> int:
    from retrieval.models.own import Place, undo
    from retrieval.store.owner import own

    ownership = own(settings.library, "bringing a model back", wait_s=settings.wait_s)
    try:
        undo(Place(settings.library, part.value))
    finally:
        ownership.release()
    console().print(f"The {part.value} used before is back. {EMBEDS if part is Part.encoder else ''}".strip())
    return FINE


def _print(outcome: "Outcome") -> None:
    screen = console()
    shown = table("measured on", "n", "old", "new", "gain", "95% interval", right=("n", "old", "new", "gain"))
    for name, found in outcome.comparisons.items():
        interval = f"{found.low:+.3f} to {found.high:+.3f}"
        figures = (f"{found.old:.3f}", f"{found.new:.3f}", f"{found.gain:+.3f}")
        shown.add_row(name, str(found.n), *figures, interval)
    screen.print(shown)
    for name in outcome.not_run:
        screen.print(f"Not measured: {name}, the library does not hold what they ask about.")
    if outcome.accepted:
        screen.print(f"The new {outcome.part} is better and takes the old one's place; the old one is kept.")
        if outcome.part == "encoder":
            screen.print(EMBEDS)
    else:
        screen.print(f"The {outcome.part} in use stays. {plain(' '.join(outcome.reasons))}")

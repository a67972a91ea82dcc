"""An encounter in the terminal: lines in, what the student may see out, everything kept at once."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assistant.case.bedside.actions import Resume
from assistant.case.bedside.encounters import Mode
from assistant.case.bedside.listing import Wanted
from assistant.case.bedside.play import Beginning
from assistant.case.bedside.view import View
from assistant.case.opined import Opinion
from retrieval.errors import PreceptorError, WrongUse
from ui.casework import Casework
from ui.cli.case_debrief import print_debrief, print_opinion
from ui.cli.case_lines import action_of
from ui.cli.case_screen import BedsideScreen

if TYPE_CHECKING:
    from rich.console import Console

OVER = ("committed", "ended")
OPINION = "/opinion"
OFFER = f"{OPINION} asks the model for a second opinion, which changes no points; anything else leaves."


def require(casework: Casework, case: str) -> None:
    """WrongUse unless that case can be played: said before the patient is made ready, which takes longer."""
    if case not in {offer.card.id for offer in casework.offers(Wanted())}:
        raise WrongUse(f"There is no case {case} that you can play.", "Choose one of: preceptor case list.")


def taken_up(casework: Casework, case: str, *, mode: Mode, minutes: int | None, new: bool) -> View:
    """The encounter with that case that waits to be continued, or a new one."""
    waiting = [
        one.encounter
        for one in casework.standings()
        if (one.case, one.mode) == (case, mode) and one.phase not in OVER and one.circuit is None
    ]
    if new or not waiting:
        return casework.start(Beginning(id=uuid4().hex, case=case, mode=mode, minutes=minutes))
    view = casework.view(waiting[0])
    return casework.act(view.encounter, Resume(id=uuid4().hex)) if view.phase == "paused" else view


def played(casework: Casework, view: View, lines: Iterable[str], screen: "Console | None") -> dict[str, Any]:
    """Plays line by line until the encounter is over or nothing more is typed.

    What comes back holds the last `view`, the `debrief` (None while it is open), the model's `opinion` (None
    unless the line after the end asks for it), and in `refused` each line that could not be done with the
    reason.
    """
    shown = BedsideScreen(screen)
    shown.opening(view)
    refused: list[dict[str, str]] = []
    typed = map(str.strip, lines)
    for line in typed:
        if line.lower() == "/quit":
            break
        try:
            view = _done(casework, view, line, shown)
        except WrongUse as fault:
            shown.say(str(fault))
            refused.append({"line": line, "reason": str(fault)})
            view = casework.view(view.encounter)
            shown.news(view)
        if view.phase == "ended":
            break
    found = casework.debrief(view.encounter) if view.phase in OVER else None
    shown.parting(view)
    if found and screen is not None:
        print_debrief(screen, found)
    second = _opinion(casework, view, typed=typed, shown=shown, refused=refused) if found else None
    if second and screen is not None:
        print_opinion(screen, second)
    told = found.model_dump(mode="json") if found else None
    opined = second.model_dump(mode="json") if second else None
    return {"view": view.model_dump(mode="json"), "debrief": told, "opinion": opined, "refused": refused}


def _opinion(
    casework: Casework,
    view: View,
    *,
    typed: Iterator[str],
    shown: BedsideScreen,
    refused: list[dict[str, str]],
) -> Opinion | None:
    """The model's second opinion that is kept, or is asked for now by the next line; else None."""
    second = casework.second(view.encounter)
    if second.opinion is not None or not second.offered:
        return second.opinion
    shown.say(OFFER)
    if next(typed, "").lower() != OPINION:
        return None
    try:
        return casework.ask_second(view.encounter)
    except PreceptorError as fault:
        shown.say(str(fault))
        refused.append({"line": OPINION, "reason": str(fault)})
        return None


def _done(casework: Casework, view: View, line: str, shown: BedsideScreen) -> View:
    word, _, rest = line.partition(" ")
    match word.lower():
        case "":
            return view
        case "/help":
            shown.help()
        case "/show":
            shown.everything(view)
        case "/find":
            shown.entries(casework.entries("examination", rest), casework.entries("test", rest))
        case _:
            view = casework.act(view.encounter, action_of(line, view, uuid4().hex))
            shown.news(view)
    return view

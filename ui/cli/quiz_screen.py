"""How a sitting is shown in a terminal: what is new since it was shown last."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from assistant.quiz.sitting.actions import Action, Answer, Flag, Next, Rate, Undo
from assistant.quiz.view import Outcome, ShownItem, View
from ui.cli.quiz_drawn import (
    SURE,
    Line,
    feedback_lines,
    item_lines,
    outcome_lines,
    said,
    spot_lines,
    tallied,
)
from ui.cli.quiz_lines import HELP, RATED, waits_for_rating
from ui.cli.screen import plain, table

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.types import Answer as FromSources

    Ask = Callable[[str], FromSources]

SHORT_ID = 8


class SittingScreen:
    """Prints what is new since it printed last; without a console nothing."""

    def __init__(self, screen: "Console | None") -> None:
        self._screen = screen
        self._item: tuple[object, ...] = ()
        self._told: int | None = None
        self._is_over = False

    def opening(self, view: View) -> None:
        """What this sitting is, what it could not be, and where it stands."""
        self._print(Line(view.title, style="bold"))
        for note in view.notes:
            self.say(note)
        self._print(Line("? lists what can be typed; q leaves, and everything is kept.", style="dim"))
        self.news(view)

    def news(self, view: View, *, acted: Action | None = None) -> None:
        """What an action came to; the item and its feedback if they were not shown yet."""
        if view.outcome is not None and not self._is_over:
            self._is_over = True
            self.outcome(view, view.outcome)
            return
        item = view.item
        shown = (view.phase, item and (item.place, item.item_id, item.back))
        if shown != self._item:
            self._item, self._told = shown, None
            self._print(Line(""))
            self._all(item_lines(view))
        elif item is not None and acted is not None:
            self._remark(acted, view, item)
        if item is not None and item.feedback is not None and self._told != item.place:
            self._told = item.place
            self._all(feedback_lines(item))
        self._waits(view)

    def outcome(self, view: View, outcome: Outcome) -> None:
        """The result, with what each objective came to."""
        self._print(Line(""))
        self._all(outcome_lines(outcome))
        if self._screen is not None and outcome.per_objective:
            columns = ("Objective", "", "Right", "Not marked")
            drawn = table(*columns, right=columns[2:], whole=columns[2:3])
            for tally in outcome.per_objective:
                drawn.add_row(*map(plain, tallied(tally)))
            self._screen.print(drawn)
        self._all(spot_lines(view))
        if view.places:
            self._print(Line("go 1 shows the first with its reasons; q leaves.", style="dim"))

    def unanswered(self, view: View) -> bool:
        """Whether something is not answered, in which case it says so, and how to finish all the same."""
        left = [str(spot.place + 1) for spot in view.places if not spot.answered]
        if view.mode != "exam" or not left:
            return False
        are = "is" if len(left) == 1 else "are"
        self.say(f"Not answered {are} {', '.join(left)}. Type end once more to finish.")
        return True

    def ask_how_sure(self) -> None:
        """Asks for the confidence of an answer, which may be declined."""
        self._print(Line(SURE, style="dim"))

    def from_sources(self, question: str, ask: "Ask") -> None:
        """What the sources say about an item."""
        if self._screen is not None:
            from ui.cli.answers import print_growing

            self._print(Line(""))
            print_growing(self._screen, [ask(question)])

    def places(self, view: View) -> None:
        """All places with their marks."""
        self._all(spot_lines(view))

    def keys(self) -> None:
        """What can be typed."""
        if self._screen is None:
            return
        shown = table("Type", "To", whole=("Type",))
        for typed, does in HELP.items():
            shown.add_row(typed, does)
        self._screen.print(shown)

    def say(self, text: str) -> None:
        """One line of text."""
        self._print(Line(text))

    def parting(self, view: View) -> None:
        """How to come back to a sitting that is not over."""
        if view.phase == "finished":
            return
        runs = " The clock runs on; pause stops it." if view.phase == "open" and view.pauses_left else ""
        again = f"preceptor quiz --resume {view.sitting[:SHORT_ID]}"
        self._print(Line(f"Kept.{runs} Go on with: {again}", style="dim"))

    def _remark(self, acted: Action, view: View, item: ShownItem) -> None:
        if isinstance(acted, Answer) and item.feedback is None and item.response is not None:
            self.say(f"Noted: {said(item, item.response)}. It can be changed until the end; Enter goes on.")
        elif isinstance(acted, Flag):
            self.say("Flagged." if acted.on else "No longer flagged.")
        elif isinstance(acted, Rate) and item.rating is not None:
            self.say(f"Noted: {item.rating}.")
        elif isinstance(acted, Undo):
            self.say("Taken back.")
        elif isinstance(acted, Next) and view.mode == "exam":
            self.say("This is the last place. list shows all of them; end finishes.")

    def _waits(self, view: View) -> None:
        item = view.item
        if item is not None and waits_for_rating(view):
            proposed = f"; Enter: {item.suggested}" if item.suggested else ""
            self._print(Line(f"How well did you know it? {RATED}{proposed}", style="dim"))
        elif item is not None and item.type == "cloze_card" and item.back is None and view.phase == "open":
            self._print(Line("Enter turns the card.", style="dim"))

    def _all(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._print(line)

    def _print(self, line: Line) -> None:
        if self._screen is None:
            return
        text, head = plain(line.text), plain(line.head)
        if not head or self._screen.soft_wrap:
            self._screen.print(f"{head} {text}" if head else text, style=line.style or None)
            return
        from rich.table import Table

        hanging = Table.grid(padding=(0, 1))
        hanging.add_column(no_wrap=True)
        hanging.add_column(overflow="fold")
        hanging.add_row(head, text, style=line.style or None)
        self._screen.print(hanging)

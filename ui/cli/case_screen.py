"""How an encounter looks in a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.case.bedside.entries import Entry
from assistant.case.bedside.view import FindingShown, Measured, ResultShown, Turn, View
from ui.cli.case_lines import HELP
from ui.cli.screen import plain, table

if TYPE_CHECKING:
    from rich.console import Console

SPEAKERS = {"examiner": "Examiner", "tutor": "Tutor", "narrator": "Meanwhile"}
NOTED = ("framed", "listed", "paused", "resumed")


class BedsideScreen:
    """Prints what is new since it printed last; without a console nothing."""

    def __init__(self, screen: "Console | None") -> None:
        self._screen = screen
        self._turns = 0
        self._ready: set[str] = set()
        self._asked = ""
        self._patient = ""

    def opening(self, view: View) -> None:
        """The instructions, and whatever happened before in this encounter."""
        card = view.card
        self._patient = _speaker(view)
        self._print(plain(card.title), "bold")
        for line in (card.place, card.task, card.review and f"This case is {card.review}."):
            if line:
                self._print(plain(line))
        self._print("Type to the patient; /help lists what else can be done.\n", "dim")
        self.say(f"{self._patient}: {card.opening}")
        self.news(view)

    def news(self, view: View) -> None:
        """What was said and found since, results that have come, and what the tutor asks."""
        for turn in view.transcript[self._turns :]:
            for line in self._lines(turn):
                self.say(line)
        self._turns = len(view.transcript)
        for result in view.results:
            if result.status == "ready" and result.key not in self._ready:
                self._ready.add(result.key)
                self._result(result)
        if view.question and view.question.prompt != self._asked:
            self._asked = view.question.prompt
            self.say(f"Tutor: {view.question.text} (/answer TEXT, or /answer to pass)")
        if view.clock and view.phase == "open":
            self._print(f"{view.clock.left_s // 60}:{view.clock.left_s % 60:02d} left", "dim")

    def say(self, line: str) -> None:
        """One line of text."""
        self._print(plain(line))

    def help(self) -> None:
        """What can be typed."""
        if self._screen is None:
            return
        shown = table("Type", "To", whole=("Type",))
        for typed, does in HELP.items():
            shown.add_row(typed, does)
        self._screen.print(shown)

    def entries(self, *found: Sequence[Entry]) -> None:
        """What can be examined and ordered."""
        for entry in (one for part in found for one in part):
            self.say(f"{'/examine' if entry.of == 'examination' else '/order'} {entry.name}")
        if not any(found):
            self.say("Nothing in the list has these words; order it in your own.")

    def everything(self, view: View) -> None:
        """Findings, results, problem and differential as they stand."""
        self.say(f"Minute {view.minute} of the encounter.")
        for finding in view.findings:
            self.say(_finding(finding))
        for result in view.results:
            self._result(result)
        if view.problem:
            self.say(f"Problem: {view.problem}")
        for number, one in enumerate(view.boards[-1].ranked if view.boards else (), start=1):
            self.say(f"{number}. {one.text} ({one.tier.replace('_', ' ')})")

    def parting(self, view: View) -> None:
        """How the encounter stands when one leaves it."""
        if view.phase in ("open", "paused"):
            self._print("Kept. Go on with the same command.", "dim")
        elif view.ended_why == "time_up":
            self.say("The time is up.")

    def _lines(self, turn: Turn) -> Iterator[str]:
        if turn.kind == "waited":
            yield f"{turn.text} minutes pass."
        elif turn.kind == "committed":
            yield "You have committed."
        elif turn.kind == "ended":
            yield "The encounter has ended."
        elif turn.kind in NOTED:
            yield "Noted."
        elif turn.reply:
            yield f"{SPEAKERS.get(turn.voice, self._patient)}: {turn.reply}"

    def _result(self, result: ResultShown) -> None:
        if result.status == "pending":
            self.say(f"{result.name}: ready at minute {result.due}.")
            return
        if result.status == "after_commitment":
            self.say(f"{result.name}: shown once you have committed to a diagnosis.")
            return
        self.say(f"{result.name}: {result.text}".rstrip(": "))
        if result.readings and self._screen is not None:
            shown = table("", "Value", "Unit", "Reference", "", right=("Value",))
            for one in result.readings:
                shown.add_row(*map(plain, _reading(one)))
            self._screen.print(shown)
        for extra in (result.picture and result.picture.alt, result.series and result.series.name):
            if extra:
                self._print(plain(f"[to be seen on the page: {extra}]"), "dim")

    def _print(self, text: str, style: str = "") -> None:
        if self._screen is not None:
            self._screen.print(text, style=style or None)


def _speaker(view: View) -> str:
    patient = view.card.patient
    if patient.speaks == "patient":
        return patient.name or "Patient"
    return (patient.speaker or patient.speaks).capitalize()


def _finding(one: FindingShown) -> str:
    return f"{one.name}: {one.finding}"


def _reading(one: Measured) -> tuple[str, str, str, str, str]:
    low, high = one.low, one.high
    if low is not None and high is not None:
        span = f"{low:g} to {high:g}"
    else:
        span = f"from {low:g}" if low is not None else f"up to {high:g}" if high is not None else ""
    value = one.value if isinstance(one.value, str) else f"{one.value:g}"
    return one.name, value, one.unit, span, (one.flag or "").upper()

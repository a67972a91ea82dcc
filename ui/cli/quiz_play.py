"""A sitting in the terminal or from a file, line by line."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assistant.quiz.sitting.actions import Action, Answer, Finish, Help, Resume
from assistant.quiz.view import View
from retrieval.errors import WrongUse
from ui.cli.quiz_lines import Asked, Here, Look, asked_by, confidence_of
from ui.cli.quiz_screen import SittingScreen
from ui.quizwork import Quizwork

if TYPE_CHECKING:
    from ui.cli.quiz_screen import Ask


class Left(Exception):
    """The learner leaves."""


class Seat:
    """A learner at a sitting: what is typed is done, and what it came to is shown.

    An answer outside an exam waits for one more line, which may say how sure the learner is.
    """

    def __init__(self, quizwork: Quizwork, view: View, screen: SittingScreen, ask: "Ask") -> None:
        self._quizwork = quizwork
        self.view = view
        self._screen = screen
        self._ask = ask
        self._waiting: Answer | None = None
        self._wants_to_end = False

    def type(self, line: str) -> None:
        """Does what a line asks for. WrongUse if that cannot be; Left if the learner leaves."""
        if self._waiting is not None:
            confidence = confidence_of(line)
            self.settle(confidence)
            if confidence is not None or not line.strip():
                return
        wanted = asked_by(line, Here(self.view, uuid4().hex))
        was, self._wants_to_end = self._wants_to_end, False
        if isinstance(wanted, str):
            self._here(wanted)
        elif isinstance(wanted, Look):
            self.view = self._quizwork.view(self.view.sitting, wanted.place)
            self._screen.news(self.view)
        elif isinstance(wanted, Finish) and not was and self._screen.unanswered(self.view):
            self._wants_to_end = True
        elif isinstance(wanted, Answer) and self._asks_how_sure(wanted):
            self._waiting = wanted
            self._screen.ask_how_sure()
        elif wanted is not None:
            self._do(wanted)

    def settle(self, confidence: Any = None) -> None:
        """Sends the answer that waits for its confidence, if there is one."""
        if self._waiting is not None:
            answer, self._waiting = self._waiting, None
            self._do(answer.model_copy(update={"confidence": confidence}))

    def refresh(self) -> None:
        """Shows how the sitting stands after something could not be done."""
        self.view = self._quizwork.view(self.view.sitting)
        self._screen.news(self.view)

    def _do(self, action: Action) -> None:
        item = self.view.item
        if isinstance(action, Help) and item is not None and item.feedback is not None:
            question = item.feedback.ask  # the answer counts already: no help, only reading on
        else:
            question = item.ask if isinstance(action, Help) and item is not None else None
            self.view = self._quizwork.act(self.view.sitting, action)
        if question:
            self._screen.from_sources(question, self._ask)
        self._screen.news(self.view, acted=action)

    def _here(self, asked: Asked) -> None:
        if asked == "quit":
            raise Left
        if asked == "list":
            self._screen.places(self.view)
        else:
            self._screen.keys()

    def _asks_how_sure(self, answer: Answer) -> bool:
        return self.view.mode != "exam" and answer.confidence is None


def sat(
    quizwork: Quizwork, view: View, lines: Iterable[str], screen: SittingScreen, ask: "Ask"
) -> dict[str, Any]:
    """Goes on line by line until the learner leaves or nothing more is typed.

    What comes back holds the last `view`, and in `refused` each line that could not be done with the reason.
    """
    seat, refused = Seat(quizwork, view, screen, ask), []
    screen.opening(view)
    try:
        for line in lines:
            try:
                seat.type(line)
            except WrongUse as fault:
                screen.say(str(fault))
                refused.append({"line": line.strip(), "reason": str(fault)})
                seat.refresh()
    except Left:
        pass
    finally:
        # Also after Ctrl-C: what was chosen is kept, only not how sure the learner was.
        seat.settle()
        screen.parting(seat.view)
    return {"view": seat.view.model_dump(mode="json"), "refused": refused}


def taken_up(quizwork: Quizwork, given: str) -> View:
    """A sitting of one's own by the beginning of its id, "last" being the newest that is not over.

    A paused one goes on.
    """
    mine = quizwork.standings()
    if given == "last":
        found = [one.sitting for one in mine if one.phase != "finished"][:1]
    else:
        found = [one.sitting for one in mine if one.sitting.startswith(given)]
    if len(found) != 1:
        what = "several sittings" if found else "no sitting"
        raise WrongUse(f"You have {what} {given[:40]!r}.", "See them with: preceptor quiz --list.")
    view = quizwork.view(found[0])
    return quizwork.act(view.sitting, Resume(id=uuid4().hex)) if view.phase == "paused" else view

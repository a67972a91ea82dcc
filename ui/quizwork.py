"""Answering items as this machine's own user, in a library opened by this process or served by another."""

from typing import Protocol

from assistant.accounts import LOCAL
from assistant.quiz.sitting.actions import Action, Beginning
from assistant.quiz.sitting.listing import Offers, Standing, offers, standings
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.view import ShownItem, View


class Quizwork(Protocol):
    """What the command line does with items."""

    def offers(self) -> Offers:
        """What can be practised."""

    def standings(self) -> list[Standing]:
        """One's sittings, newest first."""

    def start(self, beginning: Beginning) -> View:
        """A new sitting."""

    def view(self, sitting: str, place: int | None = None) -> View:
        """How a sitting stands, with the item of `place` where one only looks there."""

    def act(self, sitting: str, action: Action) -> View:
        """How it stands after the action."""

    def answers(self, sitting: str) -> list[ShownItem]:
        """Its items whose answers count, with what is told about them."""


class LocalQuizwork:
    """Items of a library that this process has opened."""

    def __init__(self, quizzes: Quizzes) -> None:
        self._quizzes = quizzes

    def offers(self) -> Offers:
        """What can be practised."""
        return offers(self._quizzes, LOCAL)

    def standings(self) -> list[Standing]:
        """One's sittings, newest first."""
        return standings(self._quizzes, LOCAL)

    def start(self, beginning: Beginning) -> View:
        """A new sitting."""
        return self._quizzes.start(LOCAL, beginning)

    def view(self, sitting: str, place: int | None = None) -> View:
        """How a sitting stands, with the item of `place` where one only looks there."""
        return self._quizzes.view(LOCAL, sitting, place)

    def act(self, sitting: str, action: Action) -> View:
        """How it stands after the action."""
        return self._quizzes.act(LOCAL, sitting, action)

    def answers(self, sitting: str) -> list[ShownItem]:
        """Its items whose answers count, with what is told about them."""
        return self._quizzes.answers(LOCAL, sitting)

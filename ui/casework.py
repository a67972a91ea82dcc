"""Playing cases as this machine's own user, in a library opened by this process or served by another."""

from collections.abc import Callable
from typing import Protocol

from assistant.accounts import LOCAL
from assistant.case.bedside.actions import Action
from assistant.case.bedside.entries import Entry, EntryOf
from assistant.case.bedside.listing import Offer, Standing, Wanted, offers, standings
from assistant.case.bedside.play import Bedside, Beginning
from assistant.case.bedside.second import ask_second, second
from assistant.case.bedside.view import View
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.opined import Opinion, Second
from assistant.case.patient.fitting import OnVectors


class Casework(Protocol):
    """What the command line does with cases."""

    def prepare(self, on_progress: OnVectors) -> None:
        """Comes back when patients understand by meaning: at once, but in a new library after a while."""

    def offers(self, wanted: Wanted) -> list[Offer]:
        """The cases that can be played and fit."""

    def standings(self) -> list[Standing]:
        """One's encounters, newest first."""

    def start(self, beginning: Beginning) -> View:
        """A new encounter."""

    def view(self, encounter: str) -> View:
        """How an encounter stands."""

    def act(self, encounter: str, action: Action) -> View:
        """How it stands after the action."""

    def debrief(self, encounter: str) -> Debrief:
        """What it showed, once it is committed or ended."""

    def second(self, encounter: str) -> Second:
        """Whether a model can be asked for a second opinion, and the one that it gave."""

    def ask_second(self, encounter: str) -> Opinion:
        """The model's second opinion, asked for once."""

    def entries(self, of: EntryOf, typed: str) -> list[Entry]:
        """What can be examined or ordered that fits what was typed."""


class LocalCasework:
    """Cases of a library that this process has opened."""

    def __init__(self, bedside: Bedside, prepare: Callable[[OnVectors], None]) -> None:
        self._bedside = bedside
        self._prepare = prepare

    def prepare(self, on_progress: OnVectors) -> None:
        """Comes back when patients understand by meaning: at once, but in a new library after a while."""
        self._prepare(on_progress)

    def offers(self, wanted: Wanted) -> list[Offer]:
        """The cases that can be played and fit."""
        return offers(self._bedside, LOCAL, wanted)

    def standings(self) -> list[Standing]:
        """One's encounters, newest first."""
        return standings(self._bedside, LOCAL)

    def start(self, beginning: Beginning) -> View:
        """A new encounter."""
        return self._bedside.start(LOCAL, beginning)

    def view(self, encounter: str) -> View:
        """How an encounter stands."""
        return self._bedside.view(LOCAL, encounter)

    def act(self, encounter: str, action: Action) -> View:
        """How it stands after the action."""
        return self._bedside.act(LOCAL, encounter, action)

    def debrief(self, encounter: str) -> Debrief:
        """What it showed, once it is committed or ended."""
        return self._bedside.debrief(LOCAL, encounter)

    def second(self, encounter: str) -> Second:
        """Whether a model can be asked for a second opinion, and the one that it gave."""
        return second(self._bedside, LOCAL, encounter)

    def ask_second(self, encounter: str) -> Opinion:
        """The model's second opinion, asked for once."""
        return ask_second(self._bedside, LOCAL, encounter)

    def entries(self, of: EntryOf, typed: str) -> list[Entry]:
        """What can be examined or ordered that fits what was typed."""
        return self._bedside.house.entries.suggested(of, typed)

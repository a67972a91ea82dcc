"""Playing cases in a library that another process of the same person serves."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from assistant.case.bedside.actions import Action
from assistant.case.bedside.entries import Entry, EntryOf
from assistant.case.bedside.listing import Offer, Standing, Wanted
from assistant.case.bedside.play import Beginning
from assistant.case.bedside.view import View
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.opined import Opinion, Second
from assistant.case.patient.fitting import OnVectors
from ui.replies import parsed

Call = Callable[..., Any]
"""Sends a method, an address and maybe a body; gives the JSON that comes back."""


class RemoteCasework:
    """The same calls as on an open library, answered over HTTP by its owner."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def prepare(self, on_progress: OnVectors) -> None:
        """Comes back at once: the app that serves the library prepares by itself."""

    def offers(self, wanted: Wanted) -> list[Offer]:
        """The cases that can be played and fit."""
        query = urlencode(wanted.model_dump(mode="json", exclude_defaults=True))
        return [parsed(Offer, one) for one in self._call("GET", f"/api/cases?{query}")["cases"]]

    def standings(self) -> list[Standing]:
        """One's encounters, newest first."""
        return [parsed(Standing, one) for one in self._call("GET", "/api/encounters")["encounters"]]

    def start(self, beginning: Beginning) -> View:
        """A new encounter."""
        return parsed(View, self._call("POST", "/api/encounters", beginning.model_dump(mode="json")))

    def view(self, encounter: str) -> View:
        """How an encounter stands."""
        return parsed(View, self._call("GET", _address(encounter)))

    def act(self, encounter: str, action: Action) -> View:
        """How it stands after the action."""
        body = action.model_dump(mode="json")
        return parsed(View, self._call("POST", f"{_address(encounter)}/events", body))

    def debrief(self, encounter: str) -> Debrief:
        """What it showed, once it is committed or ended."""
        return parsed(Debrief, self._call("GET", f"{_address(encounter)}/debrief"))

    def second(self, encounter: str) -> Second:
        """Whether a model can be asked for a second opinion, and the one that it gave."""
        return parsed(Second, self._call("GET", f"{_address(encounter)}/opinion"))

    def ask_second(self, encounter: str) -> Opinion:
        """The model's second opinion, asked for once."""
        return parsed(Opinion, self._call("POST", f"{_address(encounter)}/opinion", {}))

    def entries(self, of: EntryOf, typed: str) -> list[Entry]:
        """What can be examined or ordered that fits what was typed."""
        query = urlencode({"of": of, "typed": typed})
        return [parsed(Entry, one) for one in self._call("GET", f"/api/orders?{query}")["entries"]]


def _address(encounter: str) -> str:
    return f"/api/encounters/{quote(encounter, safe='')}"

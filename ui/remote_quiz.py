"""Answering items in a library that another process of the same person serves."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from assistant.quiz.sitting.actions import Action, Beginning
from assistant.quiz.sitting.listing import Offers, Standing
from assistant.quiz.view import ShownItem, View
from ui.replies import parsed

Call = Callable[..., Any]
"""Sends a method, an address and maybe a body; gives the JSON that comes back."""


class RemoteQuizwork:
    """The same calls as on an open library, answered over HTTP by its owner."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def offers(self) -> Offers:
        """What can be practised."""
        return parsed(Offers, self._call("GET", "/api/quiz/offers"))

    def standings(self) -> list[Standing]:
        """One's sittings, newest first."""
        return [parsed(Standing, one) for one in self._call("GET", "/api/quiz/sittings")["sittings"]]

    def start(self, beginning: Beginning) -> View:
        """A new sitting."""
        return parsed(View, self._call("POST", "/api/quiz/sittings", beginning.model_dump(mode="json")))

    def view(self, sitting: str, place: int | None = None) -> View:
        """How a sitting stands, with the item of `place` where one only looks there."""
        query = "" if place is None else "?" + urlencode({"place": place})
        return parsed(View, self._call("GET", _address(sitting) + query))

    def act(self, sitting: str, action: Action) -> View:
        """How it stands after the action."""
        body = action.model_dump(mode="json")
        return parsed(View, self._call("POST", f"{_address(sitting)}/events", body))

    def answers(self, sitting: str) -> list[ShownItem]:
        """Its items whose answers count, with what is told about them."""
        return [parsed(ShownItem, one) for one in self._call("GET", f"{_address(sitting)}/answers")["items"]]


def _address(sitting: str) -> str:
    return f"/api/quiz/sittings/{quote(sitting, safe='')}"

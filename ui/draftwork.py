"""Drafting as this machine's own user, in a library opened by this process or served by another."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from assistant.accounts import LOCAL
from assistant.quiz.draft.drafting import Drafting, Made
from assistant.quiz.draft.order import Order
from ui.replies import parsed


class Draftwork(Protocol):
    """What the command line does with drafts."""

    def make(self, order: Order) -> Made:
        """Drafts as ordered, with what each gate says of them."""


class LocalDraftwork:
    """Drafts of a library that this process has opened."""

    def __init__(self, drafting: Drafting) -> None:
        self._drafting = drafting

    def make(self, order: Order) -> Made:
        """Drafts as ordered, with what each gate says of them."""
        return self._drafting.make(order, LOCAL, datetime.now(UTC))


class RemoteDraftwork:
    """The same call as on an open library, answered over HTTP by its owner."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def make(self, order: Order) -> Made:
        """Drafts as ordered, with what each gate says of them."""
        return parsed(Made, self._call("POST", "/api/drafts", order.model_dump(mode="json")))

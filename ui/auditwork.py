"""Checking answers as this machine's own user, in a library opened by this process or served by another."""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote

from assistant.accounts import LOCAL
from assistant.audits.auditing import Auditing
from assistant.audits.rates import Rates
from assistant.audits.types import Submission
from assistant.audits.view import AuditView
from ui.replies import parsed


class Auditwork(Protocol):
    """What the command line does with audits."""

    def begin(self, turn: str) -> AuditView:
        """A new turn under that id."""

    def submit(self, turn: str, given: Submission) -> AuditView:
        """The turn with what came of the marks."""

    def rates(self) -> Rates:
        """How many errors one finds."""


class LocalAuditwork:
    """Audits of a library that this process has opened."""

    def __init__(self, auditing: Auditing) -> None:
        self._auditing = auditing

    def begin(self, turn: str) -> AuditView:
        """A new turn under that id."""
        return self._auditing.begin(LOCAL, turn)

    def submit(self, turn: str, given: Submission) -> AuditView:
        """The turn with what came of the marks."""
        return self._auditing.submit(LOCAL, turn, given)

    def rates(self) -> Rates:
        """How many errors one finds."""
        return self._auditing.rates(LOCAL)


class RemoteAuditwork:
    """The same calls, answered over HTTP by the process that serves the library."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def begin(self, turn: str) -> AuditView:
        """A new turn under that id."""
        return parsed(AuditView, self._call("POST", "/api/audits", {"id": turn}))

    def submit(self, turn: str, given: Submission) -> AuditView:
        """The turn with what came of the marks."""
        address = f"/api/audits/{quote(turn, safe='')}/marks"
        return parsed(AuditView, self._call("POST", address, given.model_dump(mode="json")))

    def rates(self) -> Rates:
        """How many errors one finds."""
        return parsed(Rates, self._call("GET", "/api/audits")["rates"])

"""An audit as its learner sees it: before the marks are handed in, nothing tells where an error is."""

from datetime import datetime

from assistant.audits.types import Mark, Placed
from assistant.types import Citation, Verdict
from curricula.audits.types import Kind, Severity, Shown
from retrieval.types import Value


class ShownSentence(Value):
    """A sentence by its number from 1, with what it cites, whether there is such a thing or not."""

    number: int
    text: str
    citation: Shown | None


class MachineCheck(Value):
    """What Preceptor's own check says of a sentence; `caught` where that would have kept it from a reader."""

    verdict: Verdict
    reason: str
    caught: bool


class Told(Value):
    """An error that was planted: its kind, how bad it is, and what is true instead, with its source.

    `uncited` says why the source cannot be shown; `check` is what a machine sees of it.
    """

    sentence: int | None
    kind: Kind
    also: tuple[Kind, ...]
    severity: Severity
    truth: str
    citation: Citation | None
    uncited: str
    check: MachineCheck


class Marked(Value):
    """What came of the marks: every place, every planted error, and whether this was the first reading."""

    places: tuple[Placed, ...]
    told: tuple[Told, ...]
    marks: tuple[Mark, ...]
    counts: bool


class AuditView(Value):
    """One turn: the question and the answer, and once it was handed in what came of it."""

    turn: str
    title: str
    question: str
    sentences: tuple[ShownSentence, ...]
    review: str | None
    given_at: datetime
    marked: Marked | None


class Standing(Value):
    """A turn in a list; `found`, `planted` and `false_alarms` are None until it was handed in."""

    turn: str
    title: str
    given_at: datetime
    found: int | None
    planted: int | None
    false_alarms: int | None


class Opened(Value):
    """What opens behind a citation: the words in their source, or why there is nothing."""

    citation: Citation | None
    reason: str

"""Everything that is kept about a learner's learning, to take away."""

import csv
import io
from collections.abc import Iterable

from assistant.audits.types import AuditEvent
from assistant.learner.cards import OwnCard
from assistant.learner.preferences import Preference
from assistant.learner.ratings import CardRating
from assistant.learner.types import Kept
from curricula.formats.cells import guarded
from retrieval.types import Value

COLUMNS = (
    "attempt",
    "at",
    "mode",
    "item",
    "version",
    "type",
    "objectives",
    "topics",
    "difficulty",
    "response",
    "correct",
    "score",
    "confidence",
    "seconds",
    "assisted",
    "counts",
    "why_not",
)


class Everything(Value):
    """All of it as it is kept, oldest first."""

    attempts: tuple[Kept, ...]
    ratings: tuple[CardRating, ...]
    cards: tuple[OwnCard, ...]
    preference: Preference
    audits: tuple[AuditEvent, ...] = ()


def as_csv(kept: Iterable[Kept]) -> str:
    """The attempts as a table, a row each, with a first row of names; lists are parted by `; `."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([_cell(value) for value in _row(one)] for one in kept)
    return out.getvalue()


def _row(one: Kept) -> tuple[object, ...]:
    attempt, last = one.attempt, one.corrections[-1] if one.corrections else None
    return (
        attempt.id,
        attempt.at.isoformat(),
        attempt.mode,
        attempt.item_id,
        attempt.item_version,
        attempt.type,
        "; ".join(attempt.objectives),
        "; ".join(attempt.topics),
        attempt.difficulty,
        _response(one),
        attempt.graded.correct,
        attempt.graded.score,
        attempt.confidence,
        attempt.seconds,
        attempt.assisted,
        one.counts,
        last.reason if last and not last.counts else "",
    )


def _response(one: Kept) -> str:
    given = one.attempt.response
    match given.kind:
        case "chosen":
            return "; ".join(given.options)
        case "typed":
            return given.text
        case "pointed":
            return f"{given.x:g}; {given.y:g}"
        case "boxed":
            return f"{given.left:g}; {given.top:g}; {given.right:g}; {given.bottom:g}"
        case "written":
            return given.text
        case "rated":
            return given.rating


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return guarded(text)

"""What a file says of its own state, believed only as far as it names two people."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Engine

from curricula.review import trail
from curricula.review.types import UNNAMED, Event, Kind
from curricula.types import SIGNED, T, Taught
from retrieval.store.engine import writing

ONE_PERSON = "a reviewer who is not the author; without one it waits for a review"


def believed(value: T) -> tuple[T, str | None]:
    """The value in the state in which it is taken in, and why that is another than it says.

    Published is only what names an author and a different reviewer, and bears that name for learners.
    """
    if value.status == "in_review":
        return value.model_copy(update={"status": "draft"}), None
    if value.status != "published":
        return value, None
    if value.reviewer is None or _plain(value.reviewer) in ("", _plain(value.author)):
        return value.model_copy(update={"status": "draft"}), ONE_PERSON
    named = f"{SIGNED}{value.reviewer}"
    return (value if value.review else value.model_copy(update={"review": named})), None


def note_taken(engine: Engine, kind: Kind, values: Iterable[Taught], *, by: str | None, at: datetime) -> None:
    """Notes in the trail what a file brought as published, each once."""
    events = [_event(kind, value, by or UNNAMED, at) for value in values if value.status == "published"]
    if not events:
        return
    with writing(engine, alone="review_events") as connection:
        for event in events:
            if trail.known(connection, event.event_id) is None:
                trail.append(connection, event)


def _event(kind: Kind, value: Taught, by: str, at: datetime) -> Event:
    key = sha256(f"{kind} {value.id} {value.version}".encode()).hexdigest()[:24]
    note = f"By {value.author}, reviewed by {value.reviewer}, as the file says."
    return Event(
        event_id=f"taken-{key}",
        kind=kind,
        id=value.id,
        version=value.version,
        move="take_in",
        user_id=by,
        name=by,
        at=at,
        note=note,
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()

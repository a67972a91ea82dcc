"""The reviews of a library: the one place in which anything that is taught goes live."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from curricula.cases.lint import Resolve
from curricula.items.drafts import decide
from curricula.review import places, trail
from curricula.review.faults import draft_of, remarks_on, told
from curricula.review.rules import gates_against, reasons_against
from curricula.review.states import STEPS, after
from curricula.review.types import (
    Act,
    Blocked,
    Event,
    Kind,
    Move,
    Standing,
    Which,
    signature,
)
from curricula.tree import Remark
from curricula.types import Taught
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing

CHECKED: frozenset[Move] = frozenset(("publish", "sign"))
ANOTHER_USE = WrongUse("This was done with something else before.", "Load the page anew, and try again.")
NOT_DONE = "This cannot be done."


class Looked(NamedTuple):
    """A version as a reviewer looks at it: what it holds, how it stands, and everything lint says of it."""

    value: Taught
    standing: Standing
    remarks: tuple[Remark, ...]
    gates: tuple[str, ...]


class Reviews:
    """What can be done in reviews. `resolve` gives what citations are looked up with, None for not at all."""

    def __init__(self, engine: Engine, resolve: Callable[[], Resolve | None] = lambda: None) -> None:
        self._engine = engine
        self._resolve = resolve

    def state(self, kind: Kind, object_id: str) -> Standing:
        """How it stands; WrongUse where there is no such thing."""
        with reading(self._engine) as connection:
            return standing_of(connection, kind, object_id)

    def look(self, which: Which) -> Looked:
        """That version with all that keeps it from going live, whoever asks."""
        with reading(self._engine) as connection:
            value = places.value_of(connection, which)
            standing = standing_of(connection, which.kind, which.id)
            gates = gates_against(draft_of(connection, which), "")
        return Looked(value, standing, tuple(self._remarks(value)), gates)

    def against(self, move: Move, looked: Looked, *, user_id: str, name: str) -> tuple[str, ...]:
        """Why that person cannot do it with the version looked at; none where they can."""
        value, standing = looked.value, looked.standing
        which = Which(kind=standing.kind, id=value.id, version=value.version)
        reasons = reasons_against(move, which, standing, user_id=user_id, name=name)
        if move not in CHECKED:
            return reasons
        return (*reasons, *(told(one) for one in looked.remarks if not one.warning))

    def do(self, move: Move, which: Which, act: Act) -> Standing:
        """How it stands after that move, which is noted with it; the same act again changes nothing.

        Blocked with every reason where it is not possible.
        """
        if STEPS[move].needs_note and not act.note.strip():
            raise Blocked(NOT_DONE, ("A few words are needed that say why.",))
        faults = self._faults(which) if move in CHECKED else ()
        event = Event(**act.model_dump() | which.model_dump(), move=move)
        with writing(self._engine, alone=places.PLACES[which.kind].table.name) as connection:
            if done := trail.known(connection, act.event_id):
                if (done.kind, done.id, done.move) != (which.kind, which.id, move):
                    raise ANOTHER_USE
            else:
                self._moved(connection, event, faults)
            return standing_of(connection, which.kind, which.id)

    def trail(self, kind: Kind, object_id: str) -> tuple[Event, ...]:
        """All that was done with it, oldest first."""
        return self.state(kind, object_id).events

    def every_event(self) -> list[Event]:
        """All that was done with anything, newest first."""
        with reading(self._engine) as connection:
            return list(trail.every_event(connection))

    def open(self) -> list[Standing]:
        """All that is in review, was returned to its author, or was marked and not looked at since."""
        with reading(self._engine) as connection:
            wanted = trail.moved(connection, ("ask_changes", "mark"))
            wanted |= {(kind, one) for kind in places.PLACES for one in places.in_review(connection, kind)}
            found = [standing_of(connection, kind, one) for kind, one in sorted(wanted)]
        return [one for one in found if one.status == "in_review" or one.returned or one.marks]

    def _remarks(self, value: Taught) -> list[Remark]:
        return remarks_on(value, self._engine, self._resolve())

    def _faults(self, which: Which) -> tuple[str, ...]:
        # Looked up before anything is locked: a version once kept does not change.
        with reading(self._engine) as connection:
            value = places.value_of(connection, which)
        return tuple(told(one) for one in self._remarks(value) if not one.warning)

    def _moved(self, connection: Connection, event: Event, faults: tuple[str, ...]) -> None:
        which = Which(kind=event.kind, id=event.id, version=event.version)
        standing = standing_of(connection, event.kind, event.id, which.version)
        against = (
            *reasons_against(event.move, which, standing, user_id=event.user_id, name=event.name),
            *faults,
            *self._gated(connection, event, which),
        )
        if against:
            raise Blocked(NOT_DONE, against)
        trail.append(connection, event)
        _apply(connection, event, which, standing)

    @staticmethod
    def _gated(connection: Connection, event: Event, which: Which) -> tuple[str, ...]:
        if event.move != "publish":
            return ()
        return gates_against(draft_of(connection, which), event.note)


def standing_of(connection: Connection, kind: Kind, object_id: str, version: int | None = None) -> Standing:
    """How it stands, with title and author of that version (None: the newest); else WrongUse."""
    versions = places.versions_of(connection, kind, object_id)
    if not versions:
        raise WrongUse(f"There is no {kind} {object_id[:100]}.", "Choose another.")
    which = Which(kind=kind, id=object_id, version=version or versions[0].version)
    value = places.value_of(connection, which)
    return Standing(
        kind=kind,
        id=object_id,
        title=value.title,
        author=value.author,
        reviewer=value.reviewer,
        versions=versions,
        events=trail.events_of(connection, kind, object_id),
    )


def _apply(connection: Connection, event: Event, which: Which, standing: Standing) -> None:
    named = next(one for one in standing.versions if one.version == which.version)
    status = after(event.move, named.status)
    if event.move == "reopen" and named.origin == "starter":
        status = "published"  # what comes with the product comes back as it came
    if event.move == "retire":
        places.retire_all(connection, which.kind, which.id)
    elif status != named.status:
        places.give_status(connection, which, status)
    if event.move in CHECKED:
        places.sign_version(connection, which, event.name, signature(event.name, event.at))
    draft = draft_of(connection, which) if event.move == "publish" else None
    if draft is not None:
        decided = {"decided_by": event.user_id, "decided_name": event.name, "decided_at": event.at}
        decide(connection, draft.model_copy(update={"state": "published"} | decided))

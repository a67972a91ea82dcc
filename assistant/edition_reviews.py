"""What was decided about things that cite changed words: marked for review, or kept as still right.

Both are moves in the review, so that they stand in the trail of each thing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from assistant.changes import Change, Pair
from curricula.review.reviews import Reviews
from curricula.review.types import Kind

Move = Literal["mark", "keep"]
WHY: Mapping[Move, str] = {
    "mark": "Cites words of “{}” ({}) that the newer edition changed.",
    "keep": "Looked at beside the newer edition of “{}” ({}), and still right.",
}


class Key(NamedTuple):
    """The version that something is decided about."""

    kind: Kind
    id: str
    version: int


class Done(NamedTuple):
    """What somebody decided about a version since the newer edition came."""

    move: Move
    name: str
    at: datetime


Decided = Mapping[str, Mapping[Key, Done]]
"""What was decided, by the id of the older edition."""


def key_of(change: Change) -> Key:
    """What is decided about: a version, under the kind by which it is reviewed."""
    return Key("item" if change.kind == "card" else change.kind, change.id, change.version)


def decided(reviews: Reviews, pairs: Iterable[Pair]) -> Decided:
    """The last that was decided about each version after the newer edition of each pair came."""
    moves: list[tuple[Key, Done]] = []
    for event in reversed(reviews.every_event()):
        if event.move == "mark" or event.move == "keep":
            key = Key(event.kind, event.id, event.version)
            moves.append((key, Done(event.move, event.name, event.at)))
    return {
        pair.older.id: {key: done for key, done in moves if done.at >= pair.newer.ingested_at}
        for pair in pairs
    }


def why(move: Move, pair: Pair) -> str:
    """What the trail says of that decision."""
    return WHY[move].format(pair.older.title, pair.older.edition or "the older edition")

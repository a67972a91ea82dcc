"""The states of a version and what leads from one to the other, without any look at a database."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from curricula.review.types import Move
from curricula.types import Status

LIVING: frozenset[Status] = frozenset(("draft", "in_review", "published"))
ALL: frozenset[Status] = LIVING | {"retired"}
WORDS: Mapping[Status, str] = {
    "draft": "a draft",
    "in_review": "in review",
    "published": "published",
    "retired": "retired",
}


class Step(NamedTuple):
    """From which states a move is possible, and the state that it leads to; None where it stays."""

    start: frozenset[Status]
    to: Status | None = None
    needs_note: bool = False


STEPS: Mapping[Move, Step] = {
    "submit": Step(frozenset(("draft",)), "in_review"),
    "withdraw": Step(frozenset(("in_review",)), "draft"),
    "comment": Step(ALL, needs_note=True),
    "ask_changes": Step(frozenset(("in_review",)), "draft", needs_note=True),
    "publish": Step(frozenset(("in_review",)), "published"),
    "sign": Step(frozenset(("published",))),
    "retire": Step(LIVING, "retired"),
    "reopen": Step(frozenset(("retired",)), "draft"),
    "mark": Step(LIVING, needs_note=True),
    "keep": Step(frozenset(("published",)), needs_note=True),
    "take_in": Step(frozenset(("published",))),
}


def refusal(move: Move, status: Status) -> str | None:
    """Why a version in that state cannot be moved so; None where it can."""
    step = STEPS[move]
    if status in step.start:
        return None
    wanted = " or ".join(WORDS[one] for one in sorted(step.start))
    return f"It is {WORDS[status]}, and only what is {wanted} can be."


def after(move: Move, status: Status) -> Status:
    """The state that the move leads to from a state in which it is possible."""
    return STEPS[move].to or status


def fold(start: Status, moves: Iterable[Move]) -> Status:
    """The state after all these moves, one after the other; ValueError where one is not possible."""
    for move in moves:
        if refusal(move, start):
            raise ValueError(f"{move} is not possible from {start}")
        start = after(move, start)
    return start

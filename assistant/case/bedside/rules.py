"""What may be done in an encounter, when and by whom; else one sentence that says why not."""

from collections.abc import Sequence
from typing import NamedTuple

from assistant.case.bedside.actions import (
    Action,
    Answer,
    Commit,
    End,
    Frame,
    Hint,
    Order,
    Pause,
    Rank,
    Resume,
    Say,
)
from assistant.case.bedside.clock import MOST_PAUSES
from assistant.case.bedside.encounters import Encounter, Log, Member, Role
from assistant.case.events import Committed, Framed, Listed, Paused
from assistant.case.state import State
from assistant.faults import Overtaken
from retrieval.errors import WrongUse

WORDS: dict[Role, str] = {
    "history": "takes the history",
    "examination": "examines",
    "orders": "orders tests and treatment",
    "scribe": "keeps the board and commits",
}


class Doer(NamedTuple):
    """Who acts, in which encounter, with what state before it."""

    user_id: str
    log: Log
    state: State


def check(doer: Doer, action: Action) -> None:
    """WrongUse where this cannot be done now, or not by this person; Overtaken where it came too late."""
    _check_stage(doer.state, action)
    if doer.log.encounter.mode == "osce":
        _check_station(doer.log, action)
    _check_role(doer, action)
    if isinstance(action, Frame | Rank | Commit):
        _check_seen(doer.log, action)


def _check_stage(state: State, action: Action) -> None:
    if state.ended is not None:
        why = "Its time is up" if state.ended.why == "time_up" else "This encounter has ended"
        raise WrongUse(f"{why}: nothing more can be done in it.", "Look at the debrief, or start again.")
    if state.committed is not None and not isinstance(action, End):
        raise WrongUse("You have committed: nothing more can be changed.", "Look at the debrief.")
    if state.is_paused and not isinstance(action, Resume | End):
        raise WrongUse("The encounter is paused.", "Resume it first.")
    if isinstance(action, Resume) and not state.is_paused:
        raise WrongUse("The encounter is not paused.", "Go on.")


def _check_station(log: Log, action: Action) -> None:
    if isinstance(action, Hint | Answer):
        raise WrongUse("There are no hints and no tutor in a station.", "Play the case to practise for them.")
    if isinstance(action, Pause):
        if log.encounter.circuit is not None:
            raise WrongUse("A circuit cannot be paused.", "Go on; the clock runs.")
        if sum(isinstance(event, Paused) for event in log.events) >= MOST_PAUSES:
            raise WrongUse("A station can be paused once only.", "Go on; the clock runs.")


def _check_role(doer: Doer, action: Action) -> None:
    needed = _role_for(action, doer.log.encounter)
    holders = [one for one in doer.log.members if one.role == needed and needed is not None]
    if needed is None or not holders or doer.user_id in {one.user_id for one in holders}:
        return
    names = " and ".join(one.name for one in holders)
    raise WrongUse(f"In this group {names} {WORDS[needed]}.", "Ask them, or join again in this role.")


def _role_for(action: Action, encounter: Encounter) -> Role | None:
    """The role that this takes in a group; None where anybody may."""
    if encounter.code is None:
        return None
    match action:
        case Say():
            return "history"
        case Order(of="examination"):
            return "examination"
        case Order():
            return "orders"
        case Frame() | Rank() | Commit():
            return "scribe"
    return None


def _check_seen(log: Log, action: Frame | Rank | Commit) -> None:
    if action.seen is None:
        return
    kind = {"frame": Framed, "rank": Listed, "commit": Committed}[action.kind]
    if any(isinstance(event, kind) for event in log.events[action.seen :]):
        raise Overtaken("This was changed meanwhile.", "See how it stands now, then change it again.")


def roles_free(members: Sequence[Member]) -> list[Role]:
    """The roles that nobody in the group holds."""
    held = {one.role for one in members}
    return [role for role in WORDS if role not in held]

"""Where an encounter stands: a fold over its events, so that a replay gives the same."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple, TypeVar

from assistant.case.events import (
    CaseEvent,
    Committed,
    Ended,
    Framed,
    Hinted,
    Listed,
    Opined,
    Ordered,
    Paused,
    Prompted,
    Ranked,
    Reply,
    Resumed,
    Said,
    Waited,
    Worded,
)
from curricula.cases.types import Act, Askable, Case, Change, Investigation

ASKING, EXAMINING, ORDERING = 1, 2, 1
"""Simulated minutes that a question, a manoeuvre and an order take."""

_Part = TypeVar("_Part", bound=Askable)


class State(NamedTuple):
    """What has happened so far. Times are simulated minutes since the beginning.

    `told`, `found`, `ordered`, `treated` and `changed` hold the ids of facts, findings, tests, steps and
    changes of the timeline with the minute at which each was first told, found, ordered, done or came about;
    `orders` are all orders of tests, also of the same one again; `worded` are questions of the tutor in the
    words chosen for them.
    """

    minutes: int = 0
    told: Mapping[str, int] = {}
    found: Mapping[str, int] = {}
    ordered: Mapping[str, int] = {}
    treated: Mapping[str, int] = {}
    changed: Mapping[str, int] = {}
    orders: tuple[tuple[str, int], ...] = ()
    acts: frozenset[Act] = frozenset()
    held_back: frozenset[str] = frozenset()
    boards: tuple[tuple[Ranked, ...], ...] = ()
    problem: str = ""
    hints: tuple[Hinted, ...] = ()
    worded: Mapping[str, str] = {}
    prompts: tuple[Prompted, ...] = ()
    unclear: tuple[str, ...] = ()
    committed: Committed | None = None
    is_paused: bool = False
    ended: Ended | None = None

    @property
    def done(self) -> frozenset[str]:
        """The ids of everything told, found, ordered and done."""
        return frozenset((*self.told, *self.found, *self.ordered, *self.treated))

    @property
    def board(self) -> tuple[Ranked, ...]:
        """The differential as it stands now."""
        return self.boards[-1] if self.boards else ()


class Result(NamedTuple):
    """A test that was ordered, when, and when its result is ready.

    Until it `is_shown`, because time has to pass or the case holds it until commitment, it is not to be read.
    """

    test: Investigation
    ordered: int
    due: int
    is_shown: bool


def fold(case: Case, events: Iterable[CaseEvent]) -> State:
    """The state after these events, in their order."""
    return reduce(lambda state, event: after(case, state, event), events, State())


def after(case: Case, state: State, event: CaseEvent) -> State:
    """The state with one event more, and with what the timeline brings because of it.

    What comes about while the event takes its time does so before it is done: an order comes too late for
    that, and of two changes that exclude each other the earlier happens.
    """
    end = _with(state, event).minutes
    passed = _passed(case, state, end)
    return _on_time(case, _with(passed._replace(minutes=state.minutes), event))


def case_at(case: Case, state: State, minute: int) -> Case:
    """The case as it was at that minute, with what the timeline had changed by then, oldest first."""
    changes = {change.id: change for change in case.timeline}
    for happened, when in sorted(state.changed.items(), key=lambda pair: pair[1]):
        if when <= minute:
            case = _changed(case, changes[happened])
    return case


def case_now(case: Case, state: State) -> Case:
    """The case as it is at this moment."""
    return case_at(case, state, state.minutes)


def results(case: Case, state: State) -> list[Result]:
    """A result for each order, in their order: what the test gives for the minute at which it was ordered."""
    tests: dict[int, dict[str, Investigation]] = {}
    found = []
    for name, ordered in state.orders:
        changes = sum(when <= ordered for when in state.changed.values())
        if changes not in tests:
            tests[changes] = {one.id: one for one in case_at(case, state, ordered).tests}
        found.append(_result(tests[changes][name], state, ordered))
    return found


def _result(test: Investigation, state: State, ordered: int) -> Result:
    due = ordered + (test.minutes or 0)
    is_shown = due <= state.minutes and (not test.held or state.committed is not None)
    return Result(test, ordered, due, is_shown)


def _with(state: State, event: CaseEvent) -> State:
    match event:
        case Said():
            return _heard(state._replace(minutes=state.minutes + ASKING), event.text, event.reply)
        case Ordered():
            taken = ORDERING + EXAMINING * len(event.reply.findings)
            return _heard(state._replace(minutes=state.minutes + taken), event.text, event.reply)
        case Waited():
            return state._replace(minutes=state.minutes + event.minutes)
        case Framed():
            return state._replace(problem=event.text)
        case Listed():
            return state._replace(boards=(*state.boards, event.board))
        case Worded():
            return state._replace(worded={event.prompt: event.question} | dict(state.worded))
        case Prompted():
            return state._replace(prompts=(*state.prompts, event))
        case Hinted():
            return state._replace(hints=(*state.hints, event))
        case Committed():
            return state._replace(committed=event)
        case Paused() | Resumed():
            return state._replace(is_paused=isinstance(event, Paused))
        case Ended():
            return state._replace(ended=event)
        case Opined():
            return state


def _heard(state: State, text: str, reply: Reply) -> State:
    return state._replace(
        told=_first(state.told, reply.facts, state.minutes),
        found=_first(state.found, reply.findings, state.minutes),
        ordered=_first(state.ordered, reply.tests, state.minutes),
        orders=(*state.orders, *((name, state.minutes) for name in reply.tests)),
        treated=_first(state.treated, reply.steps, state.minutes),
        acts=state.acts.union(reply.acts),
        held_back=state.held_back.union(reply.held_back),
        unclear=(*state.unclear, text) if reply.understood == "unclear" else state.unclear,
    )


def _first(known: Mapping[str, int], new: Sequence[str], minute: int) -> Mapping[str, int]:
    return dict.fromkeys(new, minute) | dict(known)


def _passed(case: Case, state: State, end: int) -> State:
    """The state shortly before minute `end`, each change at its own minute."""
    due = [one for change in _coming(case, state) if (one := _due(change, state)) is not None]
    soonest = min((one for one in due if state.minutes < one < end), default=None)
    if soonest is None:
        return state
    return _passed(case, _on_time(case, state._replace(minutes=soonest)), end)


def _on_time(case: Case, state: State) -> State:
    """Changes can set off one another: we go round until nothing more comes about."""
    happens = [
        change
        for change in _coming(case, state)
        if (due := _due(change, state)) is not None and due <= state.minutes
    ]
    if not happens:
        return state
    changed = dict(state.changed) | {change.id: state.minutes for change in happens}
    return _on_time(case, state._replace(changed=changed))


def _coming(case: Case, state: State) -> list[Change]:
    return [change for change in case.timeline if change.id not in state.changed]


def _due(change: Change, state: State) -> int | None:
    """The minute from which the change happens; None where something is missing or speaks against it."""
    at = {**state.told, **state.found, **state.ordered, **state.treated, **state.changed}
    if not at.keys() >= set(change.when) or not at.keys().isdisjoint(change.unless):
        return None
    since = max((at[name] for name in change.when), default=0)
    return max(change.minutes or 0, since + (change.delay or 0))


def _changed(case: Case, change: Change) -> Case:
    return case.model_copy(
        update={
            "facts": _replaced(case.facts, change.facts),
            "findings": _replaced(case.findings, change.findings),
            "tests": _replaced(case.tests, change.tests),
        }
    )


def _replaced(old: Sequence[_Part], new: Sequence[_Part]) -> tuple[_Part, ...]:
    by_id = {part.id: part for part in new}
    kept = tuple(by_id.pop(part.id, part) for part in old)
    return (*kept, *by_id.values())

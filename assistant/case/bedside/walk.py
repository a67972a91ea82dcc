"""A walk through an encounter's log: the state, and what the student was told line by line."""

from collections.abc import Iterator, Mapping
from functools import reduce
from types import MappingProxyType
from typing import NamedTuple

from assistant.case.bedside.encounters import Log
from assistant.case.bedside.view import Board, FindingShown, Picture, Turn
from assistant.case.events import (
    CaseEvent,
    Ended,
    Framed,
    Hinted,
    Listed,
    Opined,
    Ordered,
    Prompted,
    Said,
    Waited,
    Worded,
)
from assistant.case.state import State, after, case_now
from curricula.cases.types import Case, Image

NO_PICTURES: Mapping[str, Image] = MappingProxyType({})


class Walk(NamedTuple):
    """How far the log has been walked. `then` is the case as it is there, changed by its timeline.

    `pictures` are those of the findings, by the key under which they may be fetched.
    """

    case: Case
    names: Mapping[str, str]
    then: Case
    state: State = State()
    events: int = 0
    transcript: tuple[Turn, ...] = ()
    findings: tuple[FindingShown, ...] = ()
    boards: tuple[Board, ...] = ()
    pictures: Mapping[str, Image] = NO_PICTURES


def walk(case: Case, log: Log) -> Walk:
    """The walk to the end of the log."""
    names = {one.user_id: one.name for one in log.members}
    return reduce(step, log.events, Walk(case, names, case))


def step(here: Walk, event: CaseEvent) -> Walk:
    """One event further."""
    state, ordinal = after(here.case, here.state, event), here.events + 1
    by = here.names.get(event.by, "")
    if isinstance(event, Worded | Opined):  # nobody did or said anything at the bedside
        return here._replace(state=state, events=ordinal)
    narrated = _narrated(here, state, event, ordinal) if state.changed is not here.state.changed else ()
    there = here._replace(
        state=state,
        events=ordinal,
        transcript=(*here.transcript, _turn(event, ordinal, state.minutes, by), *narrated),
    )
    if isinstance(event, Said | Ordered):
        there = _found(there, event)
    if isinstance(event, Listed):
        board = Board(minute=state.minutes, by=by, ranked=event.board)
        there = there._replace(boards=(*there.boards, board))
    return there._replace(then=case_now(here.case, state)) if narrated else there


def picture(image: Image | None, key: str) -> Picture | None:
    """The picture as it is shown: by a key, because the name of its file may tell too much."""
    if image is None:
        return None
    return Picture(key=key, alt=image.alt, caption=image.caption, licence=image.licence)


def _found(here: Walk, event: Said | Ordered) -> Walk:
    """What a finding was before the event changed anything: that is what was reported."""
    for one in (part for part in here.then.findings if part.id in event.reply.findings):
        key = f"finding-{len(here.findings)}"
        shown = FindingShown(
            name=one.name,
            finding=one.finding,
            minute=here.state.minutes,
            picture=picture(one.image, key),
        )
        here = here._replace(findings=(*here.findings, shown))
        if one.image is not None:
            here = here._replace(pictures={**here.pictures, key: one.image})
    return here


def _turn(event: CaseEvent, ordinal: int, minute: int, by: str) -> Turn:
    fields: dict[str, object] = {"ordinal": ordinal, "kind": event.kind, "minute": minute, "by": by}
    match event:
        case Said() | Ordered():
            said = event.reply
            fields |= {"text": event.text, "reply": said.text, "voice": said.voice}
            fields |= {"worded_by": said.worded_by, "understood": said.understood}
            fields["of"] = event.of if isinstance(event, Ordered) else None
        case Prompted():
            fields |= {"text": event.answer, "reply": event.question, "voice": "tutor"}
        case Hinted():
            fields |= {"text": event.about, "reply": event.text, "voice": "tutor"}
        case Framed():
            fields["text"] = event.text
        case Waited():
            fields["text"] = str(event.minutes)
        case Ended():
            fields["text"] = event.why
    return Turn.model_validate(fields | {"at": event.at})


def _narrated(here: Walk, state: State, event: CaseEvent, ordinal: int) -> Iterator[Turn]:
    for change in here.case.timeline:
        if change.id in state.changed and change.id not in here.state.changed:
            yield Turn(
                ordinal=ordinal,
                kind="narrated",
                minute=state.changed[change.id],
                at=event.at,
                by="",
                reply=change.says,
            )

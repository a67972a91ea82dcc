"""From an encounter's log to what one person may see of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from assistant.case.clock import clock
from assistant.case.encounters import Log, Member
from assistant.case.events import (
    CaseEvent,
    Ended,
    Framed,
    Hinted,
    Listed,
    Ordered,
    Prompted,
    Said,
    Waited,
)
from assistant.case.state import Result, State, after, case_now, results
from assistant.case.view import (
    Asked,
    Board,
    Commitment,
    FindingShown,
    HintGiven,
    Phase,
    Picture,
    Question,
    ResultShown,
    ResultStatus,
    Seat,
    Turn,
    View,
    card_of,
    hints_of,
    measured,
)
from curricula.cases.types import Case, Image


class Viewer(NamedTuple):
    """Who looks, when, and what the tutor asks them."""

    user_id: str
    now: datetime
    question: Question | None = None


class _Told(NamedTuple):
    """What the log tells line by line; `pictures` are by the key under which they may be fetched."""

    state: State
    transcript: tuple[Turn, ...]
    findings: tuple[FindingShown, ...]
    boards: tuple[Board, ...]
    pictures: dict[str, Image]


def view(case: Case, log: Log, viewer: Viewer) -> View:
    """The encounter as that person sees it."""
    told = _told(case, log)
    state, encounter = told.state, log.encounter
    shown = [(result, _status(result, state)) for result in results(case, state)]
    return View(
        encounter=encounter.id,
        ordinal=len(log.events),
        mode=encounter.mode,
        phase=phase(state),
        ended_why=state.ended.why if state.ended else None,
        started_at=encounter.started_at,
        card=card_of(case),
        minute=state.minutes,
        clock=clock(encounter, log.events, viewer.now),
        circuit=encounter.circuit,
        station=encounter.station,
        code=encounter.code,
        seats=tuple(_seat(one, viewer) for one in log.members),
        transcript=told.transcript,
        findings=told.findings,
        results=tuple(_result(number, *one) for number, one in enumerate(shown)),
        next_result=next_result(case, state),
        problem=state.problem,
        boards=told.boards,
        question=viewer.question,
        answered=tuple(Asked(question=one.question, answer=one.answer) for one in state.prompts),
        hints=tuple(HintGiven(about=one.about, step=one.step, text=one.text) for one in state.hints),
        hints_about=hints_of(encounter.mode),
        committed=_commitment(state),
    )


def pictures(case: Case, log: Log) -> dict[str, Image]:
    """The pictures that may be seen by now, by the keys that the view gives them."""
    told = _told(case, log)
    ready = {
        f"result-{number}": result.test.image
        for number, result in enumerate(results(case, told.state))
        if result.test.image is not None and _status(result, told.state) == "ready"
    }
    return told.pictures | ready


def phase(state: State) -> Phase:
    """Where an encounter stands."""
    if state.ended is not None:
        return "ended"
    if state.committed is not None:
        return "committed"
    return "paused" if state.is_paused else "open"


def next_result(case: Case, state: State) -> int | None:
    """In how many simulated minutes the next result that is awaited comes; None where none is."""
    awaited = [one.due for one in results(case, state) if _status(one, state) == "pending"]
    return min(awaited) - state.minutes if awaited else None


def _told(case: Case, log: Log) -> _Told:
    names = {one.user_id: one.name for one in log.members}
    state, then = State(), case
    transcript: list[Turn] = []
    findings: list[FindingShown] = []
    boards: list[Board] = []
    found: dict[str, Image] = {}
    for ordinal, event in enumerate(log.events, start=1):
        before, state = state, after(case, state, event)
        by = names.get(event.by, "")
        transcript.append(_turn(event, ordinal, state.minutes, by))
        if isinstance(event, Said | Ordered):
            for finding in _findings(then, event, state.minutes, len(findings)):
                findings.append(finding[0])
                if finding[1] is not None and finding[0].picture is not None:
                    found[finding[0].picture.key] = finding[1]
        if isinstance(event, Listed):
            boards.append(Board(minute=state.minutes, by=by, ranked=event.board))
        if state.changed is not before.changed:
            then = case_now(case, state)
            transcript += _narrated(case, before, state, ordinal, event.at)
    return _Told(state, tuple(transcript), tuple(findings), tuple(boards), found)


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
            fields |= {"text": event.text}
        case Waited():
            fields |= {"text": str(event.minutes)}
        case Ended():
            fields |= {"text": event.why}
    return Turn.model_validate(fields | {"at": event.at})


def _narrated(case: Case, before: State, state: State, ordinal: int, at: datetime) -> Iterator[Turn]:
    for change in case.timeline:
        if change.id in state.changed and change.id not in before.changed:
            minute = state.changed[change.id]
            yield Turn(ordinal=ordinal, kind="narrated", minute=minute, at=at, by="", reply=change.says)


def _findings(
    then: Case, event: Said | Ordered, minute: int, known: int
) -> Iterator[tuple[FindingShown, Image | None]]:
    by_id = {one.id: one for one in then.findings}
    wanted = [by_id[name] for name in event.reply.findings if name in by_id]
    for number, one in enumerate(wanted, start=known):
        picture = _picture(one.image, f"finding-{number}")
        yield FindingShown(name=one.name, finding=one.finding, minute=minute, picture=picture), one.image


def _status(result: Result, state: State) -> ResultStatus:
    """After commitment nothing more is waited for: every result that was ordered is there."""
    if result.is_shown or state.committed is not None:
        return "ready"
    return "after_commitment" if result.test.held else "pending"


def _result(number: int, result: Result, status: ResultStatus) -> ResultShown:
    test, key = result.test, f"result-{number}"
    waiting = ResultShown(
        key=key,
        name=test.name,
        ordered=result.ordered,
        due=None if status == "after_commitment" else result.due,
        status=status,
    )
    if status != "ready":
        return waiting
    return waiting.model_copy(
        update={
            "readings": tuple(measured(one) for one in test.readings),
            "text": test.text,
            "picture": _picture(test.image, key),
            "series": test.series,
        }
    )


def _picture(image: Image | None, key: str) -> Picture | None:
    if image is None:
        return None
    return Picture(key=key, alt=image.alt, caption=image.caption, licence=image.licence)


def _seat(member: Member, viewer: Viewer) -> Seat:
    return Seat(name=member.name, role=member.role, is_you=member.user_id == viewer.user_id)


def _commitment(state: State) -> Commitment | None:
    if state.committed is None:
        return None
    return Commitment(diagnosis=state.committed.diagnosis, plan=state.committed.plan)

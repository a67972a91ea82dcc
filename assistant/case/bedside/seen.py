"""From an encounter's log to what one person may see of it."""

from datetime import datetime
from typing import NamedTuple

from assistant.case.bedside.clock import clock
from assistant.case.bedside.encounters import Log, Member
from assistant.case.bedside.view import (
    Asked,
    Commitment,
    HintGiven,
    Phase,
    Question,
    ResultShown,
    ResultStatus,
    Seat,
    View,
    card_of,
    hints_of,
    measured,
)
from assistant.case.bedside.walk import Walk, picture
from assistant.case.state import Result, State, results
from curricula.cases.types import Case, Image


class Viewer(NamedTuple):
    """Who looks, when, and what the tutor asks them."""

    user_id: str
    now: datetime
    question: Question | None = None


def view(log: Log, walked: Walk, viewer: Viewer) -> View:
    """The encounter as that person sees it."""
    state, encounter = walked.state, log.encounter
    ordered = results(walked.case, state)
    return View(
        encounter=encounter.id,
        ordinal=walked.events,
        mode=encounter.mode,
        phase=phase(state),
        ended_why=state.ended.why if state.ended else None,
        started_at=encounter.started_at,
        card=card_of(walked.case),
        minute=state.minutes,
        clock=clock(encounter, log.events, viewer.now),
        circuit=encounter.circuit,
        station=encounter.station,
        code=encounter.code,
        seats=tuple(_seat(one, viewer) for one in log.members),
        transcript=walked.transcript,
        findings=walked.findings,
        results=tuple(_result(number, one, state) for number, one in enumerate(ordered)),
        next_result=_next(ordered, state),
        problem=state.problem,
        boards=walked.boards,
        question=viewer.question,
        answered=tuple(Asked(question=one.question, answer=one.answer) for one in state.prompts),
        hints=tuple(HintGiven(about=one.about, step=one.step, text=one.text) for one in state.hints),
        hints_about=hints_of(encounter.mode),
        committed=_commitment(state),
    )


def pictures(walked: Walk) -> dict[str, Image]:
    """The pictures that may be seen by now, by the keys that the view gives them."""
    ready = {
        _key(number): result.test.image
        for number, result in enumerate(results(walked.case, walked.state))
        if result.test.image is not None and _status(result, walked.state) == "ready"
    }
    return {**walked.pictures, **ready}


def phase(state: State) -> Phase:
    """Where an encounter stands."""
    if state.ended is not None:
        return "ended"
    if state.committed is not None:
        return "committed"
    return "paused" if state.is_paused else "open"


def next_result(case: Case, state: State) -> int | None:
    """In how many simulated minutes the next result that is awaited comes; None where none is."""
    return _next(results(case, state), state)


def _next(ordered: list[Result], state: State) -> int | None:
    awaited = [one.due for one in ordered if _status(one, state) == "pending"]
    return min(awaited) - state.minutes if awaited else None


def _status(result: Result, state: State) -> ResultStatus:
    """After commitment nothing more is waited for: every result that was ordered is there."""
    if result.is_shown or state.committed is not None:
        return "ready"
    return "after_commitment" if result.test.held else "pending"


def _result(number: int, result: Result, state: State) -> ResultShown:
    test, status = result.test, _status(result, state)
    waiting = ResultShown(
        key=_key(number),
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
            "picture": picture(test.image, waiting.key),
            "series": test.series,
        }
    )


def _key(number: int) -> str:
    return f"result-{number}"


def _seat(member: Member, viewer: Viewer) -> Seat:
    return Seat(name=member.name, role=member.role, is_you=member.user_id == viewer.user_id)


def _commitment(state: State) -> Commitment | None:
    if state.committed is None:
        return None
    return Commitment(diagnosis=state.committed.diagnosis, plan=state.committed.plan)

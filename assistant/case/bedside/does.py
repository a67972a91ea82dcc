"""From what a student does to the event that is kept: the outcome is found here, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from assistant.case.bedside.actions import (
    LONGEST_ANSWER,
    LONGEST_DIAGNOSIS,
    LONGEST_PLAN_LINE,
    LONGEST_PROBLEM,
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
    Wait,
)
from assistant.case.bedside.entries import Entries
from assistant.case.bedside.seen import next_result
from assistant.case.bedside.texts import kept, lines, passed, taken
from assistant.case.bedside.view import Question
from assistant.case.bedside.ward import Bed, Teaches
from assistant.case.events import (
    LONGEST_UTTERANCE,
    CaseEvent,
    Committed,
    Ended,
    Framed,
    Hinted,
    Listed,
    Ordered,
    Paused,
    Prompted,
    Ranked,
    Resumed,
    Said,
    Waited,
)
from assistant.case.state import State
from retrieval.errors import WrongUse


class Scene(NamedTuple):
    """Where an action takes place: the case with its patient, the state before it, who acts, and when.

    `question` is what the tutor asks at this point; None where there is nothing to answer.
    """

    bed: Bed
    state: State
    entries: Entries
    tutor: Teaches | None
    question: Question | None
    by: str
    at: datetime


def event_of(scene: Scene, action: Action) -> CaseEvent:
    """The event of an action that may be done; WrongUse where its words or figures cannot be taken."""
    did = {"id": action.id, "at": scene.at, "by": scene.by}
    match action:
        case Say():
            words = taken(action.text, "The message", LONGEST_UTTERANCE)
            return Said(**did, text=kept(words), reply=scene.bed.patient.reply(scene.state, words))
        case Order():
            return _ordered(scene, action)
        case Wait():
            return Waited(**did, minutes=action.minutes or _until_next(scene))
        case Frame():
            return Framed(**did, text=kept(taken(action.text, "The sentence", LONGEST_PROBLEM)))
        case Rank():
            return Listed(**did, board=_board(action.board))
        case Answer():
            return _answered(scene, action)
        case Hint():
            return _hinted(scene, action)
        case Commit():
            return _committed(scene, action)
        case Pause():
            return Paused(**did)
        case Resume():
            return Resumed(**did)
        case End():
            return Ended(**did, why="finished" if scene.state.committed else "left")


def _ordered(scene: Scene, action: Order) -> Ordered:
    if action.entries:
        words, shown = "", scene.entries.named(action.entries)
    else:
        words = taken(action.text, "The order", LONGEST_UTTERANCE)
        shown = kept(words)
    reply = scene.bed.patient.order(scene.state, action.entries or words)
    return Ordered(id=action.id, at=scene.at, by=scene.by, of=action.of, text=shown, reply=reply)


def _until_next(scene: Scene) -> int:
    minutes = next_result(scene.bed.case, scene.state)
    if minutes is None:
        raise WrongUse("No result is awaited.", "Say how many minutes to wait.")
    return minutes


def _board(ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    texts = [kept(taken(one.text, "A diagnosis", LONGEST_DIAGNOSIS)) for one in ranked]
    return tuple(one.model_copy(update={"text": text}) for one, text in zip(ranked, texts, strict=True))


def _answered(scene: Scene, action: Answer) -> Prompted:
    asked = scene.question
    if asked is None or asked.prompt != action.prompt:
        raise WrongUse("The tutor does not ask this now.", "See how the encounter stands.")
    words = kept(passed(action.text, "The answer", LONGEST_ANSWER))
    return Prompted(
        id=action.id, at=scene.at, by=scene.by, prompt=asked.prompt, question=asked.text, answer=words
    )


def _hinted(scene: Scene, action: Hint) -> Hinted:
    hint = scene.tutor.hint(scene.bed.case, scene.state, action.about) if scene.tutor else None
    if hint is None:
        raise WrongUse(f"There is no further hint on {action.about}.", "Try another part.")
    return Hinted(id=action.id, at=scene.at, by=scene.by, about=action.about, step=hint.step, text=hint.text)


def _committed(scene: Scene, action: Commit) -> Committed:
    diagnosis = kept(taken(action.diagnosis, "The diagnosis", LONGEST_DIAGNOSIS))
    plan = lines(action.plan, "A line of the plan", LONGEST_PLAN_LINE)
    return Committed(id=action.id, at=scene.at, by=scene.by, diagnosis=diagnosis, plan=tuple(map(kept, plan)))

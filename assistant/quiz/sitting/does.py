"""What follows from what a learner does in a sitting: the events, or why it cannot be done."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from assistant.faults import Overtaken
from assistant.quiz.events import (
    Answered,
    Drawn,
    Finished,
    Flagged,
    Helped,
    Moved,
    Paused,
    Recalled,
    Resumed,
    SittingEvent,
    Turned,
    Undone,
)
from assistant.quiz.marking.grade import grade
from assistant.quiz.sitting.actions import (
    Action,
    Answer,
    Finish,
    Flag,
    Help,
    Move,
    Next,
    Pause,
    Rate,
    Resume,
    Turn,
    Undo,
)
from assistant.quiz.sitting.rating import allowed, suggested
from assistant.quiz.sitting.seen import FindItem
from assistant.quiz.sitting.sittings import Sitting
from assistant.quiz.state import Place, State, is_empty, looked
from assistant.quiz.types import Graded, Rated
from curricula.items.types import ClozeCard, Item
from retrieval.errors import WrongUse
from retrieval.ports import Encoder

NOT_ANSWERED = Graded(correct=None, reason="It was not answered.")
DrawNext = Callable[[str, datetime], Drawn | None]
"""The event, by an id and a time, that puts another item before the learner; None where none is left."""


class Scene(NamedTuple):
    """A sitting in which something is to be done now."""

    sitting: Sitting
    state: State
    item: FindItem
    draw: DrawNext
    now: datetime
    encoder: Encoder | None = None

    def place(self, number: int) -> Place:
        """The place of that number; WrongUse where there is none."""
        if number >= len(self.state.places):
            raise WrongUse(f"This sitting has no item {number + 1}.", "Go to one of those that it has.")
        return self.state.places[number]

    def item_of(self, place: Place) -> Item:
        """The item of a place as it was drawn."""
        return self.item(place)


def events_of(scene: Scene, action: Action) -> list[SittingEvent]:
    """What happens, the first by the action's id; nothing where nothing changes. WrongUse if it cannot be."""
    _check_open(scene, action)
    match action:
        case Answer():
            return _answer(scene, action)
        case Rate():
            return _rate(scene, action)
        case Next():
            return list(_next(scene, action))
        case Pause() | Resume():
            return _clock(scene, action)
        case Finish():
            return [] if scene.state.finished else [_end(scene, action.id)]
        case Undo():
            return [_undo(scene, action)]
        case _:
            return _at_place(scene, action)


def _check_open(scene: Scene, action: Action) -> None:
    if isinstance(action, Finish):
        return
    if scene.state.finished:
        why = " because its time is up" if scene.state.finished == "time" else ""
        raise WrongUse(f"This sitting is over{why}.", "Look at its result, or start another.")
    if scene.state.is_paused and not isinstance(action, Pause | Resume):
        raise WrongUse("The clock stands still.", "Let it run again first.")


def _at_place(scene: Scene, action: Help | Turn | Move | Flag) -> list[SittingEvent]:
    known, at = scene.place(action.place), scene.now
    match action:
        case Move():
            same = action.place == scene.state.at
            return [] if same else [Moved(id=action.id, at=at, place=action.place)]
        case Flag():
            same = action.on == known.flagged
            return [] if same else [Flagged(id=action.id, at=at, place=action.place, on=action.on)]
        case Turn():
            if not isinstance(scene.item_of(known), ClozeCard):
                raise WrongUse("Only a card can be turned.", "Answer the item.")
            return [] if known.turned else [Turned(id=action.id, at=at, place=action.place)]
        case Help():
            if scene.sitting.mode != "study":
                raise WrongUse("There is no help before the answer here.", "Answer first.")
            done = known.helped or known.graded is not None
            return [] if done else [Helped(id=action.id, at=at, place=action.place)]


def _answer(scene: Scene, action: Answer) -> list[SittingEvent]:
    known = scene.place(action.place)
    item = scene.item_of(known)
    if isinstance(action.response, Rated):
        raise WrongUse("A rating is no answer.", "Rate the card once it is turned.")
    is_exam, empty = scene.sitting.mode == "exam", is_empty(action.response)
    if known.graded is not None and not is_exam:
        raise Overtaken("This item is answered already.", "Go on to the next one.")
    if empty and not is_exam:
        raise WrongUse("Nothing is answered.", "Choose or type an answer first.")
    graded = NOT_ANSWERED if empty else grade(item, action.response, scene.encoder)
    return [_answered(scene, action, graded)]


def _answered(scene: Scene, action: Answer | Rate, graded: Graded) -> Answered:
    place = looked(scene.state, scene.now).places[action.place]
    return Answered(
        id=action.id,
        at=scene.now,
        place=action.place,
        response=Rated(rating=action.rating) if isinstance(action, Rate) else action.response,
        confidence=None if isinstance(action, Rate) else action.confidence,
        seconds=place.looked_s,
        assisted=place.helped,
        graded=graded,
    )


def _rate(scene: Scene, action: Rate) -> list[SittingEvent]:
    known = scene.place(action.place)
    if known.rating is not None:
        raise Overtaken("This is rated already.", "Undo it first, or go on.")
    item = scene.item_of(known)
    if isinstance(item, ClozeCard):
        if not known.turned:
            raise WrongUse("The card is not turned yet.", "Recall its words, and turn it.")
        return [_answered(scene, action, grade(item, Rated(rating=action.rating)))]
    if scene.sitting.mode != "review":
        raise WrongUse("Items are rated in a review only.", "Go on to the next one.")
    if known.graded is None:
        raise WrongUse("The item is not answered yet.", "Answer it first.")
    if action.rating not in allowed(known):
        raise WrongUse("A wrong answer comes again soon, whatever it felt like.", "Rate it “again”.")
    return [Recalled(id=action.id, at=scene.now, place=action.place, rating=action.rating)]


def _undo(scene: Scene, action: Undo) -> Undone:
    if not scene.state.rated:
        raise WrongUse("There is no rating to take back.", "Rate something first.")
    return Undone(id=action.id, at=scene.now, place=scene.state.rated[-1])


def _next(scene: Scene, action: Next) -> Iterator[SittingEvent]:
    """A rating that was only suggested, and the way on."""
    events: list[SittingEvent] = []
    known = scene.place(action.place)
    rating = suggested(known) if scene.sitting.mode == "review" and known.rating is None else None
    if rating is not None:
        events.append(Recalled(id=action.id, at=scene.now, place=action.place, rating=rating))
    events += _onward(scene, action, f"{action.id}:1" if events else action.id)
    yield from events


def _onward(scene: Scene, action: Next, event_id: str) -> list[SittingEvent]:
    state, count, at = scene.state, scene.sitting.count, scene.now
    here = len(state.places)
    if action.place + 1 < here:
        return [Moved(id=event_id, at=at, place=action.place + 1)]
    if scene.sitting.mode != "exam" and (count is None or here < count):
        drawn = scene.draw(event_id, at)
        if drawn is not None:
            return [drawn, Moved(id=f"{event_id}:to", at=at, place=here)]
    left = [one for one, place in enumerate(state.places) if place.graded is None and one != action.place]
    if left:
        return [Moved(id=event_id, at=at, place=left[0])]
    if scene.sitting.mode == "exam" or state.places[action.place].graded is None:
        return []  # an exam is never ended by going on
    is_short = count is None or here < count
    return [Finished(id=event_id, at=at, by="used_up" if is_short else "learner")]


def _clock(scene: Scene, action: Pause | Resume) -> list[SittingEvent]:
    sitting, state = scene.sitting, scene.state
    if isinstance(action, Resume):
        return [Resumed(id=action.id, at=scene.now)] if state.is_paused else []
    if state.is_paused:
        return []
    if sitting.limit_s is None:
        raise WrongUse("Nothing runs here that could be stopped.", "Leave, and come back when you like.")
    if state.pauses >= sitting.pauses:
        often = "It cannot be stopped" if not sitting.pauses else "It cannot be stopped again"
        raise WrongUse(f"{often}: that is the rule of this exam.", "Go on, or finish.")
    return [Paused(id=action.id, at=scene.now)]


def _end(scene: Scene, event_id: str) -> Finished:
    return Finished(id=event_id, at=scene.now, by="learner")

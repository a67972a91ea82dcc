"""The sitting as its learner sees it: nothing tells what is right before the answer counts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from assistant.quiz.sitting.feedback import feedback, question_before
from assistant.quiz.sitting.rating import allowed, suggested
from assistant.quiz.sitting.sittings import Log, Sitting
from assistant.quiz.state import Place, State, seconds_left
from assistant.quiz.types import Rating, Written
from assistant.quiz.view import (
    Interval,
    Outcome,
    Phase,
    ShownItem,
    ShownOption,
    ShownPicture,
    Spot,
    Tally,
    View,
)
from assistant.references import Resolve
from curricula.items.cloze import back, front
from curricula.items.types import ClozeCard, Item, MultipleResponse, SingleBestAnswer

FindItem = Callable[[Place], Item]
FindIntervals = Callable[[Place], Mapping[Rating, timedelta]]
USED_UP = "No further item fits what you asked for."


class Eyes(NamedTuple):
    """What a sitting is looked at with: its items as they were drawn, their sources, and the time.

    `intervals` says after how long a card would come again, by the rating it is given now; `opines` whether
    a model can be asked for a second opinion on a read.
    """

    item: FindItem
    resolve: Resolve
    intervals: FindIntervals
    now: datetime
    opines: bool = False


def view(log: Log, state: State, eyes: Eyes, place: int | None = None) -> View:
    """The sitting with the item at its place, or at `place` where the learner only looks there."""
    sitting, at = log.sitting, state.at if place is None else place
    notes = (*sitting.notes, *([USED_UP] if state.finished == "used_up" else ()))
    return View(
        sitting=sitting.id,
        mode=sitting.mode,
        title=sitting.title,
        phase=phase(state),
        places=tuple(_spot(sitting, state, one) for one in range(len(state.places))),
        at=at,
        total=sitting.count,
        item=None if at is None or state.is_paused else shown(sitting, state, at, eyes),
        seconds_left=seconds_left(sitting, state, eyes.now),
        pauses_left=None if sitting.limit_s is None else max(0, sitting.pauses - state.pauses),
        notes=notes,
        plan=sitting.plan,
        outcome=outcome(sitting, state, eyes) if state.finished else None,
        events=len(log.events),
    )


def phase(state: State) -> Phase:
    """Where the sitting stands."""
    if state.finished:
        return "finished"
    return "paused" if state.is_paused else "open"


def counts(sitting: Sitting, state: State, place: Place) -> bool:
    """Whether what is right may be told: after the answer, and of everything after the end of an exam."""
    return state.finished is not None if sitting.mode == "exam" else place.graded is not None


def shown(sitting: Sitting, state: State, number: int, eyes: Eyes) -> ShownItem:
    """The item of a place as it may be seen now."""
    place = state.places[number]
    item = eyes.item(place)
    may_tell = counts(sitting, state, place)
    may_ask = sitting.mode == "study" and place.graded is None and state.finished is None
    card = isinstance(item, ClozeCard)
    more: dict[str, Any] = {
        "place": number,
        "ask": question_before(item) if may_ask else None,
        "suggested": suggested(place) if sitting.mode == "review" and not card else None,
        "rating": place.rating,
        "intervals": _intervals(sitting, state, place, item, eyes),
    }
    alone = shown_alone(item, place, eyes.resolve, may_tell=may_tell)
    if alone.feedback and eyes.opines and isinstance(place.response, Written):
        more["feedback"] = alone.feedback.model_copy(update={"offers_opinion": place.opinion is None})
    return alone.model_copy(update=more)


def shown_alone(item: Item, place: Place, resolve: Resolve, *, may_tell: bool) -> ShownItem:
    """The item outside of any sitting, with what is right where that may be told."""
    return ShownItem(
        place=0,
        item_id=item.id,
        version=item.version,
        type=item.type,
        title=item.title if may_tell else None,
        vignette="" if isinstance(item, ClozeCard) else item.vignette,
        lead_in="" if isinstance(item, ClozeCard) else item.lead_in,
        options=_options(item, place),
        pictures=tuple(
            ShownPicture(file=one.file, alt=one.alt, caption=one.caption, licence=one.licence)
            for one in item.pictures
        ),
        front=front(item) if isinstance(item, ClozeCard) else None,
        back=back(item) if isinstance(item, ClozeCard) and (place.turned or may_tell) else None,
        review=item.review,
        why=place.why,
        response=place.response,
        confidence=place.confidence,
        feedback=feedback(item, place, resolve) if may_tell else None,
    )


def outcome(sitting: Sitting, state: State, eyes: Eyes) -> Outcome:
    """The result; in an exam an item without an answer counts as wrong, elsewhere not at all."""
    tallies: dict[str, list[bool | None]] = defaultdict(list)
    every: list[bool | None] = []
    counted = [place for place in state.places if place.graded is not None or sitting.mode == "exam"]
    for place in counted:
        truth = place.graded.correct if place.graded is not None else False
        every.append(truth)
        item = eyes.item(place)
        for name in dict.fromkeys(item.objectives or item.topics):
            tallies[name].append(truth)
    whole = _tally("", every)
    return Outcome(
        right=whole.right,
        graded=whole.graded,
        ungraded=whole.ungraded,
        unanswered=sum(place.graded is None for place in state.places),
        per_objective=tuple(_tally(name, truths) for name, truths in sorted(tallies.items())),
        seconds=_seconds(sitting, state),
    )


def _intervals(sitting: Sitting, state: State, place: Place, item: Item, eyes: Eyes) -> tuple[Interval, ...]:
    """The ratings that may be given now."""
    answered = place.turned if isinstance(item, ClozeCard) else place.graded is not None
    if sitting.mode != "review" or state.finished or not answered or place.rating is not None:
        return ()
    found = eyes.intervals(place)
    return tuple(Interval(rating=one, seconds=found[one].total_seconds()) for one in allowed(place))


def _tally(name: str, truths: Iterable[bool | None]) -> Tally:
    known = list(truths)
    graded = [one for one in known if one is not None]
    return Tally(name=name, right=sum(graded), graded=len(graded), ungraded=len(known) - len(graded))


def _seconds(sitting: Sitting, state: State) -> float | None:
    """The time of an exam's clock; elsewhere that before the items, None where nobody can tell."""
    if sitting.limit_s is not None:
        return state.used.total_seconds()
    looked = [place.looked_s for place in state.places]
    return None if None in looked else sum(one for one in looked if one is not None)


def _spot(sitting: Sitting, state: State, number: int) -> Spot:
    place = state.places[number]
    may_tell = counts(sitting, state, place) and place.graded is not None
    return Spot(
        place=number,
        answered=place.graded is not None,
        flagged=place.flagged,
        correct=place.graded.correct if may_tell and place.graded is not None else None,
    )


def _options(item: Item, place: Place) -> tuple[ShownOption, ...]:
    if not isinstance(item, SingleBestAnswer | MultipleResponse):
        return ()
    texts = {option.id: option.text for option in item.options}
    return tuple(
        ShownOption(id=one, letter=chr(ord("A") + number), text=texts[one])
        for number, one in enumerate(place.order)
    )

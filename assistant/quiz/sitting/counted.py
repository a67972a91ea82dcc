"""Which attempts follow from a sitting, for the log of what its learner has done."""

from assistant.learner.types import Attempt
from assistant.quiz.sitting.seen import FindItem, counts
from assistant.quiz.sitting.sittings import Sitting
from assistant.quiz.state import Place, State
from curricula.items.types import ClozeCard, Item, MultipleResponse, SingleBestAnswer


def attempts_of(sitting: Sitting, state: State, item: FindItem) -> dict[int, Attempt]:
    """The attempts that count by now, by place: in an exam at its end, elsewhere when they are made."""
    return {
        number: _attempt(sitting, number, place, item(place))
        for number, place in counted(sitting, state).items()
    }


def counted(sitting: Sitting, state: State) -> dict[int, Place]:
    """The places whose answers count by now."""
    return {
        number: place
        for number, place in enumerate(state.places)
        if place.graded is not None and counts(sitting, state, place)
    }


def attempt_id(sitting: Sitting, place: int) -> str:
    """The id of the attempt at a place of a sitting."""
    return f"{sitting.id}:{place}"


def _attempt(sitting: Sitting, number: int, place: Place, item: Item) -> Attempt:
    if place.graded is None or place.response is None or place.answered_at is None:
        raise ValueError("an attempt is an answer")
    return Attempt(
        id=attempt_id(sitting, number),
        user_id=sitting.user_id,
        sitting=sitting.id,
        mode=sitting.mode,
        item_id=item.id,
        item_version=item.version,
        type=item.type,
        objectives=item.objectives,
        topics=item.topics,
        difficulty=None if isinstance(item, ClozeCard) else item.difficulty,
        options=len(item.options) if isinstance(item, SingleBestAnswer | MultipleResponse) else 0,
        response=place.response,
        graded=place.graded,
        confidence=place.confidence,
        seconds=place.seconds,
        assisted=place.assisted,
        at=place.answered_at,
    )

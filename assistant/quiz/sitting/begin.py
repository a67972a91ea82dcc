"""What a new sitting begins with: its items, and what could not be had as it was wished."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from assistant.accounts import Account
from assistant.learner.schedule import Queue
from assistant.quiz.choosing.blueprint import block
from assistant.quiz.choosing.choose import asked_for, drawn
from assistant.quiz.events import Drawn, Why
from assistant.quiz.sitting.actions import Beginning
from assistant.quiz.sitting.sittings import Sitting
from curricula.items.bank import Bank
from retrieval.errors import WrongUse

EXAM_ITEMS = 20
REVIEW_CARDS = 100
SECONDS_AN_ITEM = 90.0
TITLES = {"study": "Study", "exam": "Exam", "review": "Review"}


class Begun(NamedTuple):
    """A sitting and its first events."""

    sitting: Sitting
    events: Sequence[Drawn]


def exam(bank: Bank, beginning: Beginning, answered: frozenset[str], who: Account, now: datetime) -> Begun:
    """An exam with all its items. WrongUse where no item fits."""
    if beginning.items:
        items, notes = asked_for(bank, beginning.items)
    else:
        items, notes = block(bank, beginning, beginning.count or EXAM_ITEMS, answered)
    if not items:
        raise none_fits()
    why: Why = "asked for" if beginning.items else "blueprint"
    events = [drawn(item, beginning.id, place, why=why, at=now) for place, item in enumerate(items)]
    limit = beginning.minutes * 60 if beginning.minutes else SECONDS_AN_ITEM * len(items)
    fields = {"count": len(items), "limit_s": limit, "pauses": beginning.pauses, "notes": tuple(notes)}
    return Begun(_sitting(beginning, who, now).model_copy(update=fields), events)


def study(bank: Bank, beginning: Beginning, who: Account, now: datetime) -> Sitting:
    """A study sitting before its first item. WrongUse where none of the items asked for is there."""
    sitting = _sitting(beginning, who, now)
    if not beginning.items:
        return sitting
    items, notes = asked_for(bank, beginning.items)
    if not items:
        raise none_fits()
    ids = tuple(item.id for item in items)
    return sitting.model_copy(update={"items": ids, "count": len(ids), "notes": tuple(notes)})


def review(queue: Queue, beginning: Beginning, who: Account, now: datetime) -> Sitting:
    """A review before its first card: those that are due, then new ones. WrongUse where there is none."""
    most = beginning.count or REVIEW_CARDS
    cards = (*queue.due, *queue.new)[:most]
    if not cards:
        raise nothing_due(queue, now)
    left = len(queue.due) + len(queue.new) - len(cards)
    notes = (f"{left} more are to be reviewed after these.",) if left else ()
    fields = {"items": cards, "due": len(queue.due), "count": len(cards), "notes": notes}
    return _sitting(beginning, who, now).model_copy(update=fields)


def none_fits() -> WrongUse:
    """What is said where there is nothing to answer."""
    return WrongUse("No item of the bank fits.", "Choose other topics or objectives, or import items.")


def nothing_due(queue: Queue, now: datetime) -> WrongUse:
    """What is said where there is nothing to review."""
    if queue.next_due is None:
        return WrongUse("There is nothing to review.", "Study: what you miss comes back here.")
    hours = max(1, round((queue.next_due - now).total_seconds() / 3600))
    when = f"{hours} hours" if hours > 1 else "an hour"
    when = when if hours < 48 else f"{round(hours / 24)} days"
    return WrongUse("Nothing is due now.", f"Come back in {when}, or study something.")


def _sitting(beginning: Beginning, who: Account, now: datetime) -> Sitting:
    about = ", ".join((*beginning.topics, *beginning.objectives))
    title = TITLES[beginning.mode] + (f": {about}" if about else "")
    return Sitting(
        id=beginning.id,
        user_id=who.user_id,
        mode=beginning.mode,
        title=title if len(title) <= 120 else f"{title[:119]}…",
        topics=beginning.topics,
        objectives=beginning.objectives,
        count=beginning.count,
        started_at=now,
    )

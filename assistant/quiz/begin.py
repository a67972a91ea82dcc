"""What a new sitting begins with: its items, and what could not be had as it was wished."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from assistant.accounts import Account
from assistant.quiz.actions import Beginning
from assistant.quiz.blueprint import block
from assistant.quiz.choose import Met, Past, asked_for, drawn, next_item
from assistant.quiz.events import Drawn, Why
from assistant.quiz.sittings import Sitting
from curricula.items.bank import Bank
from retrieval.errors import WrongUse

EXAM_ITEMS = 20
SECONDS_AN_ITEM = 90.0
TITLES = {"study": "Study", "exam": "Exam", "review": "Review"}


class Begun(NamedTuple):
    """A sitting and its first events."""

    sitting: Sitting
    events: Sequence[Drawn]


def begun(bank: Bank, beginning: Beginning, past: Past, who: Account, now: datetime) -> Begun:
    """A sitting as it begins. WrongUse where no item fits."""
    made = _exam if beginning.mode == "exam" else _study
    return made(bank, _sitting(beginning, who, now), beginning, past)


def _exam(bank: Bank, sitting: Sitting, beginning: Beginning, past: Past) -> Begun:
    if beginning.items:
        items, notes = asked_for(bank, beginning.items)
    else:
        items, notes = block(bank, beginning, beginning.count or EXAM_ITEMS, past)
    if not items:
        raise none_fits()
    why: Why = "asked for" if beginning.items else "blueprint"
    at = sitting.started_at
    events = [drawn(item, sitting.id, place, why=why, at=at) for place, item in enumerate(items)]
    limit = beginning.minutes * 60 if beginning.minutes else SECONDS_AN_ITEM * len(items)
    fields = {"count": len(items), "limit_s": limit, "pauses": beginning.pauses, "notes": tuple(notes)}
    return Begun(sitting.model_copy(update=fields), events)


def _study(bank: Bank, sitting: Sitting, beginning: Beginning, past: Past) -> Begun:
    if beginning.items:
        items, notes = asked_for(bank, beginning.items)
        ids = tuple(item.id for item in items)
        sitting = sitting.model_copy(update={"items": ids, "count": len(ids), "notes": tuple(notes)})
        if not ids:
            raise none_fits()
    first = next_item(bank, sitting, Met(), past, at=sitting.started_at, event_id="drawn:0")
    if first is None:
        raise none_fits()
    return Begun(sitting, [first])


def none_fits() -> WrongUse:
    """What is said where there is nothing to answer."""
    return WrongUse("No item of the bank fits.", "Choose other topics or objectives, or import items.")


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

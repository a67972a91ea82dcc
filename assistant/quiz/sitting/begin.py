"""What a new sitting begins with: its items, and what could not be had as it was wished."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from assistant.accounts import Account
from assistant.learner.schedule import Queue
from assistant.learner.types import Evidence
from assistant.quiz.choosing.blueprint import Draw, Plan, deliverable
from assistant.quiz.choosing.choose import asked_for, drawn
from assistant.quiz.choosing.exams import Drafted
from assistant.quiz.events import Drawn, Why
from assistant.quiz.sitting.actions import Beginning
from assistant.quiz.sitting.sittings import Sitting
from curricula.blueprint import Blueprint
from curricula.items.bank import Bank
from curricula.items.wanted import Wanted
from retrieval.errors import WrongUse

EXAM_ITEMS = 20
REVIEW_CARDS = 100
SECONDS_AN_ITEM = 90.0
TITLES = {"study": "Study", "exam": "Exam", "review": "Review"}


class Begun(NamedTuple):
    """A sitting and its first events."""

    sitting: Sitting
    events: Sequence[Drawn]


class Examinee(NamedTuple):
    """Who sits an exam, and what was answered before: all ids, and the last answers, oldest first."""

    who: Account
    answered: frozenset[str]
    evidence: Sequence[Evidence]


def exam(bank: Bank, beginning: Beginning, drafted: Drafted | None, by: Examinee, now: datetime) -> Begun:
    """An exam with all its items, to the blueprint where one is given. WrongUse where no item fits."""
    plan = _planned(bank, beginning, drafted, by, now)
    if not plan.items:
        raise none_fits()
    why: Why = "asked for" if beginning.items else "blueprint"
    events = [drawn(item, beginning.id, place, why=why, at=now) for place, item in enumerate(plan.items)]
    minutes = beginning.minutes or (drafted.blueprint.minutes if drafted else None)
    limit = minutes * 60 if minutes else SECONDS_AN_ITEM * len(events)
    fields = {"count": len(events), "limit_s": limit, "pauses": beginning.pauses, "notes": plan.notes}
    if drafted:
        fields |= {"title": drafted.blueprint.title, "plan": plan.delivered}
        fields |= {"pauses": drafted.blueprint.pauses}
    return Begun(_sitting(beginning, by.who, now).model_copy(update=fields), events)


def _planned(bank: Bank, beginning: Beginning, drafted: Drafted | None, by: Examinee, now: datetime) -> Plan:
    if beginning.items:
        items, notes = asked_for(bank, beginning.items)
        return Plan(items, (), tuple(notes))
    if drafted is None:
        count = beginning.count or EXAM_ITEMS
        own = Blueprint(
            id="own", title="Own", author=by.who.name, count=count, shares=beginning.blueprint, rest_days=0
        )
        within = Wanted(topics=beginning.topics, objectives=beginning.objectives)
        return deliverable(own, bank, Draw(beginning.id, by.answered, within=within))
    blueprint = drafted.blueprint
    if beginning.count:
        blueprint = blueprint.model_copy(update={"count": beginning.count})
    since = now - timedelta(days=blueprint.rest_days)
    resting = frozenset(one.item_id for one in by.evidence if one.at >= since)
    return deliverable(blueprint, bank, Draw(beginning.id, by.answered, resting, modules=drafted.modules))


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

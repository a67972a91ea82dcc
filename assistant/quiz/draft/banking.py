"""Drafts in the bank: put there as drafts, and compared with what it holds."""

from collections.abc import Callable
from datetime import datetime

from assistant.quiz.draft.naming import BY_RULE
from assistant.quiz.draft.ruled import MAKER
from curricula.items.bank import Bank
from curricula.items.drafts import Draft
from curricula.items.keeping import Source
from curricula.items.similar import Stems
from curricula.items.types import Item
from curricula.items.wanted import ALL, Wanted


def put(bank: Bank, draft: Draft, *, by: str, at: datetime) -> None:
    """The bank has the draft as it stands now, as its newest version."""
    if draft.item is not None:
        bank.revise(draft.item, _source(draft, by, at), based_on=newest(bank, draft.id))


def alike_in(bank: Bank) -> Callable[[Item], str | None]:
    """Finds the item of the bank, in any status, that asks the same or nearly; its own id aside.

    Look-ups of one table and cards of one kind differ in a word or a number, and are compared to the letter.
    """
    held = {item.id: item for item in bank.every(Wanted(statuses=ALL))}
    stems = Stems(held.values())

    def alike(item: Item) -> str | None:
        for other, _ in stems.like(item):
            if not is_by_rule(item) or _stem(held[other]) == _stem(item):
                return other
        return None

    return alike


def is_by_rule(item: Item) -> bool:
    """Whether the item was drafted by rule."""
    return item.author == BY_RULE


def newest(bank: Bank, item_id: str) -> int | None:
    """The newest version of the item in the bank; None where it has none."""
    return next((one.version for one in bank.versions(item_id)), None)


def _source(draft: Draft, by: str, at: datetime) -> Source:
    return Source(origin="sources" if draft.report.maker == MAKER else "model", at=at, by=by)


def _stem(item: Item) -> str:
    asked = item.text if item.type == "cloze_card" else f"{item.vignette} {item.lead_in}"
    return " ".join("".join(c if c.isalnum() else " " for c in asked.casefold()).split())

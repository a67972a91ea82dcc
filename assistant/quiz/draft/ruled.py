"""Drafts that are made by rule, with what each gate says of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, zip_longest

from assistant.quiz.draft.cards import cards
from assistant.quiz.draft.excerpts import Excerpt
from assistant.quiz.draft.gates import Checking, duplicate_gate, lint_gate, schema_gate, standing_gate
from assistant.quiz.draft.lookups import lookups
from assistant.quiz.draft.order import Order
from curricula.items.drafts import Draft, Report
from curricula.items.lint import lint_item
from curricula.items.types import Item

MAKER = "rules"


def ruled(
    excerpts: Sequence[Excerpt], whole: Sequence[Excerpt], order: Order, *, known: frozenset[str]
) -> Iterator[Item]:
    """Cards from the passages and look-ups from their tables in turn, less those drafted before.

    `whole` has the other parts of the tables as well, from which distractors may be taken.
    """
    asked = {one.passage.text for one in excerpts}
    found = (
        one
        for one in lookups(whole, seed=order.seed, objectives=order.objectives)
        if any(one.references[0].quote in text for text in asked)
    )
    sound = (
        card
        for card in cards(excerpts, seed=order.seed, objectives=order.objectives)
        if not lint_item(card)  # there are others: one with a warning is not worth reading
    )
    pairs = zip_longest(sound, found)
    fresh = (one for one in chain.from_iterable(pairs) if one is not None and one.id not in known)
    yield from fresh


def checked(item: Item, order: Order, checking: Checking, *, by: str, at: datetime) -> Draft:
    """The draft of an item made by rule: its reasons are quotes, so that it is enough that these stand."""
    gates = (
        schema_gate(),
        lint_gate(item),
        standing_gate(item, checking.books),
        duplicate_gate(item, checking.alike),
    )
    report = Report(maker=MAKER, about=order.about, gates=gates)
    state = "withheld" if report.withheld else "waiting"
    return Draft(id=item.id, state=state, title=item.title, item=item, report=report, made_at=at, made_by=by)

"""What is wrong with a case that fits its schema: everything an author should see before it is played."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from curricula.cases.intents import Intent, shipped_intents
from curricula.cases.lint.askable import askable_remarks
from curricula.cases.lint.complete import complete_remarks
from curricula.cases.lint.leaks import leak_remarks
from curricula.cases.lint.links import link_remarks
from curricula.cases.lint.numbers import number_remarks
from curricula.cases.lint.order import order_remarks
from curricula.cases.lint.words import word_remarks
from curricula.cases.parts import references_of
from curricula.cases.types import Case
from curricula.tree import Remark, Spot
from curricula.types import Reference

Resolve = Callable[[Reference], str | None]
"""Why the words of a source cannot be found in the library, None where they can."""


def lint(case: Case, *, resolve: Resolve | None = None) -> list[Remark]:
    """Every fault and warning, in the order of the case; citations are looked up only with `resolve`."""
    found = [
        *link_remarks(case),
        *order_remarks(case),
        *number_remarks(case),
        *askable_remarks(case, intents_by_id()),
        *leak_remarks(case),
        *word_remarks(case),
        *complete_remarks(case),
        *(_unresolved(case, resolve) if resolve else ()),
    ]
    return sorted(found, key=lambda remark: _place(remark.spot))


@cache
def intents_by_id() -> Mapping[str, Intent]:
    """The shared table by id; it ships with the product and never changes."""
    return MappingProxyType({intent.id: intent for intent in shipped_intents()})


def _unresolved(case: Case, resolve: Resolve) -> Iterator[Remark]:
    for spot, reference in references_of(case):
        if reason := resolve(reference):
            what = f"cites “{reference.document[:60]}”: {reason}"
            yield Remark(spot, what, "words that stand in a source of the library", warning=True)


def _place(spot: Spot) -> tuple[int, ...]:
    """Sorts by the order of the fields in the schema, and by the place in their lists."""
    fields = list(Case.model_fields)
    first = fields.index(str(spot[0])) if spot and spot[0] in fields else -1
    return (first, *(part for part in spot[1:] if isinstance(part, int)))

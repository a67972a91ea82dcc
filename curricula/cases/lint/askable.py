"""Whether a student can get at everything: by the shared intents, or by the author's own phrasings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from curricula.cases.intents import Intent, Kind
from curricula.cases.lint.links import unknown
from curricula.cases.names import flat
from curricula.cases.parts import Sort, askables, facts_of
from curricula.cases.types import Askable, Case, Fact, Investigation
from curricula.tree import Remark, Spot

# Some manoeuvres are kept with the tests, and the reverse.
KINDS: Mapping[Sort, tuple[Kind, ...]] = {
    "fact": ("history",),
    "finding": ("examination", "test"),
    "test": ("test", "examination"),
}


def askable_remarks(case: Case, intents: Mapping[str, Intent]) -> Iterator[Remark]:
    """Intents that do not exist, parts that nobody can ask for, and phrasings that mean two of them."""
    for spot, sort, part in askables(case):
        yield from _intents(spot, sort, part, intents)
        if not part.intents and not part.asks:
            yield from _unreachable(spot, part, intents)
    yield from _shared_phrasings(case)
    yield from _same_words(case)


def _intents(spot: Spot, sort: Sort, part: Askable, intents: Mapping[str, Intent]) -> Iterator[Remark]:
    kinds = KINDS[sort]
    for at, name in enumerate(part.intents):
        here = (*spot, "intents", at)
        known = intents.get(name)
        if known is None:
            names = [one.id for one in intents.values() if one.kind in kinds]
            yield unknown(here, name, names, f"an intent of the shared table ({kinds[0]})")
        elif known.kind not in kinds:
            what = f"is {name}, by which nobody asks for a {sort}"
            yield Remark(here, what, f"an intent of the shared table ({kinds[0]})", warning=True)


def _unreachable(spot: Spot, part: Askable, intents: Mapping[str, Intent]) -> Iterator[Remark]:
    if isinstance(part, Fact):
        if part.told != "freely":
            what = f"{part.id} has neither intents nor phrasings, so that nobody can ask for it"
            yield Remark((*spot, "intents"), what, "intents of the shared table, or asks")
        return
    is_known = isinstance(part, Investigation) and (part.also or _in_table(part.name, intents))
    what = f"{part.id} has no intents, and is found by its name only"
    if isinstance(part, Investigation) and not is_known:
        what = f"{part.name} is a test that the shared table does not know"
        yield Remark((*spot, "intents"), what, "intents of the shared table, asks, or also")
    else:
        yield Remark((*spot, "intents"), what, "intents of the shared table, or asks", warning=True)


def _in_table(name: str, intents: Mapping[str, Intent]) -> bool:
    wanted = flat(name)
    tests = (intent for intent in intents.values() if intent.kind == "test")
    return any(wanted == flat(words) for intent in tests for words in (intent.about, *intent.ask))


def _shared_phrasings(case: Case) -> Iterator[Remark]:
    first: dict[tuple[Sort, str], str] = {}
    for spot, sort, part in askables(case):
        for at, words in enumerate(part.asks):
            known = first.setdefault((sort, flat(words)), part.id)
            if known != part.id:
                what = f"“{words[:60]}” is a phrasing of {known} as well"
                yield Remark((*spot, "asks", at), what, "a phrasing that means one of them")


def _same_words(case: Case) -> Iterator[Remark]:
    said: dict[str, set[str]] = defaultdict(set)
    for spot, fact in facts_of(case):
        others = said[flat(fact.says)] - {fact.id}
        if others:
            what = f"is said word for word by {min(others)} as well"
            yield Remark((*spot, "says"), what, "words of its own", warning=True)
        said[flat(fact.says)].add(fact.id)

"""Parts that name one another: every id exists, once, and is of a kind that makes sense there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from curricula.cases.parts import Part, Sort, parts_of
from curricula.cases.types import Case, Domain
from curricula.tree import Remark, Spot

MARKED: Mapping[Domain, frozenset[Sort]] = {
    "history": frozenset(("fact",)),
    "examination": frozenset(("finding",)),
    "investigation": frozenset(("test",)),
    "management": frozenset(("step",)),
}


def link_remarks(case: Case) -> Iterator[Remark]:
    """Ids that are used twice or name nothing."""
    parts = list(parts_of(case))
    sorts = {part.value.id: part.sort for part in parts}
    yield from _doubles(parts)
    yield from _twice("checklist", [line.id for line in case.checklist])
    yield from _differential(case, sorts)
    yield from _checklist(case, sorts)
    for at, step in enumerate(case.steps):
        yield from _unknown(
            ("steps", at, "after"), step.after, _ids(sorts, "fact", "finding", "test", "step")
        )
    for at, change in enumerate(case.timeline):
        yield from _unknown(("timeline", at, "when"), change.when, sorts)
        yield from _unknown(("timeline", at, "unless"), change.unless, sorts)


def unknown(spot: Spot, name: str, known: Iterable[str], what: str) -> Remark:
    """A name that is not among those known, and the nearest that is."""
    near = get_close_matches(name, list(known), n=1)
    return Remark(spot, f"names {name}, which is not there", f"{near[0]}" if near else what)


def _doubles(parts: Iterable[Part]) -> Iterator[Remark]:
    """A part that the timeline brings may have the id of one of the same sort, which it replaces."""
    seen: dict[str, Part] = {}
    for part in parts:
        known = seen.setdefault(part.value.id, part)
        replaces = part.spot[0] == "timeline" and part.sort == known.sort != "change"
        in_one_change = part.spot[:2] == known.spot[:2] and part.spot[0] == "timeline"
        if known is not part and (not replaces or in_one_change):
            what = f"is {part.value.id}, the id of another {known.sort}"
            yield Remark((*part.spot, "id"), what, "an id of its own")


def _twice(field: str, ids: Iterable[str]) -> Iterator[Remark]:
    seen: set[str] = set()
    for at, name in enumerate(ids):
        if name in seen:
            yield Remark((field, at, "id"), f"is {name}, the id of another line", "an id of its own")
        seen.add(name)


def _differential(case: Case, sorts: Mapping[str, Sort]) -> Iterator[Remark]:
    evidence = _ids(sorts, "fact", "finding", "test")
    for at, candidate in enumerate(case.differential):
        for field in ("speaks_for", "speaks_against"):
            yield from _unknown(("differential", at, field), getattr(candidate, field), evidence)
        for name in set(candidate.speaks_for) & set(candidate.speaks_against):
            spot = ("differential", at, "speaks_against", candidate.speaks_against.index(name))
            yield Remark(spot, f"is {name}, which speaks for it as well", "one of the two")


def _checklist(case: Case, sorts: Mapping[str, Sort]) -> Iterator[Remark]:
    doable = _ids(sorts, "fact", "finding", "test", "step")
    harmful = {step.id for step in case.steps if step.contraindicated}
    names = [
        name.casefold() for one in case.differential for name in (one.diagnosis.name, *one.diagnosis.also)
    ]
    for at, line in enumerate(case.checklist):
        spot: Spot = ("checklist", at)
        yield from _unknown((*spot, "any_of"), line.any_of, doable)
        yield from _unknown((*spot, "avoid"), line.avoid, doable)
        for place, name in enumerate(line.candidates):
            if name.casefold() not in names:
                yield unknown((*spot, "candidates", place), name, names, "a diagnosis of the differential")
        if not (line.any_of or line.avoid or line.acts or line.candidates):
            yield Remark(spot, "can be fulfilled by nothing", "any_of, avoid, acts or candidates")
        for name in harmful.intersection(line.any_of):
            what = f"gives points for {name}, which harms this patient"
            yield Remark((*spot, "any_of", line.any_of.index(name)), what, "avoid instead")
        wanted = MARKED.get(line.domain)
        found = {sorts[name] for name in line.any_of if name in sorts}
        if wanted and found and not wanted & found:
            what = f"counts as {line.domain}, but names no {next(iter(wanted))}"
            yield Remark((*spot, "domain"), what, "the domain of what it names", warning=True)


def _unknown(spot: Spot, names: Iterable[str], known: Collection[str]) -> Iterator[Remark]:
    for at, name in enumerate(names):
        if name not in known:
            yield unknown((*spot, at), name, known, "the id of a part of this case")


def _ids(sorts: Mapping[str, Sort], *wanted: Sort) -> list[str]:
    return [name for name, sort in sorts.items() if sort in wanted]

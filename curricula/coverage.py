"""What a curriculum is covered by: objectives against sources, items, cards and cases, with what is missing.

Counting reads rows only: with 500 objectives and 50,000 items it takes about half a second. Whether what is
cited still stands needs every text, and is looked up only where it is asked for.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from sqlalchemy import Engine

from curricula.cases.rows import cases
from curricula.citing import Subject, exercises_citing, live_cases, named, taught_citing
from curricula.items.wanted import live_tallies
from curricula.objectives.types import Curriculum, Depth, Objective
from curricula.types import Reference, Status
from retrieval.store.engine import reading
from retrieval.types import Document, Value

Part = Literal["sources", "items", "cards", "cases"]
PARTS: tuple[Part, ...] = ("sources", "items", "cards", "cases")
Why = Literal["gone", "superseded", "lost"]
"""Gone: no source of that title. Superseded: only an older edition says it. Lost: no edition says it."""
Standing = Callable[[Reference], Why | None]
"""What is wrong with a reference in the library as it is now, None where it stands in a current edition."""


class Enough(Value):
    """So many published ones are enough for an objective; fewer are thin, none is a gap.

    Where 0 is enough there is never a gap.
    """

    sources: int = 1
    items: int = 2
    cards: int = 0
    cases: int = 0


ENOUGH = Enough()


class Count(Value):
    """How many there are in each status; of each the newest version, and the published one beside it."""

    draft: int = 0
    in_review: int = 0
    published: int = 0


class Stale(Value):
    """Words that something rests on and that do not stand in a current edition now."""

    kind: Subject
    id: str
    version: int
    objectives: tuple[str, ...]
    reference: Reference
    why: Why


class Row(Value):
    """One objective: where it stands in the curriculum, what it says, and what there is for it.

    `sources` counts current sources of the library that it cites. `stale` counts the words that no longer
    stand, of the objective and of all that serves it; None where that was not looked up.
    """

    id: str
    version: int
    status: Status
    title: str
    sentence: str
    level: Depth
    competencies: tuple[str, ...]
    course: str | None
    module: str | None
    sources: int
    items: Count
    cards: Count
    cases: Count
    gaps: tuple[Part, ...]
    thin: tuple[Part, ...]
    stale: int | None = None


class Coverage(Value):
    """The whole matrix, in the order of the curriculum, then what stands in no module.

    `modules` are the titles of modules by id. `unknown` are objectives that nobody wrote, with how many
    items, cards and cases name each. `stale` is None where it was not looked up.
    """

    curriculum: str | None
    title: str
    modules: dict[str, str]
    rows: tuple[Row, ...]
    unknown: dict[str, int]
    enough: Enough
    stale: tuple[Stale, ...] | None = None


class Ground(NamedTuple):
    """What the matrix is made from; `standing` is None where citations are not looked up."""

    engine: Engine
    documents: Sequence[Document]
    standing: Standing | None = None


def coverage(
    ground: Ground,
    objectives: Sequence[Objective],
    curriculum: Curriculum | None = None,
    *,
    enough: Enough = ENOUGH,
) -> Coverage:
    """The matrix of these objectives; those of the curriculum in its order, the others after them."""
    tally = _tallied(ground.engine)
    known = {one.id: one for one in objectives}
    places = {place.objective: place for place in curriculum.places()} if curriculum else {}
    order = [*(name for name in places if name in known), *(name for name in known if name not in places)]
    titles = {named(one.title) for one in ground.documents if one.superseded_by is None}
    stale = tuple(_stale(ground, objectives)) if ground.standing else None
    stales = Counter(name for one in stale or () for name in one.objectives)
    rows = []
    for name in order:
        place = places.get(name)
        counts = {kind: tally[kind].get(name, Count()) for kind in ("items", "cards", "cases")}
        sources = {named(one.document) for one in known[name].references} & titles
        row = _row(known[name], len(sources), counts, enough)
        where = {"course": place and place.course.id, "module": place and place.module.id}
        rows.append(row.model_copy(update=where | {"stale": None if stale is None else stales[name]}))
    nameless = Counter[str]()
    for found in tally.values():
        nameless.update({name: _all(count) for name, count in found.items() if name not in known})
    modules = {place.module.id: place.module.title for place in places.values()}
    return Coverage(
        curriculum=curriculum.id if curriculum else None,
        title=curriculum.title if curriculum else "All objectives",
        modules=modules,
        rows=tuple(rows),
        unknown=dict(sorted(nameless.items())),
        enough=enough,
        stale=stale,
    )


def _row(objective: Objective, sources: int, counts: Mapping[str, Count], enough: Enough) -> Row:
    there: dict[Part, int] = {"sources": sources}
    there |= {part: counts[part].published for part in PARTS if part != "sources"}
    return Row(
        id=objective.id,
        version=objective.version,
        status=objective.status,
        title=objective.title,
        sentence=objective.sentence,
        level=objective.level,
        competencies=objective.competencies,
        course=None,
        module=None,
        sources=sources,
        items=counts["items"],
        cards=counts["cards"],
        cases=counts["cases"],
        gaps=tuple(part for part in PARTS if not there[part] and getattr(enough, part)),
        thin=tuple(part for part in PARTS if 0 < there[part] < getattr(enough, part)),
    )


def _tallied(engine: Engine) -> dict[str, dict[str, Count]]:
    """The counts of items, cards and cases by the name of their objective."""
    found: dict[str, dict[str, Counter[str]]] = {part: defaultdict(Counter) for part in PARTS[1:]}
    with reading(engine) as connection:
        for name, status, is_card, count in connection.execute(live_tallies("objective")):
            found["cards" if is_card else "items"][name][status] += count
        for row in live_cases(connection, cases.c.summary):
            for name in json.loads(row.summary)["objectives"]:
                found["cases"][name][row.status] += 1
    return {part: {name: Count(**counts) for name, counts in of.items()} for part, of in found.items()}


def _stale(ground: Ground, objectives: Sequence[Objective]) -> Iterator[Stale]:
    for cited in chain(taught_citing("objective", objectives), exercises_citing(ground.engine)):
        for document, quote in cited.quotes:
            reference = Reference(document=document, quote=quote)
            why = ground.standing(reference) if ground.standing else None
            if why is not None:
                yield Stale(
                    kind=cited.kind,
                    id=cited.id,
                    version=cited.version,
                    objectives=cited.objectives,
                    reference=reference,
                    why=why,
                )


def _all(count: Count) -> int:
    return count.draft + count.in_review + count.published

"""What a new edition of a source changed for all that cites the older one.

The answer is derived from the editions and from what is taught as they are now, and never stored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from threading import Lock
from typing import Any, Literal, NamedTuple

from curricula.cases.rows import cases
from curricula.citing import Citing, Subject, exercises_citing, named, state_of, taught_citing
from curricula.items.rows import items
from curricula.plans import Plans
from curricula.rewording import Compared, EditionText, Place, compared
from curricula.types import Status
from curricula.versions import table_of
from retrieval.store import Store
from retrieval.types import Document, Passage, Value

Outcome = Literal["retitled", "changed", "gone"]
"""Retitled: the words stand, under another title. Changed: others stand there. Gone: none are near."""


class Change(Value):
    """Words that something cites from an older edition, and what stands in the current one instead.

    `title` is that of what cites. `nearness` is from 0 to 1, None where nothing is near.
    """

    kind: Subject
    id: str
    version: int
    title: str
    status: Status
    objectives: tuple[str, ...]
    quote: str
    outcome: Outcome
    old: Place
    new: Place | None = None
    nearness: float | None = None
    words: Compared | None = None


class Pair(Value):
    """An older edition and the current one, with what cites changed words; `same` citations stand."""

    older: Document
    newer: Document
    changes: tuple[Change, ...]
    same: int


class Changed(Value):
    """Every older edition with its current one. `nowhere` counts citations that no edition of theirs has."""

    pairs: tuple[Pair, ...]
    nowhere: int = 0

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those of all pairs."""
        return tuple(one for pair in self.pairs for one in pair.changes)

    def since(self, documents: Iterable[str]) -> int:
        """How many things cite words that one of these new editions changed."""
        new = frozenset(documents)
        changed = (one for pair in self.pairs if pair.newer.id in new for one in pair.changes)
        return len({(one.kind, one.id, one.version) for one in changed})


class Changes:
    """What new editions changed in one library, looked up anew once a source or what is taught is another."""

    def __init__(self, store: Store, plans: Callable[[], Plans]) -> None:
        self._store = store
        self._plans = plans
        self._lock = Lock()
        self._known: tuple[Any, Changed] | None = None

    def found(self) -> Changed:
        """As it is now."""
        with self._lock:
            state = self._state()
            if self._known is None or self._known[0] != state:
                self._known = state, changed_in(self._store, self._plans())
            return self._known[1]

    def _state(self) -> Any:
        tables = (items, cases, *(table_of(name) for name in Plans._fields))
        return self._store.latest_change(), state_of(self._store.engine, tables)


def changed_in(store: Store, plans: Plans) -> Changed:
    """Every pair of editions in that library, with what cites words of the older one."""
    lines = _lines(store.documents())
    by_title: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        for title in dict.fromkeys(named(one.title) for one in line.editions):
            by_title[title].append(line)
    look = _Look(store.passages_of)
    found = {one.id: _Found() for line in lines for one in line.older}
    nowhere = 0
    for citing in _all_citing(store, plans, frozenset(by_title)) if lines else ():
        for document, quote in citing.quotes:
            mine = by_title.get(named(document), [])
            seen = [one for line in mine if (one := look.judged(line, citing, document, quote))]
            nowhere += bool(mine) and not seen and not any(look.place(one.current.id, quote) for one in mine)
            for one in seen:
                found[one.older].add(one)
    pairs = (
        Pair(older=one, newer=line.current, changes=tuple(found[one.id].changes), same=found[one.id].same)
        for line in lines
        for one in line.older
    )
    return Changed(pairs=tuple(pairs), nowhere=nowhere)


class _Found:
    """What was found of one older edition."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.same = 0

    def add(self, seen: "_Seen") -> None:
        if seen.change is None:
            self.same += 1
        else:
            self.changes.append(seen.change)


class _Line(NamedTuple):
    """The editions of one work, the newest first."""

    editions: tuple[Document, ...]

    @property
    def current(self) -> Document:
        return self.editions[0]

    @property
    def older(self) -> tuple[Document, ...]:
        return self.editions[1:]


class _Seen(NamedTuple):
    """In which older edition words stand, and what became of them; no change where they stand still."""

    older: str
    change: Change | None


class _Look:
    """Looks quotes up in editions, each text and quote once."""

    def __init__(self, passages_of: Callable[[str], list[Passage]]) -> None:
        self.text = cache(lambda document: EditionText(passages_of(document)))
        self.place = cache(lambda document, quote: self.text(document).place(quote))
        self.became = cache(self._became)

    def judged(self, line: _Line, citing: Citing, document: str, quote: str) -> _Seen | None:
        """What became of the words; None where no older edition has them."""
        place = ((one, self.place(one.id, quote)) for one in line.older)
        older, old = next(((one, old) for one, old in place if old), (None, None))
        if older is None or old is None:
            return None
        told = self.became(line.current.id, quote)
        if told["outcome"] == "retitled" and named(document) == named(line.current.title):
            return _Seen(older.id, None)
        same = ("kind", "id", "version", "title", "status", "objectives")
        facts = {name: getattr(citing, name) for name in same}
        return _Seen(older.id, Change(**facts, quote=quote, old=old, **told))

    def _became(self, current: str, quote: str) -> Mapping[str, Any]:
        if (there := self.place(current, quote)) is not None:
            return {"outcome": "retitled", "new": there, "nearness": 1.0}
        near = self.text(current).nearest(quote)
        if near is None:
            return {"outcome": "gone"}
        words = compared(quote, near.place.text)
        return {"outcome": "changed", "new": near.place, "nearness": near.score, "words": words}


def _lines(documents: Sequence[Document]) -> list[_Line]:
    by_id = {one.id: one for one in documents}
    lines = []
    for one in documents:
        if one.superseded_by is None and one.supersedes in by_id:
            lines.append(_Line(tuple(_back(one, by_id))))
    return lines


def _back(newest: Document, by_id: Mapping[str, Document]) -> Iterator[Document]:
    one: Document | None = newest
    while one is not None:
        yield one
        one = by_id.get(one.supersedes) if one.supersedes else None


def _all_citing(store: Store, plans: Plans, titles: frozenset[str]) -> Iterable[Citing]:
    taught = (
        taught_citing("objective", (one.value for one in plans.objectives.listed())),
        taught_citing("curriculum", (one.value for one in plans.curricula.listed())),
        taught_citing("blueprint", (one.value for one in plans.blueprints.listed())),
        taught_citing("audit", (one.value for one in plans.audits.listed())),
    )
    return chain(*taught, exercises_citing(store.engine, titles))

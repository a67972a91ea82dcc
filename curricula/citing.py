"""Everything that is taught and cites sources: which words of which titles, wherever in it they stand."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Engine, Table, func, select

from curricula.cases.rows import cases
from curricula.items.keeping import JOINED
from curricula.items.rows import bodies, items
from curricula.items.wanted import live
from curricula.types import Reference, Status, Taught
from retrieval.store.engine import reading
from retrieval.text import plain

Subject = Literal["objective", "item", "card", "case", "curriculum", "blueprint", "audit"]
HIDING = frozenset(("published", "retired"))
_TITLE = re.compile(r'"document":("(?:[^"\\]|\\.)*")')


class Citing(NamedTuple):
    """A version of something that cites, with the titles and quotes that it cites, each once."""

    kind: Subject
    id: str
    version: int
    title: str
    status: Status
    objectives: tuple[str, ...]
    quotes: Sequence[tuple[str, str]]


def exercises_citing(engine: Engine, titles: frozenset[str] | None = None) -> Iterator[Citing]:
    """Every live item, card and case that cites one of these titles (as `named` gives them), else any.

    Bodies that name none of them are passed over unread: of 50,000 items that takes about a second.
    """
    asked = _asked(titles)
    with reading(engine) as connection:
        named_columns = (items.c.item_id, items.c.version, items.c.type, items.c.title, items.c.status)
        found = select(*named_columns, items.c.objectives, bodies.c.body)
        for row in connection.execute(found.select_from(JOINED).where(live())):
            if asked(row.body):
                kind: Subject = "card" if row.type == "cloze_card" else "item"
                about = (row.item_id, row.version, row.title, row.status)
                yield Citing(kind, *about, tuple(json.loads(row.objectives)), quotes_in(row.body))
        for row in live_cases(connection, cases.c.body):
            if asked(row.body):
                body = json.loads(row.body)
                about = (row.case_id, row.version, body["title"], row.status)
                yield Citing("case", *about, tuple(body.get("objectives", ())), quotes_in(row.body))


def taught_citing(kind: Subject, values: Iterable[Taught]) -> Iterator[Citing]:
    """The same of objectives, curricula, blueprints or audits."""
    for one in values:
        mine = (one.id,) if kind == "objective" else ()
        about = (one.id, one.version, one.title, one.status)
        yield Citing(kind, *about, mine, quotes_in(one.model_dump_json()))


def quotes_in(body: str) -> list[tuple[str, str]]:
    """Every reference of a text as it is kept, wherever in it: reading it whole as its schema is slow."""
    found: list[tuple[str, str]] = []

    def seen(fields: dict[str, Any]) -> dict[str, Any]:
        if fields.keys() == Reference.model_fields.keys():
            found.append((fields["document"], fields["quote"]))
        return fields

    json.loads(body, object_hook=seen)
    return list(dict.fromkeys(found))


def live_cases(connection: Connection, column: Any) -> Iterator[Any]:
    """Of each case its newest version, and the published one where that is older; none that was retired."""
    found = select(cases.c.case_id, cases.c.version, cases.c.status, column)
    seen: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(found.order_by(cases.c.case_id, cases.c.version.desc())):
        above = seen[row.case_id]
        if row.status != "retired" and (not above or row.status == "published") and not above & HIDING:
            yield row
        above.add(row.status)


def named(title: str) -> str:
    """A title as titles are compared: without case, accents and extra white space."""
    return " ".join(plain(title).split())


def state_of(engine: Engine, tables: Sequence[Table]) -> tuple[Any, ...]:
    """A value that differs once a version in these tables was added or has got another status."""
    with reading(engine) as connection:
        return tuple(
            tuple(row)
            for table in tables
            for row in connection.execute(
                select(table.c.status, func.count(), func.max(table.c.imported_at)).group_by(table.c.status)
            )
        )


def _asked(titles: frozenset[str] | None) -> Callable[[str], bool]:
    if titles is None:
        return lambda _: True
    known: dict[str, bool] = {}

    def asks(body: str) -> bool:
        for found in _TITLE.finditer(body):
            written = found[1]
            if written not in known:
                known[written] = named(json.loads(written)) in titles
            if known[written]:
                return True
        return False

    return asks

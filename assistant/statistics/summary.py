"""What statistics keep of all attempts, so that a page need not read them again: sums, and no answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, func, insert, select

from assistant.learner.tables import attempts, corrections
from assistant.statistics.counted import Learner, learners
from assistant.statistics.exams import exams
from assistant.statistics.items import statistics_of
from assistant.statistics.tally import Cell, Tally, tallied
from assistant.statistics.types import ExamStatistics, ItemStatistics
from curricula.items.rows import items
from curricula.items.wanted import Shelved, shelved
from retrieval.types import Value

BATCH = 500
ONE = "items"
summaries = Table(
    "statistics_summaries",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)
KeptCell = tuple[bool, tuple[str, ...], int, int, float, float]
"""Right or not, what was chosen, how many, how many with a rest score, the sum of those and of squares."""


class KeptTally(Value):
    """A version's counts without its times, which are told already."""

    version: int
    options: int
    cells: tuple[KeptCell, ...]

    def tally(self) -> Tally:
        """The counts as they are worked with."""
        found = Tally(options=self.options)
        for right, chosen, n, rested, rest, squares in self.cells:
            found.cells[right, chosen] = Cell(n, rested, rest, squares)
        return found


class Total(Value):
    """Of a learner's counted first attempts how many, and how many are right."""

    n: int
    right: int


class Summary(Value):
    """Everything that is told of items and exams, and what it takes to tell more of one.

    `size` is how much there was: where it differs from what there is, something came or went. `until` is the
    time of the last attempt that was counted.
    """

    size: tuple[int, ...]
    until: str
    told: tuple[ItemStatistics, ...]
    tallies: dict[str, tuple[KeptTally, ...]]
    totals: dict[str, Total]
    exams: tuple[ExamStatistics, ...]
    published: int

    def versions(self, item_id: str) -> Sequence[tuple[int, Tally]]:
        """The versions of an item that have attempts, oldest first, with their counts."""
        return [(one.version, one.tally()) for one in self.tallies.get(item_id, ())]


def size_of(connection: Connection) -> tuple[int, ...]:
    """How many attempts, corrections, versions of items and published ones there are."""
    counts = [select(func.count()).select_from(table) for table in (attempts, corrections, items)]
    counts.append(select(func.count()).select_from(items).where(items.c.status == "published"))
    return tuple(connection.execute(count).scalar_one() for count in counts)


def summarised(connection: Connection, size: tuple[int, ...]) -> Summary:
    """All attempts, counted: a pass over them, about ten seconds for a million."""
    until = connection.execute(select(func.max(attempts.c.at))).scalar() or ""
    totals: dict[str, Total] = {}
    by_item: defaultdict[str, list[tuple[int, Tally]]] = defaultdict(list)
    counted = tallied(_noted(learners(connection), totals))
    for (item, version), tally in sorted(counted.items(), key=lambda pair: pair[0]):
        by_item[item].append((version, tally))
    told = []
    for one in _shelved(connection, {item: versions[-1][0] for item, versions in by_item.items()}):
        versions = by_item[one.id]
        told.append(statistics_of(one, versions[-1][1], versions[-2][1] if len(versions) > 1 else None))
    published = select(func.count(items.c.item_id.distinct())).where(items.c.status == "published")
    return Summary(
        size=size,
        until=until,
        told=tuple(told),
        tallies={item: tuple(map(_kept, versions)) for item, versions in by_item.items()},
        totals=totals,
        exams=tuple(exams(connection)),
        published=connection.execute(published).scalar_one(),
    )


def read(connection: Connection) -> Summary | None:
    """The summary that was kept last; None where there is none, or one of another version."""
    body = connection.execute(select(summaries.c.body).where(summaries.c.name == ONE)).scalar()
    try:
        return Summary.model_validate_json(body) if body else None
    except ValidationError:
        return None


def keep(connection: Connection, summary: Summary, at: datetime) -> None:
    """Keeps the summary in the place of the one before."""
    forget(connection)
    row = {"name": ONE, "body": summary.model_dump_json(), "at": at.isoformat()}
    connection.execute(insert(summaries), row)


def forget(connection: Connection) -> None:
    """Removes what was kept: it holds the ids of learners, and is made anew when somebody looks."""
    connection.execute(delete(summaries))


def _noted(every: Iterable[Learner], totals: dict[str, Total]) -> Iterator[Learner]:
    for one in every:
        totals[one.user_id] = Total(n=len(one.firsts), right=one.right)
        yield one


def _kept(given: tuple[int, Tally]) -> KeptTally:
    version, tally = given
    cells = tuple(
        (right, chosen, cell.n, cell.rested, cell.rest, cell.squares)
        for (right, chosen), cell in tally.cells.items()
    )
    return KeptTally(version=version, options=tally.options, cells=cells)


def _shelved(connection: Connection, wanted: Mapping[str, int]) -> list[Shelved]:
    ids = list(wanted)
    found = []
    for start in range(0, len(ids), BATCH):
        some = select(items).where(items.c.item_id.in_(ids[start : start + BATCH]))
        rows = connection.execute(some).mappings()
        found += [shelved(row) for row in rows if wanted[row["item_id"]] == row["version"]]
    return found

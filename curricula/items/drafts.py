"""Drafts of items and what each gate said of them, kept from when they are made, whatever comes of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, insert, select, update

from curricula.items.types import ITEM, Item
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

GateName = Literal["schema", "lint", "citations", "second_solve", "solve_with_sources", "duplicates"]
Outcome = Literal["pass", "fail", "unknown"]
State = Literal["waiting", "withheld", "unreadable", "published", "discarded"]
"""A draft waits for a person; one is withheld because of a gate, or discarded by a person."""
OPEN: frozenset[State] = frozenset(("waiting", "withheld", "unreadable"))

drafts = Table(
    "item_drafts",
    MetaData(),
    Column("draft_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text),
    Column("report", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("decided_at", Text),
    Column("decided_by", Text),
    Column("decided_name", Text),
)


class Gate(Value):
    """What one check said of a draft, with the reason in one sentence; "unknown" is no pass."""

    name: GateName
    outcome: Outcome
    reason: str


class Report(Value):
    """How a draft came about: by which rule or model, from what, and what the gates said, in their order."""

    maker: str
    prompt: str | None = None
    about: str = ""
    passages: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = Field(default=())

    @property
    def withheld(self) -> tuple[Gate, ...]:
        """The gates that keep the draft from being offered."""
        return tuple(gate for gate in self.gates if gate.outcome != "pass")


class Draft(Value):
    """A draft as it stands. `item` is None where the reply of a model could not be read as one.

    `decided_name` is who published or discarded it, and `decided_at` when.
    """

    id: str
    state: State
    title: str
    item: Item | None
    report: Report
    made_at: datetime
    made_by: str
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_name: str | None = None


class Drafts:
    """The drafts of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, draft: Draft) -> bool:
        """Keeps a new draft; False where one of its id is here, which stays as it is."""
        with writing(self._engine, alone=f"draft {draft.id}") as connection:
            mine = select(drafts.c.draft_id).where(drafts.c.draft_id == draft.id)
            if connection.execute(mine).first() is not None:
                return False
            connection.execute(insert(drafts).values(_row(draft)))
        return True

    def change(self, draft: Draft) -> None:
        """Keeps another state, report or text of a draft; WrongUse where there is none of its id."""
        values = {name: value for name, value in _row(draft).items() if name != "draft_id"}
        with writing(self._engine) as connection:
            changed = connection.execute(update(drafts).where(drafts.c.draft_id == draft.id).values(values))
            if not changed.rowcount:
                raise _missing(draft.id)

    def draft(self, draft_id: str) -> Draft:
        """The draft of that id; WrongUse where there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(select(drafts).where(drafts.c.draft_id == draft_id)).mappings().first()
        if row is None:
            raise _missing(draft_id)
        return read_draft(row)

    def listed(self, states: frozenset[State] = OPEN) -> list[Draft]:
        """The drafts in those states, newest first."""
        found = select(drafts).where(drafts.c.state.in_(sorted(states)))
        with reading(self._engine) as connection:
            rows = connection.execute(found.order_by(drafts.c.made_at.desc(), drafts.c.draft_id)).mappings()
            return [read_draft(row) for row in rows]

    def ids(self) -> frozenset[str]:
        """The ids of all that was ever drafted here, so that nothing is drafted twice."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(drafts.c.draft_id)).scalars())


def _row(draft: Draft) -> dict[str, Any]:
    kept = draft.model_dump(mode="json", exclude={"id", "item", "report"})
    body = None if draft.item is None else draft.item.model_dump_json()
    return kept | {"draft_id": draft.id, "body": body, "report": draft.report.model_dump_json()}


def read_draft(row: Mapping[Any, Any]) -> Draft:
    """The draft of a row."""
    plain = {name: row[name] for name in Draft.model_fields if name in row}
    item = None if row["body"] is None else ITEM.validate_json(row["body"])
    report = Report.model_validate_json(row["report"])
    return Draft(**plain | {"id": row["draft_id"], "item": item, "report": report})


def decide(connection: Connection, draft: Draft) -> None:
    """Keeps what a person decided on a draft, on a connection that somebody else has opened."""
    values = {name: value for name, value in _row(draft).items() if name.startswith(("state", "decided"))}
    connection.execute(update(drafts).where(drafts.c.draft_id == draft.id).values(values))


def _missing(draft_id: str) -> WrongUse:
    return WrongUse(f"There is no draft {draft_id[:80]}.", "Choose one on the page Author.")

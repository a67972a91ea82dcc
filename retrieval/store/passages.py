"""Passages, by row, by id, or by document."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from retrieval.store.compact import dump, dump_rows, dump_segments, load_rows, load_segments
from retrieval.store.schema import documents, passages
from retrieval.types import Passage

AT_ONCE = 500


def insert_passages(connection: Connection, code: int, first_n: int, cut: Sequence[Passage]) -> None:
    """Keeps the passages as rows first_n, first_n + 1, ..."""
    rows = [
        {
            "n": first_n + position,
            "id": passage.id,
            "document": code,
            "ordinal": passage.ordinal,
            "kind": passage.kind,
            "text": passage.text,
            "headings": dump(passage.headings),
            "segments": dump_segments(passage.segments),
            "table_rows": dump_rows(passage.rows),
        }
        for position, passage in enumerate(cut)
    ]
    if rows:
        connection.execute(insert(passages), rows)


def find_passages(connection: Connection, ns: Sequence[int]) -> list[Passage]:
    """The passages of these rows in the order asked; rows that are no longer there are left out."""
    found: dict[int, Passage] = {}
    for start in range(0, len(ns), AT_ONCE):
        rows = connection.execute(_query().where(passages.c.n.in_(ns[start : start + AT_ONCE])))
        found.update((row.n, _passage(row)) for row in rows)
    return [found[n] for n in ns if n in found]


def find_passage(connection: Connection, passage_id: str) -> Passage | None:
    """The passage of this id, None if there is none."""
    row = connection.execute(_query().where(passages.c.id == passage_id)).one_or_none()
    return None if row is None else _passage(row)


def passages_of(connection: Connection, document_id: str) -> Iterator[Passage]:
    """A document's passages in order."""
    rows = connection.execute(_query().where(documents.c.id == document_id).order_by(passages.c.ordinal))
    return (_passage(row) for row in rows)


def count(connection: Connection) -> int:
    """How many passages there are."""
    return connection.execute(select(func.count()).select_from(passages)).scalar_one()


def _query() -> Select[Any]:
    columns = [column for column in passages.c if column.name != "document"]
    joined = passages.join(documents, documents.c.code == passages.c.document)
    return select(*columns, documents.c.id.label("document")).select_from(joined)


def _passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        document=row.document,
        ordinal=row.ordinal,
        kind=row.kind,
        text=row.text,
        headings=tuple(json.loads(row.headings)),
        segments=load_segments(row.segments),
        rows=load_rows(row.table_rows),
        n=row.n,
    )

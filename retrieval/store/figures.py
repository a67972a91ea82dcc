"""Figures, the vectors of their captions and pictures, and the log of those vectors."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, or_, select, update

from retrieval.ports import Vectors
from retrieval.store.changes import Change, Operation, take_numbers
from retrieval.store.compact import dump
from retrieval.store.schema import documents, figure_changes, figure_vectors, figures
from retrieval.store.vectors import STORED
from retrieval.types import Box, Figure

Kind = Literal["caption", "image", "copy"]
# Vectors of copies are compared one by one, so that no index follows a log of them.
INDEXED: tuple[Kind, ...] = ("caption", "image")
AT_ONCE = 500


class Kept(NamedTuple):
    """A stored vector with the row of its figure and the document that has it."""

    n: int
    document: str
    vector: Vectors


def insert_figures(connection: Connection, code: int, found: Sequence[Figure]) -> None:
    """Keeps a document's figures."""
    if not found:
        return
    first = take_numbers(connection, "figure", len(found))
    rows = [
        {
            **figure.model_dump(exclude={"n", "box", "headings", "document"}),
            "n": first + place,
            "document": code,
            "box": None if figure.box is None else dump(list(figure.box.model_dump().values())),
            "headings": dump(figure.headings),
        }
        for place, figure in enumerate(found)
    ]
    connection.execute(insert(figures), rows)


def mark_read(connection: Connection, document_id: str) -> int | None:
    """The code of the document, whose figures count as read from now on; None if it has been or is gone."""
    waiting = (documents.c.id == document_id) & (documents.c.figures_read == 0)
    step = update(documents).where(waiting).values(figures_read=1)
    return connection.execute(step.returning(documents.c.code)).scalar()


def unread(connection: Connection) -> tuple[str, ...]:
    """The documents whose figures have not been read, in the order they came."""
    query = select(documents.c.id).where(documents.c.figures_read == 0).order_by(documents.c.code)
    return tuple(connection.execute(query).scalars())


def log_removal(connection: Connection, document_id: str) -> None:
    """Tells the indexes of vectors that a document's figures are going; to be called while they are there."""
    held = select(figure_vectors.c.figure).where(figure_vectors.c.figure.in_(_rows_of(document_id))).limit(1)
    if connection.execute(held).first() is not None:
        for kind in INDEXED:
            log(connection, kind, "remove", document_id)


def log(connection: Connection, kind: Kind, op: Operation, document_id: str) -> None:
    """Keeps a new entry of the log of vectors."""
    seq = take_numbers(connection, "figure change", 1)
    connection.execute(insert(figure_changes), {"seq": seq, "kind": kind, "op": op, "document": document_id})


def changes_after(connection: Connection, kind: Kind, seq: int) -> list[Change]:
    """All later entries about vectors of this kind, oldest first."""
    table = figure_changes.c
    query = select(table.seq, table.op, table.document).where(table.kind == kind, table.seq > seq)
    return [Change(*row) for row in connection.execute(query.order_by(table.seq))]


def latest_change(connection: Connection, kind: Kind) -> int:
    """The number of the newest entry about vectors of this kind, 0 if there is none."""
    query = select(func.max(figure_changes.c.seq)).where(figure_changes.c.kind == kind)
    return connection.execute(query).scalar() or 0


def find_figures(connection: Connection, ns: Sequence[int]) -> list[Figure]:
    """The figures of these rows in the order asked; rows that are no longer there are left out."""
    found: dict[int, Figure] = {}
    for start in range(0, len(ns), AT_ONCE):
        rows = connection.execute(_query().where(figures.c.n.in_(ns[start : start + AT_ONCE])))
        found.update((row.n, _figure(row)) for row in rows)
    return [found[n] for n in ns if n in found]


def find_figure(connection: Connection, figure_id: str) -> Figure | None:
    """The figure of this id, None if there is none."""
    row = connection.execute(_query().where(figures.c.id == figure_id)).one_or_none()
    return None if row is None else _figure(row)


def figures_of(connection: Connection, document_id: str) -> list[Figure]:
    """A document's figures in the order of its pages."""
    rows = connection.execute(_query().where(documents.c.id == document_id).order_by(figures.c.n))
    return [_figure(row) for row in rows]


def counts(connection: Connection) -> Mapping[str, int]:
    """How many figures each document has that has any."""
    query = select(documents.c.id, func.count()).join(figures, figures.c.document == documents.c.code)
    return {row[0]: row[1] for row in connection.execute(query.group_by(documents.c.id))}


def insert_vectors(
    connection: Connection, kind: Kind, encoder: str, rows: Mapping[int, Vectors | None]
) -> None:
    """Keeps a vector for each of these figures (None: it cannot be made) and tells the log."""
    there = set(connection.execute(select(figures.c.n).where(figures.c.n.in_(list(rows)))).scalars())
    values = [
        {
            "figure": n,
            "kind": kind,
            "encoder": encoder,
            "data": b"" if row is None else row.astype(STORED).tobytes(),
        }
        for n, row in rows.items()
        if n in there  # its document may have been removed in the meantime
    ]
    if not values:
        return
    connection.execute(insert(figure_vectors), values)
    if kind not in INDEXED:
        return
    query = select(documents.c.id).join(figures, figures.c.document == documents.c.code)
    for document in connection.execute(query.where(figures.c.n.in_(there)).distinct()).scalars().all():
        log(connection, kind, "add", document)


def without_vectors(connection: Connection, kind: Kind, encoder: str, limit: int) -> list[Figure]:
    """At most so many figures that could have a vector of this kind and encoder, and have none yet."""
    done = select(figure_vectors.c.figure).where(
        figure_vectors.c.kind == kind, figure_vectors.c.encoder == encoder
    )
    query = _query().where(figures.c.n.not_in(done), _can_have(kind))
    return [_figure(row) for row in connection.execute(query.order_by(figures.c.n).limit(limit))]


def count_without(connection: Connection, kind: Kind, encoder: str) -> int:
    """How many figures wait for a vector of this kind and encoder."""
    done = select(figure_vectors.c.figure).where(
        figure_vectors.c.kind == kind, figure_vectors.c.encoder == encoder
    )
    joined = figures.join(documents, documents.c.code == figures.c.document)
    query = select(func.count()).select_from(joined).where(figures.c.n.not_in(done), _can_have(kind))
    return connection.execute(query).scalar_one()


def count_with(connection: Connection, kind: Kind) -> int:
    """How many figures could have a vector of this kind."""
    joined = figures.join(documents, documents.c.code == figures.c.document)
    return connection.execute(select(func.count()).select_from(joined).where(_can_have(kind))).scalar_one()


def count_vectors(connection: Connection, kind: Kind, encoder: str) -> int:
    """How many figures have a vector of this kind and encoder."""
    query = select(func.count()).where(
        figure_vectors.c.kind == kind, figure_vectors.c.encoder == encoder, figure_vectors.c.data != b""
    )
    return connection.execute(query).scalar_one()


def vectors_of(
    connection: Connection, document_id: str, kind: Kind, encoder: str
) -> Iterator[tuple[int, Vectors]]:
    """The rows and vectors of a document's figures that have one of this kind and encoder."""
    query = select(figure_vectors.c.figure, figure_vectors.c.data).where(
        figure_vectors.c.kind == kind,
        figure_vectors.c.encoder == encoder,
        figure_vectors.c.figure.in_(_rows_of(document_id)),
    )
    for row in connection.execute(query.order_by(figure_vectors.c.figure)):
        if row.data:
            yield row.figure, np.frombuffer(row.data, STORED).astype(np.float32)


def all_vectors(connection: Connection, kind: Kind, encoder: str) -> list[Kept]:
    """The vectors of this kind and encoder of all figures that have one, in the order of the library."""
    query = (
        select(figure_vectors.c.figure, documents.c.id, figure_vectors.c.data)
        .join(figures, figures.c.n == figure_vectors.c.figure)
        .join(documents, documents.c.code == figures.c.document)
        .where(
            figure_vectors.c.kind == kind, figure_vectors.c.encoder == encoder, figure_vectors.c.data != b""
        )
        .order_by(figure_vectors.c.figure)
    )
    return [
        Kept(n, document, np.frombuffer(data, STORED).astype(np.float32))
        for n, document, data in connection.execute(query)
    ]


def forget_other_vectors(connection: Connection, kind: Kind, encoder: str) -> None:
    """Throws away the vectors of this kind that other encoders made."""
    connection.execute(
        delete(figure_vectors).where(figure_vectors.c.kind == kind, figure_vectors.c.encoder != encoder)
    )


def _rows_of(document_id: str) -> Select[Any]:
    query = select(figures.c.n).join(documents, documents.c.code == figures.c.document)
    return query.where(documents.c.id == document_id)


def _can_have(kind: Kind) -> Any:
    """Words, for a vector of them; a picture in the library, for one of it."""
    if kind == "caption":
        return or_(*(figures.c[name].is_not(None) for name in ("caption", "alt", "nearby")))
    return or_(figures.c.part.is_not(None), and_(figures.c.box.is_not(None), documents.c.has_original == 1))


def _query() -> Select[Any]:
    columns = [column for column in figures.c if column.name != "document"]
    joined = figures.join(documents, documents.c.code == figures.c.document)
    return select(*columns, documents.c.id.label("of")).select_from(joined)


def _figure(row: Row[Any]) -> Figure:
    named = {key: value for key, value in row._mapping.items() if key not in ("box", "headings", "of")}
    box = None if row.box is None else json.loads(row.box)
    return Figure(
        **named,
        document=row.of,
        headings=tuple(json.loads(row.headings)),
        box=box and Box(left=box[0], top=box[1], right=box[2], bottom=box[3]),
    )

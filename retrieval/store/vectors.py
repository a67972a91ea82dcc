"""The stored vectors: the only copy that took work to make, so that any index can be made again from it.

They are kept as float16. The encoder's weights are int8, so its own error is many times the 2e-4 that this
costs a score, and the library is half as large. Whatever an index holds comes from here, never straight from
the encoder, so that an index made again gives the same ranking.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select

from retrieval.ports import Vectors
from retrieval.store.schema import documents, vectors

STORED = np.float16


class Matrix(NamedTuple):
    """All vectors of one encoder. Row i belongs to passage ns[i] of the document ids[codes[i]]."""

    ns: NDArray[np.int64]
    codes: NDArray[np.int32]
    vectors: Vectors
    ids: tuple[str, ...]


def insert_vectors(connection: Connection, code: int, first_n: int, *, encoder: str, rows: Vectors) -> None:
    """Keeps a document's vectors, one a passage, replacing those that this encoder made before."""
    connection.execute(delete(vectors).where(vectors.c.document == code, vectors.c.encoder == encoder))
    data = rows.astype(STORED).tobytes()
    values = {"document": code, "encoder": encoder, "first_n": first_n, "passages": len(rows), "data": data}
    connection.execute(insert(vectors), values)


def place_of(connection: Connection, document_id: str) -> tuple[int, int]:
    """A document's code, and the row of its first passage."""
    query = select(vectors.c.document, vectors.c.first_n).join(
        documents, documents.c.code == vectors.c.document
    )
    row = connection.execute(query.where(documents.c.id == document_id).limit(1)).one()
    return int(row.document), int(row.first_n)


def vectors_of(connection: Connection, document_id: str, encoder: str | None) -> Vectors | None:
    """A document's vectors in the order of its passages, of any or this encoder; None if there are none."""
    query = select(vectors).join(documents, documents.c.code == vectors.c.document)
    query = query.where(documents.c.id == document_id)
    row = connection.execute(query if encoder is None else query.where(vectors.c.encoder == encoder)).first()
    if row is None:
        return None
    return np.frombuffer(row.data, STORED).reshape(row.passages, -1 if row.passages else 0).astype(np.float32)


def count(connection: Connection, encoder: str) -> int:
    """How many passages have vectors of this encoder."""
    total = select(func.coalesce(func.sum(vectors.c.passages), 0)).where(vectors.c.encoder == encoder)
    return int(connection.execute(total).scalar_one())


def load_matrix(connection: Connection, encoder: str) -> Matrix:
    """Every vector of this encoder at once, in the order of the passages' rows."""
    query = (
        select(documents.c.id, vectors.c.first_n, vectors.c.passages, vectors.c.data)
        .join(documents, documents.c.code == vectors.c.document)
        .where(vectors.c.encoder == encoder, vectors.c.passages > 0)
        .order_by(vectors.c.first_n)
    )
    rows = connection.execute(query).all()
    if not rows:
        return Matrix(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, 0), np.float32), ())
    counts = np.array([row.passages for row in rows])
    ends = counts.cumsum()
    starts = np.array([row.first_n for row in rows], np.int64) - (ends - counts)
    flat = np.frombuffer(b"".join(row.data for row in rows), STORED)
    return Matrix(
        ns=np.arange(ends[-1], dtype=np.int64) + np.repeat(starts, counts),
        codes=np.repeat(np.arange(len(rows), dtype=np.int32), counts),
        vectors=flat.reshape(ends[-1], -1).astype(np.float32),
        ids=tuple(row.id for row in rows),
    )


def documents_without(connection: Connection, encoder: str) -> list[str]:
    """Documents that have no vectors of this encoder."""
    done = select(vectors.c.document).where(vectors.c.encoder == encoder)
    return list(connection.execute(select(documents.c.id).where(documents.c.code.not_in(done))).scalars())


def encoders(connection: Connection) -> dict[str, int]:
    """The encoders that made vectors, and how many documents have theirs, most first."""
    count = func.count(vectors.c.document)
    query = select(vectors.c.encoder, count).group_by(vectors.c.encoder)
    return {row[0]: row[1] for row in connection.execute(query.order_by(count.desc(), vectors.c.encoder))}


def forget_others(connection: Connection, encoder: str) -> None:
    """Throws away the vectors that other encoders made."""
    connection.execute(delete(vectors).where(vectors.c.encoder != encoder))

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
    """Keeps a document's vectors, one a passage, replacing those of an older encoder."""
    connection.execute(delete(vectors).where(vectors.c.document == code))
    data = rows.astype(STORED).tobytes()
    values = {"document": code, "encoder": encoder, "first_n": first_n, "passages": len(rows), "data": data}
    connection.execute(insert(vectors), values)


def vectors_of(connection: Connection, document_id: str, encoder: str | None) -> Vectors | None:
    """A document's vectors in the order of its passages; None if it has none, or not of this encoder."""
    query = select(vectors).join(documents, documents.c.code == vectors.c.document)
    row = connection.execute(query.where(documents.c.id == document_id)).one_or_none()
    if row is None or encoder not in (None, row.encoder):
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


def documents_of_other_encoders(connection: Connection, encoder: str) -> list[str]:
    """Documents whose vectors this encoder did not make."""
    query = select(documents.c.id).join(vectors, documents.c.code == vectors.c.document)
    return list(connection.execute(query.where(vectors.c.encoder != encoder)).scalars())

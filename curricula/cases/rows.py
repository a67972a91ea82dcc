"""The tables of cases and of their pictures, and reading and writing single rows of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from curricula.cases.types import Case

metadata = MetaData()
cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("status", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("digest", Text),
    Column("kept_by", Text),
    Column("imported_at", Text, nullable=False),
)
pictures = Table(
    "case_pictures",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


def newest_of(connection: Connection, case_id: str) -> int | None:
    """The newest version of the case, None where there is none."""
    wanted = select(func.max(cases.c.version)).where(cases.c.case_id == case_id)
    return connection.execute(wanted).scalar_one_or_none()


def row_of(connection: Connection, case_id: str, version: int | None) -> Any:
    """The row of that version, None where it is not here."""
    mine = (cases.c.case_id == case_id) & (cases.c.version == version)
    return connection.execute(select(cases).where(mine)).mappings().first()


def insert_pictures(connection: Connection, case: Case, bodies: Mapping[str, bytes]) -> None:
    """Keeps the pictures of that version."""
    key = {"case_id": case.id, "version": case.version}
    for name, body in bodies.items():
        connection.execute(insert(pictures), key | {"file": name, "body": body})


def pictures_of(connection: Connection, case_id: str, version: int | None) -> dict[str, bytes]:
    """The pictures of that version by file name."""
    mine = (pictures.c.case_id == case_id) & (pictures.c.version == version)
    rows = connection.execute(select(pictures.c.file, pictures.c.body).where(mine))
    return {row.file: bytes(row.body) for row in rows}

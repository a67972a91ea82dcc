"""The tables of what is taught."""

from sqlalchemy import Connection

from retrieval.store.migrate import Migration

CASES = """CREATE TABLE cases (
    case_id TEXT NOT NULL, version BIGINT NOT NULL, status TEXT NOT NULL, summary TEXT NOT NULL,
    body TEXT NOT NULL, origin TEXT NOT NULL, digest TEXT, kept_by TEXT, imported_at TEXT NOT NULL,
    PRIMARY KEY (case_id, version)
)"""

PICTURES = """CREATE TABLE case_pictures (
    case_id TEXT NOT NULL, version BIGINT NOT NULL, file TEXT NOT NULL, body {bytes} NOT NULL,
    PRIMARY KEY (case_id, version, file)
)"""


def _cases(connection: Connection) -> None:
    connection.exec_driver_sql(CASES)


def _pictures(connection: Connection) -> None:
    is_postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(PICTURES.format(bytes="BYTEA" if is_postgres else "BLOB"))


# A step that was released is never edited.
CURRICULA = (
    Migration("curricula", 1, "cases", _cases),
    Migration("curricula", 2, "pictures of cases", _pictures),
)

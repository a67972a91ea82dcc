"""Figures, the vectors of their captions and pictures, and the log from which their indexes catch up."""

from sqlalchemy import Connection

TABLES = (
    """CREATE TABLE figures (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (code) ON DELETE CASCADE, page INTEGER NOT NULL,
        box TEXT, caption TEXT, alt TEXT, nearby TEXT, at INTEGER, part TEXT, digest TEXT,
        headings TEXT NOT NULL, passage TEXT
    )""",
    "CREATE INDEX figures_document ON figures (document)",
    """CREATE TABLE figure_vectors (
        figure INTEGER NOT NULL REFERENCES figures (n) ON DELETE CASCADE, kind TEXT NOT NULL,
        encoder TEXT NOT NULL, data {binary} NOT NULL, PRIMARY KEY (figure, kind, encoder)
    )""",
    """CREATE TABLE figure_changes (
        seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, op TEXT NOT NULL, document TEXT NOT NULL
    )""",
    "INSERT INTO counters VALUES ('figure', 0), ('figure change', 0)",
)


def apply(connection: Connection) -> None:
    """Documents that were taken in before have no figures until they are added anew."""
    binary = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in TABLES:
        connection.exec_driver_sql(statement.replace("{binary}", binary))

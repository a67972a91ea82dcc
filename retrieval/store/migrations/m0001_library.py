"""Documents, pages, passages, vectors, and the log from which indexes catch up."""

from sqlalchemy import Connection

TABLES = (
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)",
    "INSERT INTO counters VALUES ('document', 0), ('passage', 0), ('change', 0)",
    """CREATE TABLE documents (
        code INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, kind TEXT NOT NULL,
        media_type TEXT NOT NULL, pages INTEGER NOT NULL, ingested_at TEXT NOT NULL, filename TEXT NOT NULL,
        author TEXT, publisher TEXT, edition TEXT, published TEXT, review_due TEXT, review TEXT,
        jurisdiction TEXT, licence TEXT, url TEXT, topics TEXT NOT NULL, supersedes TEXT,
        cutter TEXT NOT NULL, has_original INTEGER NOT NULL
    )""",
    """CREATE TABLE pages (
        document INTEGER NOT NULL REFERENCES documents (code) ON DELETE CASCADE, position INTEGER NOT NULL,
        label TEXT, title TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT, PRIMARY KEY (document, position)
    )""",
    """CREATE TABLE passages (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (code) ON DELETE CASCADE, ordinal INTEGER NOT NULL,
        kind TEXT NOT NULL, text TEXT NOT NULL, headings TEXT NOT NULL, segments TEXT NOT NULL,
        table_rows TEXT NOT NULL, UNIQUE (document, ordinal)
    )""",
    """CREATE TABLE vectors (
        document INTEGER PRIMARY KEY REFERENCES documents (code) ON DELETE CASCADE, encoder TEXT NOT NULL,
        first_n INTEGER NOT NULL, passages INTEGER NOT NULL, data {binary} NOT NULL
    )""",
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY, op TEXT NOT NULL, document TEXT NOT NULL, at TEXT NOT NULL
    )""",
)


def apply(connection: Connection) -> None:
    """Makes the tables of an empty library."""
    binary = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in TABLES:
        connection.exec_driver_sql(statement.replace("{binary}", binary))

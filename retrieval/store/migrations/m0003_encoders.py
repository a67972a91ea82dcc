"""Vectors of several encoders side by side, so that old ones serve until all new ones are there."""

from sqlalchemy import Connection

STEPS = (
    """CREATE TABLE vectors_by_encoder (
        document INTEGER NOT NULL REFERENCES documents (code) ON DELETE CASCADE, encoder TEXT NOT NULL,
        first_n INTEGER NOT NULL, passages INTEGER NOT NULL, data {binary} NOT NULL,
        PRIMARY KEY (document, encoder)
    )""",
    "INSERT INTO vectors_by_encoder SELECT document, encoder, first_n, passages, data FROM vectors",
    "DROP TABLE vectors",
    "ALTER TABLE vectors_by_encoder RENAME TO vectors",
)


def apply(connection: Connection) -> None:
    """Moves the vectors; none is made again."""
    binary = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in STEPS:
        connection.exec_driver_sql(statement.replace("{binary}", binary))

"""Edition chains: at most one successor each, and what a source said before its predecessor was there."""

from sqlalchemy import Connection

STEPS = (
    "CREATE UNIQUE INDEX documents_supersedes ON documents (supersedes)",
    "ALTER TABLE documents ADD COLUMN said_supersedes TEXT",
    "ALTER TABLE documents ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'",
)


def apply(connection: Connection) -> None:
    """Keeps only the latest of several documents that claim the same predecessor, then forbids it."""
    connection.exec_driver_sql(
        "UPDATE documents SET supersedes = NULL WHERE supersedes IS NOT NULL AND code NOT IN "
        "(SELECT max(code) FROM documents WHERE supersedes IS NOT NULL GROUP BY supersedes)"
    )
    for statement in STEPS:
        connection.exec_driver_sql(statement)

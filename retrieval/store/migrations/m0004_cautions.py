"""What a document's owner should know before relying on it, kept with the document."""

from sqlalchemy import Connection


def apply(connection: Connection) -> None:
    """Documents that were taken in before have none."""
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN cautions TEXT NOT NULL DEFAULT '[]'")

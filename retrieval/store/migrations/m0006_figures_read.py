"""Whether a document's figures have been looked for."""

from sqlalchemy import Connection


def apply(connection: Connection) -> None:
    """Documents that were taken in before wait, but for those with figures, and those that can have none."""
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN figures_read INTEGER NOT NULL DEFAULT 0")
    connection.exec_driver_sql(
        "UPDATE documents SET figures_read = 1 WHERE has_original = 0"
        " OR media_type IN ('text/plain', 'text/csv', 'text/tab-separated-values')"
        " OR code IN (SELECT document FROM figures)"
    )

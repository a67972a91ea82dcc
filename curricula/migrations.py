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

# Bodies stand apart, so that choosing among many items reads little. A lot is a number drawn from the id, by
# which items come in an order that is mixed and always the same; its index holds what choosing asks for.
ITEMS = (
    """CREATE TABLE items (
        item_id TEXT NOT NULL, version BIGINT NOT NULL, status TEXT NOT NULL, lot BIGINT NOT NULL,
        type TEXT NOT NULL, level TEXT, difficulty BIGINT, title TEXT NOT NULL, review TEXT,
        objectives TEXT NOT NULL, topics TEXT NOT NULL, origin TEXT NOT NULL, digest TEXT, kept_by TEXT,
        imported_at TEXT NOT NULL, PRIMARY KEY (item_id, version)
    )""",
    "CREATE INDEX items_by_lot ON items (status, lot, item_id, version, type, level)",
    "CREATE INDEX items_by_title ON items (lower(title), item_id)",
    """CREATE TABLE item_bodies (
        item_id TEXT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (item_id, version)
    )""",
    """CREATE TABLE item_marks (
        kind TEXT NOT NULL, name TEXT NOT NULL, lot BIGINT NOT NULL, item_id TEXT NOT NULL,
        version BIGINT NOT NULL, PRIMARY KEY (kind, name, lot, item_id, version)
    )""",
    """CREATE TABLE item_pictures (
        item_id TEXT NOT NULL, version BIGINT NOT NULL, file TEXT NOT NULL, body {bytes} NOT NULL,
        PRIMARY KEY (item_id, version, file)
    )""",
)

DRAFTS = """CREATE TABLE item_drafts (
    draft_id TEXT PRIMARY KEY, state TEXT NOT NULL, title TEXT NOT NULL, body TEXT, report TEXT NOT NULL,
    made_at TEXT NOT NULL, made_by TEXT NOT NULL, decided_at TEXT, decided_by TEXT, decided_name TEXT
)"""

PLANS = """CREATE TABLE {table} (
    id TEXT NOT NULL, version BIGINT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    origin TEXT NOT NULL, digest TEXT, kept_by TEXT, imported_at TEXT NOT NULL, PRIMARY KEY (id, version)
)"""

# Rows are only ever added.
REVIEWS = """CREATE TABLE review_events (
    event_id TEXT PRIMARY KEY, kind TEXT NOT NULL, object_id TEXT NOT NULL, ordinal BIGINT NOT NULL,
    version BIGINT NOT NULL, move TEXT NOT NULL, user_id TEXT NOT NULL, name TEXT NOT NULL,
    note TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (kind, object_id, ordinal)
)"""


def _cases(connection: Connection) -> None:
    connection.exec_driver_sql(CASES)


def _pictures(connection: Connection) -> None:
    connection.exec_driver_sql(PICTURES.format(bytes=_bytes(connection)))


def _items(connection: Connection) -> None:
    for statement in ITEMS:
        connection.exec_driver_sql(statement.format(bytes=_bytes(connection)))


def _drafts(connection: Connection) -> None:
    connection.exec_driver_sql(DRAFTS)
    connection.exec_driver_sql("CREATE INDEX drafts_by_state ON item_drafts (state, made_at)")


def _plans(connection: Connection) -> None:
    for table in ("objectives", "curricula", "blueprints"):
        connection.exec_driver_sql(PLANS.format(table=table))


def _audits(connection: Connection) -> None:
    connection.exec_driver_sql(PLANS.format(table="audits"))


def _reviews(connection: Connection) -> None:
    connection.exec_driver_sql(REVIEWS)
    connection.exec_driver_sql("CREATE INDEX reviews_by_time ON review_events (at)")


def _bytes(connection: Connection) -> str:
    return "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"


# A step that was released is never edited.
CURRICULA = (
    Migration("curricula", 1, "cases", _cases),
    Migration("curricula", 2, "pictures of cases", _pictures),
    Migration("curricula", 3, "items", _items),
    Migration("curricula", 4, "drafts of items", _drafts),
    Migration("curricula", 5, "objectives, curricula and blueprints", _plans),
    Migration("curricula", 6, "audits", _audits),
    Migration("curricula", 7, "reviews", _reviews),
)

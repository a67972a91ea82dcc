"""The tables about people: their accounts, what they asked, what they played, sat and learn."""

from sqlalchemy import Connection

from retrieval.store.migrate import Migration

PEOPLE = (
    """CREATE TABLE accounts (
        user_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password_hash TEXT NOT NULL,
        created_at TEXT NOT NULL
    )""",
    """CREATE TABLE turns (
        turn_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, session_id TEXT NOT NULL, question TEXT NOT NULL,
        answer TEXT NOT NULL, asked_at TEXT NOT NULL
    )""",
    "CREATE INDEX turns_of_user ON turns (user_id, session_id, asked_at)",
    """CREATE TABLE feedback (
        feedback_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, turn_id TEXT NOT NULL, kind TEXT NOT NULL,
        note TEXT NOT NULL, given_at TEXT NOT NULL
    )""",
    "CREATE INDEX feedback_of_turn ON feedback (turn_id, given_at)",
)

ENCOUNTERS = (
    """CREATE TABLE encounters (
        encounter_id TEXT PRIMARY KEY, owner TEXT NOT NULL, case_id TEXT NOT NULL,
        case_version BIGINT NOT NULL, mode TEXT NOT NULL, minutes BIGINT, circuit TEXT, station BIGINT,
        code TEXT UNIQUE, started_at TEXT NOT NULL
    )""",
    "CREATE INDEX encounters_of_case ON encounters (case_id)",
    """CREATE TABLE encounter_members (
        encounter_id TEXT NOT NULL REFERENCES encounters (encounter_id), user_id TEXT NOT NULL,
        name TEXT NOT NULL, role TEXT, joined_at TEXT NOT NULL, PRIMARY KEY (encounter_id, user_id)
    )""",
    "CREATE INDEX encounters_of_member ON encounter_members (user_id)",
    """CREATE TABLE case_events (
        encounter_id TEXT NOT NULL REFERENCES encounters (encounter_id), event_id TEXT NOT NULL,
        ordinal BIGINT NOT NULL, user_id TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY (encounter_id, event_id), UNIQUE (encounter_id, ordinal)
    )""",
    """CREATE TABLE circuits (
        circuit_id TEXT PRIMARY KEY, owner TEXT NOT NULL, body TEXT NOT NULL, started_at TEXT NOT NULL
    )""",
)

SITTINGS = (
    """CREATE TABLE sittings (
        sitting_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, mode TEXT NOT NULL, body TEXT NOT NULL,
        started_at TEXT NOT NULL
    )""",
    "CREATE INDEX sittings_of_user ON sittings (user_id, started_at)",
    """CREATE TABLE sitting_events (
        sitting_id TEXT NOT NULL REFERENCES sittings (sitting_id), event_id TEXT NOT NULL,
        ordinal BIGINT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (sitting_id, event_id), UNIQUE (sitting_id, ordinal)
    )""",
)

# Rows of answers, ratings and changes of mind are added; only their learner has them removed.
LEARNING = (
    """CREATE TABLE attempts (
        attempt_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, sitting TEXT NOT NULL, mode TEXT NOT NULL,
        item_id TEXT NOT NULL, item_version BIGINT NOT NULL, type TEXT NOT NULL, objectives TEXT NOT NULL,
        topics TEXT NOT NULL, difficulty BIGINT, options BIGINT NOT NULL, response TEXT NOT NULL,
        correct BOOLEAN, score DOUBLE PRECISION, reason TEXT NOT NULL, confidence BIGINT,
        seconds DOUBLE PRECISION, assisted BOOLEAN NOT NULL, at TEXT NOT NULL
    )""",
    "CREATE INDEX attempts_of_user ON attempts (user_id, at)",
    "CREATE INDEX attempts_of_item ON attempts (item_id, item_version)",
    """CREATE TABLE corrections (
        correction_id TEXT PRIMARY KEY, attempt_id TEXT NOT NULL REFERENCES attempts (attempt_id),
        user_id TEXT NOT NULL, ordinal BIGINT NOT NULL, counts BOOLEAN NOT NULL, reason TEXT NOT NULL,
        at TEXT NOT NULL, UNIQUE (attempt_id, ordinal)
    )""",
    "CREATE INDEX corrections_of_user ON corrections (user_id)",
    """CREATE TABLE ratings (
        rating_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, card TEXT NOT NULL, rating TEXT, undoes TEXT,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX ratings_of_user ON ratings (user_id, at)",
    """CREATE TABLE own_cards (
        card_id TEXT NOT NULL, version BIGINT NOT NULL, user_id TEXT NOT NULL, item_id TEXT,
        attempt_id TEXT, body TEXT NOT NULL, kept_at TEXT NOT NULL, PRIMARY KEY (card_id, version)
    )""",
    "CREATE INDEX own_cards_of_user ON own_cards (user_id)",
    """CREATE TABLE learner_settings (
        user_id TEXT PRIMARY KEY, body TEXT NOT NULL, changed_at TEXT NOT NULL
    )""",
)

# An image is its owner's alone: two people who bring the same one keep it twice.
IMAGES = (
    """CREATE TABLE images (
        user_id TEXT NOT NULL, image_id TEXT NOT NULL, info TEXT NOT NULL, kept_at TEXT NOT NULL,
        PRIMARY KEY (user_id, image_id)
    )""",
    """CREATE TABLE image_bodies (
        user_id TEXT NOT NULL, image_id TEXT NOT NULL, part BIGINT NOT NULL, body {blob} NOT NULL,
        PRIMARY KEY (user_id, image_id, part),
        FOREIGN KEY (user_id, image_id) REFERENCES images (user_id, image_id) ON DELETE CASCADE
    )""",
)


# What is done for an assignment is in sittings and encounters: nothing of it is kept twice.
COHORTS = (
    """CREATE TABLE classes (
        class_id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, salt TEXT NOT NULL, owner TEXT NOT NULL,
        body TEXT NOT NULL, made_at TEXT NOT NULL
    )""",
    """CREATE TABLE class_members (
        class_id TEXT NOT NULL REFERENCES classes (class_id) ON DELETE CASCADE, user_id TEXT NOT NULL,
        name TEXT NOT NULL, told BOOLEAN NOT NULL, joined_at TEXT NOT NULL, PRIMARY KEY (class_id, user_id)
    )""",
    "CREATE INDEX classes_of_member ON class_members (user_id)",
    """CREATE TABLE assignments (
        assignment_id TEXT PRIMARY KEY,
        class_id TEXT NOT NULL REFERENCES classes (class_id) ON DELETE CASCADE, body TEXT NOT NULL,
        made_at TEXT NOT NULL
    )""",
    "CREATE INDEX assignments_of_class ON assignments (class_id)",
)


def _people(connection: Connection) -> None:
    for statement in PEOPLE:
        connection.exec_driver_sql(statement)


def _attempts(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE turns ADD COLUMN attempt TEXT")


def _keys(connection: Connection) -> None:
    connection.exec_driver_sql(
        """CREATE TABLE api_keys (
            key_id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
            digest TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL
        )"""
    )


def _usage(connection: Connection) -> None:
    connection.exec_driver_sql(
        """CREATE TABLE usage_of_day (
            day TEXT NOT NULL, mode TEXT NOT NULL, outcome TEXT NOT NULL, questions BIGINT NOT NULL,
            tokens_in BIGINT NOT NULL, tokens_out BIGINT NOT NULL, untold BIGINT NOT NULL,
            struck BIGINT NOT NULL, invented BIGINT NOT NULL, energy_j DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (day, mode, outcome)
        )"""
    )


def _encounters(connection: Connection) -> None:
    for statement in ENCOUNTERS:
        connection.exec_driver_sql(statement)


def _sittings(connection: Connection) -> None:
    for statement in SITTINGS:
        connection.exec_driver_sql(statement)


def _learning(connection: Connection) -> None:
    for statement in LEARNING:
        connection.exec_driver_sql(statement)


def _images(connection: Connection) -> None:
    blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in IMAGES:
        connection.exec_driver_sql(statement.format(blob=blob))


def _image_marks(connection: Connection) -> None:
    # Versions are added, never changed. `whose` is empty for the layer that everybody compares with.
    connection.exec_driver_sql(
        """CREATE TABLE image_marks (
            picture TEXT NOT NULL, author TEXT NOT NULL, whose TEXT NOT NULL, version BIGINT NOT NULL,
            user_id TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (picture, author, whose, version)
        )"""
    )


def _audit_events(connection: Connection) -> None:
    # Rows are added; only their learner has them removed. A turn is begun once, and handed in once.
    connection.exec_driver_sql(
        """CREATE TABLE audit_events (
            user_id TEXT NOT NULL, turn TEXT NOT NULL, kind TEXT NOT NULL, event_id TEXT NOT NULL,
            body TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (user_id, turn, kind)
        )"""
    )


def _tones(connection: Connection) -> None:
    # Rows are added and never changed: an answer of months ago names the version it was written with.
    connection.exec_driver_sql(
        """CREATE TABLE tones (
            course TEXT NOT NULL, number BIGINT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (course, number)
        )"""
    )


def _cohorts(connection: Connection) -> None:
    for statement in COHORTS:
        connection.exec_driver_sql(statement)


def _summaries(connection: Connection) -> None:
    # Made of attempts and made anew at any time: kept so that a page need not wait for a million of them.
    connection.exec_driver_sql(
        "CREATE TABLE statistics_summaries (name TEXT PRIMARY KEY, body TEXT NOT NULL, at TEXT NOT NULL)"
    )


# A step that was released is never edited.
ASSISTANT = (
    Migration("assistant", 1, "people", _people),
    Migration("assistant", 2, "attempts before answers", _attempts),
    Migration("assistant", 3, "keys of programs", _keys),
    Migration("assistant", 4, "what answers cost a day", _usage),
    Migration("assistant", 5, "encounters", _encounters),
    Migration("assistant", 6, "sittings", _sittings),
    Migration("assistant", 7, "learning", _learning),
    Migration("assistant", 8, "images", _images),
    Migration("assistant", 9, "marks on images", _image_marks),
    Migration("assistant", 10, "audits of answers", _audit_events),
    Migration("assistant", 11, "classes", _cohorts),
    Migration("assistant", 12, "tones of courses", _tones),
    Migration("assistant", 13, "summaries of statistics", _summaries),
)

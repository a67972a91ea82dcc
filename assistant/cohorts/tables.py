"""The tables of classes as SQLAlchemy sees them; `assistant.migrations` makes them."""

from sqlalchemy import Boolean, Column, MetaData, Table, Text

_metadata = MetaData()
classes = Table(
    "classes",
    _metadata,
    Column("class_id", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("salt", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)
members = Table(
    "class_members",
    _metadata,
    Column("class_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("joined_at", Text, nullable=False),
)
assignments = Table(
    "assignments",
    _metadata,
    Column("assignment_id", Text, primary_key=True),
    Column("class_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

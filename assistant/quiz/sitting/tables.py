"""The tables of sittings as SQLAlchemy sees them; `assistant.migrations` makes them."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

_metadata = MetaData()
sittings = Table(
    "sittings",
    _metadata,
    Column("sitting_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("started_at", Text, nullable=False),
)
sitting_events = Table(
    "sitting_events",
    _metadata,
    Column("sitting_id", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("ordinal", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

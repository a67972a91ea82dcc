"""The tables of encounters as SQLAlchemy sees them; `assistant.migrations` makes them."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

_metadata = MetaData()
encounters = Table(
    "encounters",
    _metadata,
    Column("encounter_id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("case_version", BigInteger, nullable=False),
    Column("mode", Text, nullable=False),
    Column("minutes", BigInteger),
    Column("circuit", Text),
    Column("station", BigInteger),
    Column("code", Text, unique=True),
    Column("started_at", Text, nullable=False),
)
members = Table(
    "encounter_members",
    _metadata,
    Column("encounter_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text),
    Column("joined_at", Text, nullable=False),
)
case_events = Table(
    "case_events",
    _metadata,
    Column("encounter_id", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("ordinal", BigInteger, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)
circuits = Table(
    "circuits",
    _metadata,
    Column("circuit_id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("started_at", Text, nullable=False),
)

"""The table of tones as SQLAlchemy sees it; `assistant.migrations` makes it."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

tones = Table(
    "tones",
    MetaData(),
    Column("course", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

"""The table of marks as SQLAlchemy sees it; `assistant.migrations` makes it."""

from sqlalchemy import BigInteger, Column, MetaData, Table, Text

image_marks = Table(
    "image_marks",
    MetaData(),
    Column("picture", Text, primary_key=True),
    Column("author", Text, primary_key=True),
    Column("whose", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

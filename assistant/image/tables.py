"""The tables of images as SQLAlchemy sees them; `assistant.migrations` makes them."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

_metadata = MetaData()
images = Table(
    "images",
    _metadata,
    Column("user_id", Text, primary_key=True),
    Column("image_id", Text, primary_key=True),
    Column("info", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)
image_bodies = Table(
    "image_bodies",
    _metadata,
    Column("user_id", Text, primary_key=True),
    Column("image_id", Text, primary_key=True),
    Column("part", BigInteger, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

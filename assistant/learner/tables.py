"""The tables of learning as SQLAlchemy sees them; `assistant.migrations` makes them."""

from sqlalchemy import BigInteger, Boolean, Column, Double, MetaData, Table, Text

_metadata = MetaData()
attempts = Table(
    "attempts",
    _metadata,
    Column("attempt_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("sitting", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("item_version", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("objectives", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("difficulty", BigInteger),
    Column("options", BigInteger, nullable=False),
    Column("response", Text, nullable=False),
    Column("correct", Boolean),
    Column("score", Double),
    Column("reason", Text, nullable=False),
    Column("confidence", BigInteger),
    Column("seconds", Double),
    Column("assisted", Boolean, nullable=False),
    Column("at", Text, nullable=False),
)
corrections = Table(
    "corrections",
    _metadata,
    Column("correction_id", Text, primary_key=True),
    Column("attempt_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)
ratings = Table(
    "ratings",
    _metadata,
    Column("rating_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("rating", Text),
    Column("undoes", Text),
    Column("at", Text, nullable=False),
)
own_cards = Table(
    "own_cards",
    _metadata,
    Column("card_id", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("item_id", Text),
    Column("attempt_id", Text),
    Column("body", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)
learner_settings = Table(
    "learner_settings",
    _metadata,
    Column("user_id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
)

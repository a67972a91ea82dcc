"""The tables as the newest migration leaves them.

Integer keys come from `counters`, not from the database's own sequences: they are never given out twice, and
changes commit in the order of their numbers on PostgreSQL too, so that an index may trust its watermark.
"""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("code", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("ingested_at", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("author", Text),
    Column("publisher", Text),
    Column("edition", Text),
    Column("published", Text),
    Column("review_due", Text),
    Column("review", Text),
    Column("jurisdiction", Text),
    Column("licence", Text),
    Column("url", Text),
    Column("topics", Text, nullable=False),
    Column("supersedes", Text, unique=True),
    Column("cutter", Text, nullable=False),
    Column("has_original", Integer, nullable=False),
    Column("said_supersedes", Text),
    Column("notes", Text, nullable=False),
    Column("cautions", Text, nullable=False),
    Column("figures_read", Integer, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("document", ForeignKey("documents.code", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("label", Text),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("blocks", Text),
)

passages = Table(
    "passages",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("document", ForeignKey("documents.code", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("headings", Text, nullable=False),
    Column("segments", Text, nullable=False),
    Column("table_rows", Text, nullable=False),
    UniqueConstraint("document", "ordinal"),
)

# One row a document and encoder: its passages are first_n, first_n + 1, ... in the order of the vectors.
vectors = Table(
    "vectors",
    metadata,
    Column("document", ForeignKey("documents.code", ondelete="CASCADE"), primary_key=True),
    Column("encoder", Text, primary_key=True),
    Column("first_n", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

figures = Table(
    "figures",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("document", ForeignKey("documents.code", ondelete="CASCADE"), nullable=False),
    Column("page", Integer, nullable=False),
    Column("box", Text),
    Column("caption", Text),
    Column("alt", Text),
    Column("nearby", Text),
    Column("at", Integer),
    Column("part", Text),
    Column("digest", Text),
    Column("headings", Text, nullable=False),
    Column("passage", Text),
)

# `kind` is "caption" or "image". Empty data: the picture could not be read.
figure_vectors = Table(
    "figure_vectors",
    metadata,
    Column("figure", ForeignKey("figures.n", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("encoder", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

figure_changes = Table(
    "figure_changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("op", Text, nullable=False),
    Column("document", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("op", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("at", Text, nullable=False),
)

applied = Table(
    "migrations",
    metadata,
    Column("package", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
)

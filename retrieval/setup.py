"""What an owner sets about a library, handed in when it is opened."""

from collections.abc import Callable
from typing import NamedTuple

from retrieval.models.choice import ModelChoice
from retrieval.types import ReadDocument

Look = Callable[[ReadDocument], ReadDocument]
"""Looks a document over before it is taken in: the same document, perhaps with marks, notes and cautions."""


def instructions_apart(read: ReadDocument) -> ReadDocument:
    """The document with what looks like an instruction to a language model set apart from its passages."""
    from retrieval.planted import mark

    return mark(read)


class Setup(NamedTuple):
    """What an owner sets: where rows and vectors are kept if not in the library folder, and which models.

    `looks` are taken at every document before it is cut, in order.
    """

    database_url: str | None = None
    chroma_url: str | None = None
    models: ModelChoice = ModelChoice()
    looks: tuple[Look, ...] = (instructions_apart,)

"""What everything that is taught has in common: who wrote and read it, its state, and what it rests on."""

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field

from retrieval.types import Value

T = TypeVar("T", bound="Taught")
Status = Literal["draft", "in_review", "published", "retired"]


class Reference(Value):
    """Words of a source: the title of its document, and a quote that stands there to the letter.

    The passage is looked up when it is shown, so that a new edition of the document does not break the link.
    """

    document: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class Taught(Value):
    """The fields of every item, case, objective, curriculum and blueprint.

    `id` is the author's and stays over versions; `review` is a badge such as "not clinician-reviewed".
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=100)
    version: int = Field(default=1, ge=1)
    title: str = Field(min_length=1)
    status: Status = "draft"
    author: str = Field(min_length=1)
    reviewer: str | None = None
    review: str | None = None
    licence: str | None = None
    topics: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


SIGNED = "Reviewed by "
"""How the badge of what a second person has read begins."""


def is_signed(review: str | None) -> bool:
    """Whether the badge of a version is the signature of a reviewer."""
    return review is not None and review.startswith(SIGNED)


def next_draft(value: T, version: int) -> T:
    """The value as a draft of that version: what was signed of an older one does not hold for it."""
    badge = None if is_signed(value.review) else value.review
    new = {"version": version, "status": "draft", "reviewer": None, "review": badge}
    return value.model_copy(update=new)


def contents_of(value: T) -> T:
    """What an author wrote: the value without its state and without who signed it."""
    return value.model_copy(update={"status": "draft", "reviewer": None, "review": None})


class Exercise(Taught):
    """What a learner does, an item, a card or a case, with the ids of the objectives that it serves."""

    objectives: tuple[str, ...] = ()


class Fault(Value):
    """One thing wrong with a file that an author wrote: where, what, and what was expected instead.

    `field` is a path such as `facts.3.intents`, empty for the whole file; `line` counts from 1, None where
    the file has no lines to point to. A warning does not keep anything from being published.
    """

    file: Path
    field: str
    line: int | None
    what: str
    expected: str
    warning: bool = False

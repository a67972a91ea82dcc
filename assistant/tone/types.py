"""A tone, what it measured, and the versions of it that were saved."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated

from pydantic import Field, StringConstraints

from retrieval.types import Value

LONGEST = 2000
MOST_SENTENCES = 6
"""The product's own limit on written answers; a tone can only ask for fewer."""
LIBRARY = ""
"""The course that stands for the whole library."""


class Tone(Value):
    """Wishes in words, and the most sentences of an answer, None where there is no wish."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)] = ""
    sentences: int | None = Field(default=None, ge=1, le=MOST_SENTENCES)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is wished for."""
        return not self.text and self.sentences is None

    @property
    def version(self) -> str:
        """What it is called in fingerprints, such as "tone@1f0c2a9b"."""
        return f"tone@{sha256(self.model_dump_json().encode()).hexdigest()[:8]}"


class Figures(Value):
    """What a model did with a tone; a share is None where there was nothing to count.

    `supported` is the share of its written sentences that passed their check, `answered` the share of the
    questions it answered in its own words, `sentences` their mean number; `refused` is the share of the
    tutor's wordings that named a diagnosis before it was due, all of which the product withholds.
    """

    questions: int
    supported: float | None
    answered: float | None
    sentences: float | None
    wordings: int
    refused: float | None


class Seen(Value):
    """How one question was answered: its sentences, and those that failed their check with the reason."""

    question: str
    shown: tuple[str, ...]
    failed: tuple[str, ...] = ()
    note: str = ""


class Side(Value):
    """What a model did with one tone."""

    tone: Tone
    figures: Figures
    seen: tuple[Seen, ...]


class Trial(Value):
    """A tone held against the one in use. `losses` are the figures that fall by more than is let pass."""

    id: str
    course: str
    model: str
    before: Side
    after: Side
    losses: tuple[str, ...] = ()
    based_on: int


class Saved(Value):
    """A version of a course's tone: who saved it when, on what trial, and why in spite of its losses."""

    course: str
    number: int
    tone: Tone
    by: str
    name: str
    at: datetime
    trial: Trial | None = None
    reason: str = ""

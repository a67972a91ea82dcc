"""An item: a question with options, one of which is best.

Options have ids, by which they are graded; the order in which they are shown is no part of an item.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from curricula.types import Reference, Taught
from retrieval.types import Value

Level = Literal["recall", "interpretation", "management"]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,8}$")]


class Option(Value):
    """A choice, why it is right or wrong for this patient, and the words of a source that say so."""

    id: OptionId
    text: str = Field(min_length=1)
    correct: bool = False
    reason: str = Field(min_length=1)
    references: tuple[Reference, ...] = ()


class SingleBestAnswer(Taught):
    """A vignette, a question that can be answered with the options covered, and options with one key.

    `difficulty` is the author's guess for a final-year student, from 1 (easy) to 5; `explanation` is the
    point to take home.
    """

    type: Literal["single_best_answer"] = "single_best_answer"
    level: Level
    difficulty: int = Field(ge=1, le=5)
    vignette: str = Field(min_length=1)
    lead_in: str = Field(min_length=1)
    options: tuple[Option, ...] = Field(min_length=4, max_length=5)
    explanation: str = Field(min_length=1)

    @model_validator(mode="after")
    def _has_one_key(self) -> "SingleBestAnswer":
        keys = sum(option.correct for option in self.options)
        if keys != 1:
            raise ValueError(f"exactly one option is correct, not {keys}")
        if len({option.id for option in self.options}) < len(self.options):
            raise ValueError("every option has an id of its own")
        return self

    @property
    def key(self) -> Option:
        """The option that is best."""
        return next(option for option in self.options if option.correct)

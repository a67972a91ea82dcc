"""What learners answer to items, and what comes of it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.image.types import ReadBack
from curricula.items.types import Fraction, OptionId
from retrieval.types import Value

Mode = Literal["study", "exam", "review"]
Confidence = Literal[20, 40, 60, 80, 95]
"""How sure the learner is that the answer is right, in percent: a guess, unsure, fairly, sure, certain."""
Rating = Literal["again", "hard", "good", "easy"]
LONGEST_TYPED = 500
LONGEST_READ = 4000


class Chosen(Value):
    """Options by their ids: one for a single best answer; none is no answer."""

    kind: Literal["chosen"] = "chosen"
    options: tuple[OptionId, ...] = Field(max_length=26)


class Typed(Value):
    """A short answer in the learner's own words."""

    kind: Literal["typed"] = "typed"
    text: str = Field(max_length=LONGEST_TYPED)


class Pointed(Value):
    """A place in the first picture, in fractions of its width and height from the upper left corner."""

    kind: Literal["pointed"] = "pointed"
    x: Fraction
    y: Fraction


class Boxed(Value):
    """A box in the first picture, its edges in fractions of width and height from the upper left corner."""

    kind: Literal["boxed"] = "boxed"
    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @model_validator(mode="after")
    def _has_an_area(self) -> "Boxed":
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("left is less than right, and top less than bottom")
        return self


class Written(Value):
    """A read of a picture in the learner's own words."""

    kind: Literal["written"] = "written"
    text: str = Field(max_length=LONGEST_READ)


class Rated(Value):
    """How well a card was recalled, as the learner says."""

    kind: Literal["rated"] = "rated"
    rating: Rating


Response = Annotated[Chosen | Typed | Pointed | Boxed | Written | Rated, Field(discriminator="kind")]


class Graded(Value):
    """Whether a response is right; None where it could not be told, with the reason in one sentence.

    `score` is from 0 to 1 where parts can be right, None with `correct`. `read` is a read against its report.
    """

    correct: bool | None
    score: float | None = Field(default=None, ge=0, le=1)
    reason: str = ""
    read: ReadBack | None = None

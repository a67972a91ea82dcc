"""What a model replies with: a question to be made an item, and the answer of a solver."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.quiz.draft.excerpts import Excerpt
from assistant.quiz.draft.naming import BY_MODEL, UNREAD, digest_of, title_of
from curricula.items.types import Option, SingleBestAnswer
from curricula.types import Reference

LEAST, MOST = 4, 5
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Letter = Annotated[str, StringConstraints(pattern=r"^[A-E]$")]


class Shape(BaseModel):
    """Unknown fields are refused, so that a schema without them reaches the server."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenOption(Shape):
    """An option as a model writes it."""

    text: Line
    correct: bool
    reason: Line
    quote: Line


class WrittenItem(Shape):
    """A single best answer as a model writes it."""

    vignette: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1200)]
    lead_in: Line
    options: tuple[WrittenOption, ...] = Field(min_length=LEAST, max_length=MOST)

    @model_validator(mode="after")
    def _has_one_key(self) -> "WrittenItem":
        keys = sum(option.correct for option in self.options)
        if keys != 1:
            raise ValueError(f"exactly one option is correct, not {keys}")
        return self


class Solved(Shape):
    """What a solver chose, and what else could be defended."""

    best: Letter
    also_right: tuple[Letter, ...] = Field(default=(), max_length=MOST)


def item_of(
    written: WrittenItem, given: list[Excerpt], *, objectives: tuple[str, ...] = ()
) -> SingleBestAnswer:
    """The item that was written from these passages; a quote is cited from the document that holds it."""
    first = given[0]
    return SingleBestAnswer(
        id=f"draft-{digest_of(written.model_dump_json())}",
        title=title_of(first),
        author=BY_MODEL,
        review=UNREAD,
        licence=first.document.licence,
        topics=first.document.topics,
        objectives=objectives,
        vignette=written.vignette,
        lead_in=written.lead_in,
        options=tuple(
            Option(
                id=letter,
                text=one.text,
                correct=one.correct,
                reason=one.reason,
                references=(_reference(one.quote, given),),
            )
            for letter, one in zip("abcde", written.options, strict=False)
        ),
    )


def _reference(quote: str, given: list[Excerpt]) -> Reference:
    words = " ".join(quote.split())
    holding = (one for one in given if words in " ".join(one.passage.text.split()))
    return next(holding, given[0]).cited(quote)

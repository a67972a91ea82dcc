"""An item: something a learner answers, with what is right and why.

Options have ids, by which they are graded; the order in which they are shown is no part of an item.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter, model_validator

from curricula.types import Exercise, Reference
from retrieval.types import Value

Level = Literal["recall", "interpretation", "management"]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,8}$")]
Fraction = Annotated[float, Field(ge=0, le=1)]
Presence = Literal["present", "absent"]
Side = Literal["left", "right", "both"]
Severity = Literal["small", "moderate", "large"]
GAP = "[...]"
"""What stands for the words that a card hides."""


class Option(Value):
    """A choice, why it is right or wrong for this patient, and the words of a source that say so.

    `reason` is None where nobody gave one, as in many question banks that are imported.
    """

    id: OptionId
    text: str = Field(min_length=1)
    correct: bool = False
    reason: str | None = Field(default=None, min_length=1)
    references: tuple[Reference, ...] = ()


class Picture(Value):
    """A picture by the name of its file beside the item; `alt` says what is seen, not what it means."""

    file: str = Field(min_length=1)
    alt: str = Field(min_length=1)
    caption: str = ""
    licence: str | None = None


class Question(Exercise):
    """What questions of every form share.

    `difficulty` is the author's guess for a final-year student, from 1 (easy) to 5, None where nobody made
    one; `explanation` is the point to take home.
    """

    level: Level | None = None
    difficulty: int | None = Field(default=None, ge=1, le=5)
    vignette: str = ""
    lead_in: str = Field(min_length=1)
    pictures: tuple[Picture, ...] = ()
    explanation: str | None = Field(default=None, min_length=1)


class SingleBestAnswer(Question):
    """A vignette, a question that can be answered with the options covered, and options with one key."""

    type: Literal["single_best_answer"] = "single_best_answer"
    options: tuple[Option, ...] = Field(min_length=2, max_length=26)

    @model_validator(mode="after")
    def _has_one_key(self) -> "SingleBestAnswer":
        keys = sum(option.correct for option in self.options)
        if keys != 1:
            raise ValueError(f"exactly one option is correct, not {keys}")
        _told_apart(self.options)
        return self

    @property
    def key(self) -> Option:
        """The option that is best."""
        return next(option for option in self.options if option.correct)


class MultipleResponse(Question):
    """A question with several right options, all of which are to be chosen and no other."""

    type: Literal["multiple_response"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=26)

    @model_validator(mode="after")
    def _has_keys(self) -> "MultipleResponse":
        keys = sum(option.correct for option in self.options)
        if not 1 <= keys < len(self.options):
            raise ValueError(f"at least one option is correct and one is not, here {keys} are")
        _told_apart(self.options)
        return self


class Accepted(Value):
    """An answer that counts, with its other names and spellings."""

    text: str = Field(min_length=1)
    also: tuple[str, ...] = ()


class Measured(Value):
    """A number that counts as right from `low` to `high`, in that unit."""

    low: float
    high: float
    unit: str = ""

    @model_validator(mode="after")
    def _is_in_order(self) -> "Measured":
        if self.low > self.high:
            raise ValueError(f"low ({self.low:g}) is not above high ({self.high:g})")
        return self


class NearMiss(Value):
    """An answer that is often given and is wrong, and why."""

    text: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class ShortAnswer(Question):
    """A question answered in a few words or a number."""

    type: Literal["short_answer"]
    accepted: tuple[Accepted, ...] = ()
    number: Measured | None = None
    near_misses: tuple[NearMiss, ...] = ()
    reason: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _has_an_answer(self) -> "ShortAnswer":
        if not self.accepted and self.number is None:
            raise ValueError("an accepted answer or a number is given")
        return self


class ClozeCard(Exercise):
    """A sentence with words to recall, hidden by `{{words}}` or `{{words::hint}}`; `extra` is on the back."""

    type: Literal["cloze_card"]
    text: str = Field(min_length=1, pattern=r"\{\{[^{}]+\}\}")
    extra: str = ""
    pictures: tuple[Picture, ...] = ()


class Region(Value):
    """A box in fractions of the picture's width and height, from its upper left corner, and what is there."""

    id: OptionId
    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction
    label: str = Field(min_length=1)
    correct: bool = False
    reason: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _has_an_area(self) -> "Region":
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("left is less than right, and top less than bottom")
        return self


class ImageHotspot(Question):
    """A question answered by pointing at a place in its first picture."""

    type: Literal["image_hotspot"]
    pictures: tuple[Picture, ...] = Field(min_length=1)
    regions: tuple[Region, ...] = Field(min_length=1, max_length=26)

    @model_validator(mode="after")
    def _has_a_key(self) -> "ImageHotspot":
        if not any(region.correct for region in self.regions):
            raise ValueError("at least one region is correct")
        if len({region.id for region in self.regions}) < len(self.regions):
            raise ValueError("every region has an id of its own")
        return self


class ReportLine(Value):
    """A finding as the report of a picture states it, with the words a read may use for it.

    `also` are other names of the finding, `normal` are words that say it is not there ("clear lungs"). A
    `number` is what the finding measures, such as a rate. A line of `weight` 3 must not be missed.
    """

    id: OptionId
    name: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    normal: tuple[str, ...] = ()
    presence: Presence = "present"
    side: Side | None = None
    severity: Severity | None = None
    number: Measured | None = None
    weight: Literal[1, 2, 3] = 1
    reason: str | None = Field(default=None, min_length=1)
    references: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> "ReportLine":
        if self.presence == "absent" and (self.side or self.severity or self.number):
            raise ValueError("what is absent has no side, severity or number")
        return self


class ImageRead(Question):
    """A question answered by a read in one's own words, compared with a report line by line.

    It is right from a score of `enough` on, if no line of weight 3 is missed or contradicted.
    """

    type: Literal["image_read"]
    pictures: tuple[Picture, ...] = Field(min_length=1)
    report: tuple[ReportLine, ...] = Field(min_length=1, max_length=40)
    enough: Fraction = 0.6

    @model_validator(mode="after")
    def _has_ids(self) -> "ImageRead":
        if len({line.id for line in self.report}) < len(self.report):
            raise ValueError("every line of the report has an id of its own")
        return self


Item = SingleBestAnswer | MultipleResponse | ShortAnswer | ClozeCard | ImageHotspot | ImageRead
ItemType = Literal[
    "single_best_answer", "multiple_response", "short_answer", "cloze_card", "image_hotspot", "image_read"
]
ITEM: TypeAdapter[Item] = TypeAdapter(Annotated[Item, Field(discriminator="type")])


def _told_apart(options: tuple[Option, ...]) -> None:
    if len({option.id for option in options}) < len(options):
        raise ValueError("every option has an id of its own")

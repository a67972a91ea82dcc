"""What happens in a sitting, as an append-only log; how it stands is always a fold over it.

Every event has an id that its client made, so that a second click, tab or try after a crash changes nothing.
Places count from 0 in the order in which items were drawn.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from assistant.image.types import ReadOpinion
from assistant.quiz.types import Confidence, Graded, Rating, Response
from curricula.items.types import OptionId
from retrieval.types import Value

Why = Literal["asked for", "due", "weak", "new", "retest", "blueprint"]
"""Why an item was chosen; shown to the learner."""


class _Event(Value):
    id: str = Field(min_length=1, max_length=64)
    at: datetime


class Drawn(_Event):
    """An item was put before the learner, its options in that order (none: it has no options).

    `own`: it is a card of the learner's own, not one of the bank.
    """

    kind: Literal["drawn"] = "drawn"
    item_id: str
    version: int
    order: tuple[OptionId, ...] = ()
    why: Why
    own: bool = False


class Moved(_Event):
    """The learner went to a place."""

    kind: Literal["moved"] = "moved"
    place: int = Field(ge=0)


class Answered(_Event):
    """A response to the item of a place; in an exam a later one replaces it until the end.

    `seconds` is how long it was before the learner; `assisted`: after asking the sources about it.
    """

    kind: Literal["answered"] = "answered"
    place: int = Field(ge=0)
    response: Response
    confidence: Confidence | None = None
    seconds: float | None = Field(default=None, ge=0)
    assisted: bool = False
    graded: Graded


class Helped(_Event):
    """The learner asked the sources about the item of a place before answering it."""

    kind: Literal["helped"] = "helped"
    place: int = Field(ge=0)


class Flagged(_Event):
    """The item of a place was marked to come back to, or the mark was taken away."""

    kind: Literal["flagged"] = "flagged"
    place: int = Field(ge=0)
    on: bool


class Paused(_Event):
    """The clock was stopped."""

    kind: Literal["paused"] = "paused"


class Resumed(_Event):
    """The clock goes on."""

    kind: Literal["resumed"] = "resumed"


class Turned(_Event):
    """The card of a place was turned, so that its words were seen."""

    kind: Literal["turned"] = "turned"
    place: int = Field(ge=0)


class Recalled(_Event):
    """How well an item that was answered in a review was recalled; a card's rating is its answer."""

    kind: Literal["recalled"] = "recalled"
    place: int = Field(ge=0)
    rating: Rating


class Undone(_Event):
    """The last rating of a review was taken back; a card can be rated anew, an item's answer stays."""

    kind: Literal["undone"] = "undone"
    place: int = Field(ge=0)


class Opined(_Event):
    """A model gave its second opinion on the read of a place; it changes no mark."""

    kind: Literal["opined"] = "opined"
    place: int = Field(ge=0)
    opinion: ReadOpinion


class Finished(_Event):
    """The sitting is over: the learner ended it, its time was up, or no item was left that fits."""

    kind: Literal["finished"] = "finished"
    by: Literal["learner", "time", "used_up"]


SittingEvent = Annotated[
    Drawn
    | Moved
    | Answered
    | Helped
    | Flagged
    | Turned
    | Recalled
    | Paused
    | Resumed
    | Undone
    | Opined
    | Finished,
    Field(discriminator="kind"),
]

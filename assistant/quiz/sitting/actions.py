"""What a learner can do in a sitting, as a client sends it: each once, by an id that the client makes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from assistant.quiz.types import Confidence, Mode, Rating, Response
from curricula.blueprint import Share
from retrieval.types import Value

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,48}$")]
"""Made by the client, so that sending it again is harmless; other events have ids of another form."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
MOST_ITEMS = 300
MOST_MINUTES = 24 * 60
MOST_PAUSES = 10
MOST_SHARES = 60


class Beginning(Value):
    """A sitting to be started. `id` is made by the client.

    Items are of one of the topics and one of the objectives, where any are named; `items` are asked for by
    their ids. `count` is how many there are; None: in an exam 20, else as many as one likes. `minutes` and
    `pauses` (how often the clock may be stopped) are an exam's; without minutes an item has 90 seconds.
    An exam follows the blueprint of the id `plan`, which then says what is in it, or shares of its own.
    """

    id: ClientId
    mode: Mode = "study"
    topics: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    objectives: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    items: Annotated[tuple[Name, ...], Field(max_length=MOST_ITEMS)] = ()
    count: int | None = Field(default=None, ge=1, le=MOST_ITEMS)
    minutes: float | None = Field(default=None, gt=0, le=MOST_MINUTES)
    pauses: int = Field(default=1, ge=0, le=MOST_PAUSES)
    blueprint: Annotated[tuple[Share, ...], Field(max_length=MOST_SHARES)] = ()
    plan: Name | None = None

    @model_validator(mode="after")
    def _is_of_its_mode(self) -> "Beginning":
        if self.mode != "exam" and (self.blueprint or self.plan or self.minutes is not None):
            raise ValueError("only an exam has a blueprint and minutes")
        if self.plan and (self.blueprint or self.items or self.topics or self.objectives):
            raise ValueError("a blueprint says by itself what is asked")
        if any(share.module for share in self.blueprint):
            raise ValueError("a share by module is one of a blueprint that is kept")
        return self


class Doing(Value):
    """What every action has: its id."""

    id: ClientId


class Answer(Doing):
    """Answers the item of a place, maybe without `confidence`; in an exam a later answer replaces it."""

    kind: Literal["answer"] = "answer"
    place: int = Field(ge=0)
    response: Response
    confidence: Confidence | None = None


class Help(Doing):
    """Asks the sources about the item of a place before answering it."""

    kind: Literal["help"] = "help"
    place: int = Field(ge=0)


class Turn(Doing):
    """Turns the card of a place."""

    kind: Literal["turn"] = "turn"
    place: int = Field(ge=0)


class Rate(Doing):
    """Says how well the item of a place was recalled, in a review."""

    kind: Literal["rate"] = "rate"
    place: int = Field(ge=0)
    rating: Rating


class Undo(Doing):
    """Takes back the last rating of a review."""

    kind: Literal["undo"] = "undo"


class Move(Doing):
    """Goes to a place."""

    kind: Literal["move"] = "move"
    place: int = Field(ge=0)


class Next(Doing):
    """Goes on from a place: to the next one, or to a new item where there is none."""

    kind: Literal["next"] = "next"
    place: int = Field(ge=0)


class Flag(Doing):
    """Marks a place to come back to, or takes the mark away."""

    kind: Literal["flag"] = "flag"
    place: int = Field(ge=0)
    on: bool


class Pause(Doing):
    """Stops the clock."""

    kind: Literal["pause"] = "pause"


class Resume(Doing):
    """Lets the clock run again."""

    kind: Literal["resume"] = "resume"


class Finish(Doing):
    """Ends the sitting."""

    kind: Literal["finish"] = "finish"


Action = Annotated[
    Answer | Help | Turn | Rate | Undo | Move | Next | Flag | Pause | Resume | Finish,
    Field(discriminator="kind"),
]

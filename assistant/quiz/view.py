"""A sitting as its learner sees it: nothing here tells what is right before it may be known."""

from typing import Literal

from assistant.image.types import Compared, ReadOpinion
from assistant.quiz.events import Why
from assistant.quiz.types import Confidence, Graded, Mode, Rating, Response
from assistant.types import Citation
from curricula.items.types import Fraction, ItemType, OptionId
from retrieval.types import Value

Phase = Literal["open", "paused", "finished"]


class ShownOption(Value):
    """An option at its place; `letter` is A, B, ... as shown, answers name the id."""

    id: OptionId
    letter: str
    text: str


class ShownPicture(Value):
    """A picture of an item; `file` is asked for by item and version."""

    file: str
    alt: str
    caption: str = ""
    licence: str | None = None


class Explained(Value):
    """Why an option, a region or an answer is right or wrong; None where the item does not say.

    `uncited` says why a citation cannot be shown, as after a new edition. `box` is where a region is: left,
    top, right and bottom in fractions of the picture. `compared` is a line of a report against the read.
    """

    id: str
    text: str
    correct: bool
    chosen: bool
    reason: str | None
    box: tuple[Fraction, Fraction, Fraction, Fraction] | None = None
    compared: Compared | None = None
    citations: tuple[Citation, ...] = ()
    uncited: tuple[str, ...] = ()


class Feedback(Value):
    """What the learner is told once the answer counts; `ask` is a question for Ask about this item.

    `opinion` is what a model says of a read, which changes no mark; `offers_opinion`: one can be asked for.
    """

    graded: Graded
    explained: tuple[Explained, ...] = ()
    explanation: str | None = None
    citations: tuple[Citation, ...] = ()
    uncited: tuple[str, ...] = ()
    ask: str | None = None
    opinion: ReadOpinion | None = None
    offers_opinion: bool = False


class Interval(Value):
    """A rating that may be given now, and after how many seconds the card would come again."""

    rating: Rating
    seconds: float


class ShownItem(Value):
    """An item before the learner. A card's `front` hides its words; `back` is None until it is turned.

    `ask` is a question for Ask that gives nothing away, where help may be had before answering. In a review
    `suggested` is the rating that the answer speaks for, `rating` the one that was given, and `intervals` are
    those that may be given now.
    """

    place: int
    item_id: str
    version: int
    type: ItemType
    title: str | None = None
    vignette: str = ""
    lead_in: str = ""
    options: tuple[ShownOption, ...] = ()
    pictures: tuple[ShownPicture, ...] = ()
    front: str | None = None
    back: str | None = None
    review: str | None = None
    why: Why
    response: Response | None = None
    confidence: Confidence | None = None
    ask: str | None = None
    suggested: Rating | None = None
    rating: Rating | None = None
    intervals: tuple[Interval, ...] = ()
    feedback: Feedback | None = None


class Spot(Value):
    """One place in the list of a sitting; `correct` is None while it is not told or cannot be."""

    place: int
    answered: bool
    flagged: bool
    correct: bool | None = None


class Tally(Value):
    """How many were right of how many graded, for one objective or topic; `ungraded` count as neither."""

    name: str
    right: int
    graded: int
    ungraded: int


class Delivered(Value):
    """A part of an exam's blueprint: how many items of it were wished, and how many the bank had.

    `kind` is module, objective, topic, level or type, or items where a part names none or several of these.
    """

    kind: str
    name: str
    wished: int
    delivered: int


class Outcome(Value):
    """The result of a finished sitting; `unanswered` items count as wrong in an exam, and are told apart."""

    right: int
    graded: int
    ungraded: int
    unanswered: int
    per_objective: tuple[Tally, ...]
    seconds: float | None


class View(Value):
    """The whole sitting: where it stands, the item one is at, and the outcome once it is finished.

    `total` is None where one goes on as long as one likes; `seconds_left` and `pauses_left` without a clock.
    `plan` says what an exam's blueprint wished and got. `events` counts what happened, so that a
    page can tell that it is behind.
    """

    sitting: str
    mode: Mode
    title: str
    phase: Phase
    places: tuple[Spot, ...]
    at: int | None
    total: int | None
    item: ShownItem | None
    seconds_left: float | None = None
    pauses_left: int | None = None
    notes: tuple[str, ...] = ()
    plan: tuple[Delivered, ...] = ()
    outcome: Outcome | None = None
    events: int

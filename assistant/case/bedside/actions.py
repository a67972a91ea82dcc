"""What a student can do in an encounter, as a client sends it: each once, by an id that the client makes."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assistant.case.events import OrderOf, Ranked
from curricula.cases.types import Domain
from retrieval.types import Value

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""Made by the client, so that sending it again is harmless; what the clock does has ids of another form."""
LONGEST_PROBLEM = 1000
LONGEST_ANSWER = 2000
LONGEST_DIAGNOSIS = 300
LONGEST_PLAN_LINE = 500
LONGEST_WAIT = 10_080
MOST_RANKED, MOST_PLANNED, MOST_AT_ONCE = 20, 40, 40


class Doing(Value):
    """What every action has: its id. Texts are checked by the service, which says what is wrong with them."""

    id: ClientId


class Say(Doing):
    """Speaks to the patient."""

    kind: Literal["say"] = "say"
    text: str


class Order(Doing):
    """Examines, orders or treats: entries of the shared table by their ids, or free text."""

    kind: Literal["order"] = "order"
    of: OrderOf
    text: str = ""
    entries: Annotated[tuple[str, ...], Field(max_length=MOST_AT_ONCE)] = ()


class Wait(Doing):
    """Lets simulated minutes pass; without a number, until the next result is there."""

    kind: Literal["wait"] = "wait"
    minutes: Annotated[int, Field(ge=1, le=LONGEST_WAIT)] | None = None


class Shared(Doing):
    """What members of a group may change at the same time.

    `seen` is the `ordinal` of the view on which it is based: it is refused where somebody else has changed
    the same thing since. None puts it over whatever is there.
    """

    seen: int | None = None


class Frame(Shared):
    """Puts the problem in one sentence."""

    kind: Literal["frame"] = "frame"
    text: str


class Rank(Shared):
    """Puts up the differential board, best first."""

    kind: Literal["rank"] = "rank"
    board: Annotated[tuple[Ranked, ...], Field(max_length=MOST_RANKED)]


class Answer(Doing):
    """Answers the tutor's question; an empty text passes."""

    kind: Literal["answer"] = "answer"
    prompt: str
    text: str = ""


class Hint(Doing):
    """Asks for the next hint in one domain of the checklist."""

    kind: Literal["hint"] = "hint"
    about: Domain


class Commit(Shared):
    """Commits to a diagnosis and a plan; afterwards nothing of the encounter can be changed."""

    kind: Literal["commit"] = "commit"
    diagnosis: str
    plan: Annotated[tuple[str, ...], Field(max_length=MOST_PLANNED)] = ()


class Pause(Doing):
    """Stops the clock."""

    kind: Literal["pause"] = "pause"


class Resume(Doing):
    """Lets the clock run again."""

    kind: Literal["resume"] = "resume"


class End(Doing):
    """Ends the encounter; before commitment this gives it up."""

    kind: Literal["end"] = "end"


Action = Annotated[
    Say | Order | Wait | Frame | Rank | Answer | Hint | Commit | Pause | Resume | End,
    Field(discriminator="kind"),
]

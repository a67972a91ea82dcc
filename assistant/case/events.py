"""What happens in an encounter, as it is kept: append-only, each event once by its id.

An event holds the outcome as well as what the student did, so that replaying it needs no model and gives
the same state after the matching has become better.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from assistant.case.opined import Opinion
from curricula.cases.types import Act
from retrieval.types import Value

Understood = Literal["matched", "social", "order", "not_scripted", "unclear", "refused"]
"""How an utterance was taken. `unclear` is counted for the author as an unmatched question."""
Tier = Literal["most_likely", "likely", "possible", "must_exclude"]
OrderOf = Literal["examination", "test", "treatment"]
"""What an order was meant as: which of the three lists it was typed under."""
LONGEST_UTTERANCE = 2000


class Reply(Value):
    """What a student gets to hear or see for one utterance or order.

    `voice` says who speaks: the patient (or whoever speaks for him), the examiner who reports findings and
    results, or the tutor. `facts`, `findings`, `tests` and `steps` are the ids conveyed, done or ordered;
    `asked_for` are the words of what was wanted and is not in the case;
    `held_back` are facts that the patient tells only when asked again. `worded_by` is "model" only where a
    model's wording passed its check.
    """

    text: str
    voice: Literal["patient", "examiner", "tutor", "narrator"] = "patient"
    understood: Understood = "matched"
    facts: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    asked_for: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    worded_by: Literal["script", "model"] = "script"


class Ranked(Value):
    """A line of the differential board: the student's words, and how likely: a tier or a share 0..1."""

    text: str = Field(min_length=1, max_length=300)
    tier: Tier = "possible"
    probability: float | None = Field(default=None, ge=0, le=1)


class Happened(Value):
    """What every event has: an id made by the client (sending it again is harmless), when, and by whom."""

    id: str
    at: datetime
    by: str


class Said(Happened):
    """The student spoke to the patient, and what came back."""

    kind: Literal["said"] = "said"
    text: str
    reply: Reply


class Ordered(Happened):
    """The student examined, ordered or treated from the lists or in free text, and what came back."""

    kind: Literal["ordered"] = "ordered"
    of: OrderOf | None = None
    text: str
    reply: Reply


class Waited(Happened):
    """The student let time pass."""

    kind: Literal["waited"] = "waited"
    minutes: int = Field(ge=1, le=10_080)


class Framed(Happened):
    """The problem in the student's one sentence; a later one replaces it."""

    kind: Literal["framed"] = "framed"
    text: str


class Listed(Happened):
    """The differential board as it stands now, best first."""

    kind: Literal["listed"] = "listed"
    board: tuple[Ranked, ...]


class Worded(Happened):
    """A question of the tutor was put in words for this encounter: from here on it is asked so."""

    kind: Literal["worded"] = "worded"
    prompt: str
    question: str
    worded_by: Literal["script", "model"]


class Prompted(Happened):
    """The tutor asked at a commit point; `answer` is empty where the student passed."""

    kind: Literal["prompted"] = "prompted"
    prompt: str
    question: str
    answer: str = ""


class Hinted(Happened):
    """The student asked for a hint and got the next step of it."""

    kind: Literal["hinted"] = "hinted"
    about: str
    step: int
    text: str


class Committed(Happened):
    """The student's diagnosis and plan; from here on held results and the debrief are shown."""

    kind: Literal["committed"] = "committed"
    diagnosis: str
    plan: tuple[str, ...] = ()


class Paused(Happened):
    """The clock stands from here."""

    kind: Literal["paused"] = "paused"


class Resumed(Happened):
    """The clock runs again."""

    kind: Literal["resumed"] = "resumed"


class Ended(Happened):
    """Nothing more can be done in this encounter; `why` says who ended it."""

    kind: Literal["ended"] = "ended"
    why: Literal["finished", "time_up", "left"] = "finished"


class Opined(Happened):
    """Somebody asked a model for a second opinion once the encounter was over; no state follows from it."""

    kind: Literal["opined"] = "opined"
    opinion: Opinion


CaseEvent = Annotated[
    Said
    | Ordered
    | Waited
    | Framed
    | Listed
    | Worded
    | Prompted
    | Hinted
    | Committed
    | Paused
    | Resumed
    | Ended
    | Opined,
    Field(discriminator="kind"),
]

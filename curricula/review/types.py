"""The values of the review: what is reviewed, who does what with it, and how it stands."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from curricula.types import SIGNED, Status
from retrieval.errors import WrongUse
from retrieval.types import Value

Kind = Literal["item", "case", "objective", "curriculum", "blueprint", "audit"]
"""Cards are items."""
Move = Literal[
    "submit",
    "withdraw",
    "comment",
    "ask_changes",
    "publish",
    "sign",
    "retire",
    "reopen",
    "mark",
    "keep",
    "take_in",
]
"""`sign` is for what is live unsigned, as what comes with the product is. `mark` says that what is live needs
a look, `keep` that somebody did and it is still right. `take_in` notes what a file brought as published."""
UNNAMED = "local"
"""The user id of whoever uses the machine without an account: that may be anybody, so it signs nothing."""
LONGEST_NOTE = 4000


class Which(Value):
    """One version of one thing."""

    kind: Kind
    id: str
    version: int = Field(ge=1)


class Act(Value):
    """Who does it, when, and what they say; the same `event_id` again changes nothing."""

    event_id: str = Field(min_length=1, max_length=64)
    user_id: str
    name: str
    at: datetime
    note: str = Field(default="", max_length=LONGEST_NOTE)


class Event(Act):
    """What was done with which version; `name` is the person's at that time."""

    kind: Kind
    id: str
    version: int
    move: Move


class Version(Value):
    """A version as it is kept: its status, who saved it and when, and where it came from."""

    version: int
    status: Status
    saved_by: str | None
    at: datetime
    origin: str


class Standing(Value):
    """How a thing stands: its versions, newest first, and all that was done with it, oldest first."""

    kind: Kind
    id: str
    title: str
    author: str
    reviewer: str | None
    versions: tuple[Version, ...] = Field(min_length=1)
    events: tuple[Event, ...] = ()

    @property
    def newest(self) -> Version:
        """The version that was saved last, whose state is the thing's."""
        return self.versions[0]

    @property
    def status(self) -> Status:
        """The state of the newest version."""
        return self.newest.status

    @property
    def live(self) -> Version | None:
        """The version that learners get: the newest published one; None where there is none."""
        return next((one for one in self.versions if one.status == "published"), None)

    @property
    def fresh(self) -> tuple[Version, ...]:
        """The versions saved since the newest published one, that one aside."""
        last = self.live.version if self.live else 0
        return tuple(one for one in self.versions if one.version > last)

    @property
    def marks(self) -> tuple[Event, ...]:
        """Why it needs a look, as far as nobody has looked and no newer version is live since."""
        open_marks: list[Event] = []
        for one in self.events:
            if one.move == "mark":
                open_marks.append(one)
            elif one.move in ("keep", "publish", "sign", "retire"):
                open_marks.clear()
        return tuple(open_marks)

    @property
    def returned(self) -> Event | None:
        """Who asked for changes of the newest version and what; None where nobody did, or it is back."""
        moves = [one for one in self.events if one.move in ("submit", "withdraw", "ask_changes")]
        asked = bool(moves) and moves[-1].move == "ask_changes" and self.status == "draft"
        return moves[-1] if asked else None

    @property
    def sent_by(self) -> str | None:
        """The user id of who submitted it last."""
        return next((one.user_id for one in reversed(self.events) if one.move == "submit"), None)

    @property
    def which(self) -> Which:
        """The newest version."""
        return Which(kind=self.kind, id=self.id, version=self.newest.version)


class Blocked(WrongUse):
    """A move that is not possible, with every reason."""

    def __init__(self, what: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{what} {' '.join(reasons)}", "Put that right, and try again.")
        self.reasons = reasons


def signature(name: str, at: datetime) -> str:
    """What learners read of a version that was reviewed."""
    return f"{SIGNED}{name} on {at.day} {at:%B %Y}"

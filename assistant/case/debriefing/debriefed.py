"""What a debrief holds: every figure with the line and the words behind it. None is what nobody can say."""

from typing import Literal

from assistant.case.grading.diagnosis import Grade
from assistant.case.grading.management import Managed, PlanLine
from assistant.types import Citation
from curricula.cases.types import Act, Domain
from curricula.types import Reference
from retrieval.types import Value

Status = Literal["done", "missed", "avoided", "harmed", "ungraded"]
"""Done, missed: of what was to be done; avoided, harmed: of what was not; ungraded counts nowhere."""


class Quote(Value):
    """The student's own words and what they brought. `minute` is simulated; None on a board or in a plan."""

    minute: int | None
    words: str
    brought: str = ""


class Link(Value):
    """A reference with its place in the library; None with the reason where it was not found."""

    reference: Reference
    citation: Citation | None
    reason: str = ""


class LineMark(Value):
    """A line of the checklist: its points (None: ungraded), and the student's words that earned or lost them.

    `links` lead to the sources of a line that was not fulfilled.
    """

    line: str
    domain: Domain
    text: str
    status: Status
    points: float | None
    weight: float
    why: str
    quotes: tuple[Quote, ...] = ()
    reason: str = ""
    links: tuple[Link, ...] = ()


class DomainScore(Value):
    """The points of a domain, out of the weight of its graded lines; `lines` are those of the debrief."""

    domain: Domain
    points: float
    out_of: float
    ungraded: int
    lines: tuple[str, ...]


class BoardLine(Value):
    """A line of the student's board: the candidate that it names, and how well; None where none is named.

    `grade` is that against the candidate; a line without a verdict was not graded, and counts for nothing.
    """

    rank: int
    text: str
    candidate: str | None
    grade: Grade


class Expected(Value):
    """A candidate that belongs on the list, and its rank on the last board; None where it is not there."""

    candidate: str
    must_not_miss: bool
    rank: int | None
    nearly: bool
    why: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    links: tuple[Link, ...] = ()


class Differential(Value):
    """The last board against what was expected. `ranks` are those of the diagnosis on each board in turn."""

    board: tuple[BoardLine, ...]
    expected: tuple[Expected, ...]
    missing_must_not_miss: tuple[str, ...]
    ranks: tuple[int | None, ...]


class OrderMark(Value):
    """A test that was ordered: how often, what it cost and did; None where the case does not know.

    `unneeded` says why it was not needed; None where something asks for it or nothing is said.
    """

    test: str
    name: str
    times: int
    cost: float | None
    harm: str | None
    unneeded: str | None


class Bill(Value):
    """The orders with their cost: the sum of what is known, and for how many it and the harm are not known.

    `not_available` are the student's words for what the case does not hold.
    """

    orders: tuple[OrderMark, ...]
    cost: float
    cost_unknown: int
    harms: tuple[str, ...]
    harm_unknown: int
    not_available: tuple[str, ...]


class Flag(Value):
    """A red flag of the history, whether it was brought out, and by which words."""

    fact: str
    about: str
    asked: bool
    quotes: tuple[Quote, ...] = ()


class Debrief(Value):
    """What the encounter shows about how the student worked. The grade is None before commitment.

    `minutes` are simulated; `hints` counts by domain the hints that were used; `unclear` are the words that
    the patient did not understand.
    """

    case: str
    diagnosis: str
    committed: str | None
    grade: Grade | None
    minutes: int
    domains: tuple[DomainScore, ...]
    lines: tuple[LineMark, ...]
    differential: Differential
    problem: str
    problem_expected: str
    bill: Bill
    plan: tuple[PlanLine, ...]
    managed: tuple[Managed, ...]
    acts: tuple[Act, ...]
    flags: tuple[Flag, ...]
    hints: dict[str, int]
    unclear: tuple[str, ...]
    teaching: tuple[str, ...]
    links: tuple[Link, ...] = ()

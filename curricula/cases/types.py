"""A case: a patient, what he knows, what can be found and ordered, what time changes, and how it is marked.

Ids of facts, findings, tests, steps and changes are unique within the case, so that checklist lines, the
differential and the timeline can name any of them.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from curricula.types import Exercise, Reference
from retrieval.types import Value

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80)]
Speaker = Literal["patient", "parent", "carer", "interpreter", "witness"]
Told = Literal["freely", "asked", "pressed"]
"""Freely: part of any general answer. Asked: when the question is about it. Pressed: at the second asking."""
Domain = Literal[
    "history", "examination", "investigation", "reasoning", "management", "communication", "stewardship"
]
DOMAINS: tuple[Domain, ...] = (
    "history",
    "examination",
    "investigation",
    "reasoning",
    "management",
    "communication",
    "stewardship",
)
Act = Literal["introduced", "consent", "empathy", "ideas", "explained", "summarised", "safety_net", "closed"]
"""What a student can do in words that is neither a question about the illness nor an order."""


class Person(Value):
    """Who the patient is, and who speaks. `age` is in `age_unit`; None where the case does not say.

    `persona` is how they are: calm, guarded, in pain. `speaker` is who answers where it is not the patient:
    "his mother".
    """

    name: str | None = None
    age: float | None = Field(default=None, ge=0)
    age_unit: Literal["years", "months", "weeks", "days"] = "years"
    sex: str | None = None
    speaks: Speaker = "patient"
    speaker: str | None = None
    persona: str = ""
    literacy: Literal["low", "average", "high"] = "average"


class Setting(Value):
    """Where the encounter takes place and what the student is to do there. `minutes` limits a station."""

    place: str = ""
    task: str = Field(min_length=1)
    minutes: int | None = Field(default=None, ge=1)


class Askable(Value):
    """Something a student can ask for: found by the shared intents, or by phrasings of the author's own.

    `source` is a JSON pointer into the record that it was imported from.
    """

    id: PartId
    intents: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    source: str | None = None


class Fact(Askable):
    """One thing that the speaker knows, in their own words. `absent` marks a denial ("no, never")."""

    about: str = ""
    says: str = Field(min_length=1)
    absent: bool = False
    red_flag: bool = False
    told: Told = "asked"


class Image(Value):
    """A picture by the name of its file beside the case, with what it shows said in words of no diagnosis."""

    file: str
    alt: str = Field(min_length=1)
    caption: str = ""
    licence: str | None = None


class Finding(Askable):
    """What one manoeuvre finds. `abnormal` is None where nobody has said."""

    name: str = Field(min_length=1)
    finding: str = Field(min_length=1)
    abnormal: bool | None = None
    image: Image | None = None


class Reading(Value):
    """One line of a result. Outside `low`..`high` it is flagged; a text value is never flagged."""

    name: str
    value: float | str
    unit: str = ""
    low: float | None = None
    high: float | None = None


class Series(Value):
    """Values over time or along an axis to be plotted: an ECG strip, a temperature chart, a growth curve."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    x_label: str
    y_label: str


class Investigation(Askable):
    """What an investigation gives: readings, words, a picture or a plot.

    `minutes` is how long it takes, `cost` is in relative units (1: a full blood count), `harm` is what it
    does to the patient ("8 mSv"); each None where not known. A result that is `held` is shown only after the
    student has committed to a diagnosis.
    """

    name: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    text: str = ""
    image: Image | None = None
    series: Series | None = None
    minutes: int | None = Field(default=None, ge=0)
    cost: float | None = Field(default=None, ge=0)
    harm: str | None = None
    held: bool = False


class Step(Value):
    """One step of management, or one to avoid. `accepts` are ways of ordering it; `after` what comes first.

    `within` is the simulated minutes by which it should be done. A `contraindicated` step says in `why`
    what it does to this patient.
    """

    id: PartId
    text: str = Field(min_length=1)
    accepts: tuple[str, ...] = ()
    after: tuple[PartId, ...] = ()
    within: int | None = Field(default=None, ge=0)
    contraindicated: bool = False
    why: str = ""
    references: tuple[Reference, ...] = ()


class Change(Value):
    """What happens as time passes or things are done: said by the narrator, and new facts and results.

    It happens once, when `minutes` have passed since the beginning and `delay` minutes since the last of
    `when` (each if given), all of `when` are done and none of `unless`. `facts`, `findings` and `tests`
    replace those of the same id.
    """

    id: PartId
    minutes: int | None = Field(default=None, ge=0)
    delay: int | None = Field(default=None, ge=0)
    when: tuple[PartId, ...] = ()
    unless: tuple[PartId, ...] = ()
    says: str = Field(min_length=1)
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    tests: tuple[Investigation, ...] = ()


class Diagnosis(Value):
    """A disease by its usual name, with the other names that mean it, those too wide, and look-alikes."""

    name: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


class Candidate(Value):
    """A diagnosis that belongs on the list, and what speaks for and against it (ids)."""

    diagnosis: Diagnosis
    must_not_miss: bool = False
    speaks_for: tuple[PartId, ...] = ()
    speaks_against: tuple[PartId, ...] = ()
    why: str = ""
    references: tuple[Reference, ...] = ()


class Line(Value):
    """A line of the checklist: `weight` points for any one of the facts, findings, tests or steps `any_of`.

    With `avoid` the points are lost by doing any of those. A communication line names `acts` instead, a
    reasoning line names diagnoses of the differential by `candidates`.
    """

    id: PartId
    domain: Domain
    text: str = Field(min_length=1)
    weight: float = Field(default=1, gt=0)
    any_of: tuple[PartId, ...] = ()
    avoid: tuple[PartId, ...] = ()
    acts: tuple[Act, ...] = ()
    candidates: tuple[str, ...] = ()
    why: str = ""
    references: tuple[Reference, ...] = ()


class Case(Exercise):
    """One patient to practise on. `diagnosis` is what the student should commit to."""

    level: Literal["early", "clinical", "final", "graduate"] = "clinical"
    patient: Person
    setting: Setting
    opening: str = Field(min_length=1)
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
    tests: tuple[Investigation, ...] = ()
    steps: tuple[Step, ...] = ()
    timeline: tuple[Change, ...] = ()
    diagnosis: Diagnosis
    differential: tuple[Candidate, ...] = ()
    problem: str = ""
    checklist: tuple[Line, ...] = ()
    teaching: tuple[str, ...] = ()

"""What the student may see of an encounter: never more than has been told, found, shown and committed."""

from datetime import datetime
from typing import Literal

from assistant.case.bedside.clock import Clock
from assistant.case.bedside.encounters import Mode, Role
from assistant.case.events import OrderOf, Ranked, Understood
from curricula.cases.types import DOMAINS, Case, Domain, Reading, Series, Speaker
from retrieval.types import Value

Phase = Literal["open", "paused", "committed", "ended"]
"""From "committed" on held results and the debrief are shown; an encounter that ended has a debrief too."""
ResultStatus = Literal["ready", "pending", "after_commitment"]


class Patient(Value):
    """The patient as the student meets them. `speaker` is who answers where it is not the patient."""

    name: str | None
    age: float | None
    age_unit: str
    sex: str | None
    speaks: Speaker
    speaker: str | None


class Card(Value):
    """The case as it is met: the instructions of the station, and who wrote it."""

    id: str
    version: int
    title: str
    level: str
    place: str
    task: str
    minutes: int | None
    opening: str
    patient: Patient
    author: str
    review: str | None
    licence: str | None


class Picture(Value):
    """A picture by the key under which its bytes are fetched; the name of the file stays hidden."""

    key: str
    alt: str
    caption: str
    licence: str | None


class Turn(Value):
    """One line of the transcript: what somebody did (`text`), and what came back (`reply`, by `voice`).

    `kind` is that of the event, or "narrated" for what the timeline brings; `of` is set for orders. `minute`
    is simulated.
    """

    ordinal: int
    kind: str
    minute: int
    at: datetime
    by: str
    of: OrderOf | None = None
    text: str = ""
    reply: str = ""
    voice: Literal["patient", "examiner", "tutor", "narrator"] = "narrator"
    worded_by: Literal["script", "model"] = "script"
    understood: Understood | None = None


class Measured(Value):
    """A line of a result with its reference range; `flag` is None inside it and where there is none."""

    name: str
    value: float | str
    unit: str
    low: float | None
    high: float | None
    flag: Literal["low", "high"] | None


class FindingShown(Value):
    """What a manoeuvre found, at a simulated minute."""

    name: str
    finding: str
    minute: int
    picture: Picture | None = None


class ResultShown(Value):
    """A test that was ordered. Before it is "ready" only its name, when it was ordered and when it is due."""

    key: str
    name: str
    ordered: int
    due: int | None
    status: ResultStatus
    readings: tuple[Measured, ...] = ()
    text: str = ""
    picture: Picture | None = None
    series: Series | None = None


class Board(Value):
    """The differential as it stood from a minute on, and who put it up."""

    minute: int
    by: str
    ranked: tuple[Ranked, ...]


class Question(Value):
    """What the tutor asks now, by an id with which it is answered."""

    prompt: str
    text: str


class Asked(Value):
    """A question of the tutor, and the answer; empty where it was passed."""

    question: str
    answer: str


class HintGiven(Value):
    """A hint that was asked for: the step counts from 1, each one nearer."""

    about: str
    step: int
    text: str


class Commitment(Value):
    """What the student committed to."""

    diagnosis: str
    plan: tuple[str, ...]


class Seat(Value):
    """Somebody in a group, by name, with the role they took."""

    name: str
    role: Role | None
    is_you: bool


class View(Value):
    """An encounter as one person sees it after `ordinal` events. `minute` is simulated time.

    `next_result` is in how many simulated minutes a pending result comes; None where none is awaited.
    `hints_about` are the domains in which hints may be asked for; empty in a station.
    """

    encounter: str
    ordinal: int
    mode: Mode
    phase: Phase
    ended_why: Literal["finished", "time_up", "left"] | None
    started_at: datetime
    card: Card
    minute: int
    clock: Clock | None
    circuit: str | None
    station: int | None
    code: str | None
    seats: tuple[Seat, ...]
    transcript: tuple[Turn, ...]
    findings: tuple[FindingShown, ...]
    results: tuple[ResultShown, ...]
    next_result: int | None
    problem: str
    boards: tuple[Board, ...]
    question: Question | None
    answered: tuple[Asked, ...]
    hints: tuple[HintGiven, ...]
    hints_about: tuple[Domain, ...]
    committed: Commitment | None


def card_of(case: Case) -> Card:
    """The case as the student meets it, before and during the encounter."""
    person, setting = case.patient, case.setting
    return Card(
        id=case.id,
        version=case.version,
        title=case.title,
        level=case.level,
        place=setting.place,
        task=setting.task,
        minutes=setting.minutes,
        opening=case.opening,
        patient=Patient(
            name=person.name,
            age=person.age,
            age_unit=person.age_unit,
            sex=person.sex,
            speaks=person.speaks,
            speaker=person.speaker,
        ),
        author=case.author,
        review=case.review,
        licence=case.licence,
    )


def measured(reading: Reading) -> Measured:
    """A reading with its flag; a value in words has none."""
    return Measured(**reading.model_dump(), flag=_flag(reading))


def hints_of(mode: Mode) -> tuple[Domain, ...]:
    """The domains in which hints may be asked for."""
    return DOMAINS if mode == "practice" else ()


def _flag(reading: Reading) -> Literal["low", "high"] | None:
    if isinstance(reading.value, str):
        return None
    if reading.low is not None and reading.value < reading.low:
        return "low"
    return "high" if reading.high is not None and reading.value > reading.high else None

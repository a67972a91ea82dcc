"""What can be played, what somebody has played, and where each of it stands."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from assistant.accounts import Account
from assistant.case.bedside.clock import closed_at
from assistant.case.bedside.encounters import Encounters, Mode, Sketch
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.view import Card, Phase, View, card_of
from assistant.case.events import CaseEvent, Paused
from curricula.cases.shelf import ALL
from curricula.cases.types import Case, Speaker
from curricula.types import Status
from retrieval.errors import WrongUse
from retrieval.types import Value

ADULT_FROM_YEARS = 18
PER_YEAR = {"years": 1.0, "months": 12.0, "weeks": 52.0, "days": 365.0}


class Wanted(Value):
    """Which cases to list; None or False leaves a filter off."""

    topic: str | None = None
    level: str | None = None
    speaks: Speaker | None = None
    age: Literal["child", "adult"] | None = None
    unplayed: bool = False


class Offer(Value):
    """A case that can be played. Topics that would name what the student is to find are left out."""

    card: Card
    topics: tuple[str, ...]
    status: Status
    age: Literal["child", "adult"] | None
    times_played: int


class Standing(Value):
    """One of somebody's encounters: with which case, and where it stands. `title` is None if it is gone."""

    encounter: str
    case: str
    version: int
    title: str | None
    mode: Mode
    phase: Phase
    started_at: datetime
    last_at: datetime
    events: int
    circuit: str | None
    station: int | None
    is_owner: bool


class Export(Value):
    """An encounter to take away; the events with what they are marked by only once it is over."""

    view: View
    events: tuple[CaseEvent, ...]


class Unmatched(Value):
    """What students said or ordered and the patient did not understand, and how often; not by whom."""

    text: str
    times: int


def offers(bedside: Bedside, who: Account, wanted: Wanted) -> list[Offer]:
    """The cases that this person may play and that fit, by title."""
    shelf, encounters = bedside.house.shelf, bedside.house.encounters
    played = Counter(sketch.encounter.case_id for sketch in encounters.of(who.user_id))
    drafts = shelf.listed(ALL - {"retired"}) if who.may_edit_library else []
    newest = {one.id: one for one in (*drafts, *shelf.listed())}
    found = sorted(newest.values(), key=lambda one: (one.title.casefold(), one.id))
    shown = (_offer(shelf.case(one.id, one.version), played[one.id]) for one in found)
    return [offer for offer in shown if _fits(offer, wanted)]


def standings(bedside: Bedside, who: Account) -> list[Standing]:
    """This person's encounters, newest first."""
    now, titles = bedside.house.now(), _Titles(bedside)
    return [_standing(one, who, now, titles) for one in bedside.house.encounters.of(who.user_id)]


def export(bedside: Bedside, who: Account, encounter_id: str) -> Export:
    """The encounter as this person may take it away."""
    here, seen = bedside.opened(who, encounter_id), bedside.view(who, encounter_id)
    return Export(view=seen, events=here.log.events if seen.phase in ("committed", "ended") else ())


def unmatched(encounters: Encounters, case_id: str) -> list[Unmatched]:
    """What was not understood in encounters with a case, the most frequent first."""
    counted = Counter(text.casefold() for text in encounters.unclear(case_id))
    return [Unmatched(text=text, times=times) for text, times in counted.most_common()]


def phase_of(sketch: Sketch, now: datetime) -> Phase:
    """Where an encounter stands, its clock included."""
    if closed_at(sketch.encounter, sketch.marks, now) is not None:
        kinds = {event.kind for event in sketch.marks}
        return "ended" if "ended" in kinds or "committed" not in kinds else "committed"
    return "paused" if sketch.marks and isinstance(sketch.marks[-1], Paused) else "open"


def age_of(case: Case) -> Literal["child", "adult"] | None:
    """Whether the patient is a child; None where the case does not say how old they are."""
    age = case.patient.age
    if age is None:
        return None
    return "child" if age / PER_YEAR[case.patient.age_unit] < ADULT_FROM_YEARS else "adult"


def safe_topics(case: Case) -> tuple[str, ...]:
    """The topics in which neither the diagnosis nor a candidate is named, nor a part of their names."""
    diagnoses = (case.diagnosis, *(one.diagnosis for one in case.differential))
    names = [_plain(name) for one in diagnoses for name in (one.name, *one.also, *one.parts, *one.wider)]
    return tuple(topic for topic in case.topics if not _names(topic, names))


def _names(topic: str, names: Iterable[str]) -> bool:
    plain = _plain(topic)
    return any(plain in name or name in plain for name in names)


def _plain(text: str) -> str:
    """Spaces at both ends, so that one is found in another by whole words only."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return f" {' '.join(letters.split())} "


def _offer(case: Case, times: int) -> Offer:
    return Offer(
        card=card_of(case),
        topics=safe_topics(case),
        status=case.status,
        age=age_of(case),
        times_played=times,
    )


def _fits(offer: Offer, wanted: Wanted) -> bool:
    topic = wanted.topic and wanted.topic.casefold()
    return (
        (topic is None or topic in {one.casefold() for one in offer.topics})
        and wanted.level in (None, offer.card.level)
        and wanted.speaks in (None, offer.card.patient.speaks)
        and wanted.age in (None, offer.age)
        and not (wanted.unplayed and offer.times_played)
    )


class _Titles:
    """The titles of cases by version, each looked up once."""

    def __init__(self, bedside: Bedside) -> None:
        self._shelf = bedside.house.shelf
        self._known: dict[tuple[str, int], str | None] = {}

    def __call__(self, case_id: str, version: int) -> str | None:
        key = (case_id, version)
        if key not in self._known:
            try:
                self._known[key] = self._shelf.case(case_id, version).title
            except WrongUse:
                self._known[key] = None
        return self._known[key]


def _standing(sketch: Sketch, who: Account, now: datetime, titles: _Titles) -> Standing:
    encounter = sketch.encounter
    return Standing(
        encounter=encounter.id,
        case=encounter.case_id,
        version=encounter.case_version,
        title=titles(encounter.case_id, encounter.case_version),
        mode=encounter.mode,
        phase=phase_of(sketch, now),
        started_at=encounter.started_at,
        last_at=sketch.last_at,
        events=sketch.events,
        circuit=encounter.circuit,
        station=encounter.station,
        is_owner=encounter.owner == who.user_id,
    )

"""The bedside: starting an encounter, doing something in it, and seeing how it stands.

Everything is done at most once: an action whose id is in the log changes nothing, whether it comes again
from a second tab, after a double click or after a crash that swallowed the reply.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from typing import NamedTuple

from pydantic import Field

from assistant.accounts import Account
from assistant.case.bedside import rules
from assistant.case.bedside.actions import Action, ClientId
from assistant.case.bedside.clock import by_itself
from assistant.case.bedside.does import Scene, event_of
from assistant.case.bedside.encounters import Encounter, Encounters, Log, Member, Mode, Role
from assistant.case.bedside.entries import Entries
from assistant.case.bedside.seen import Viewer, phase, pictures, view
from assistant.case.bedside.view import Question, View
from assistant.case.bedside.walk import Walk, step, walk
from assistant.case.bedside.ward import Bed, Teaches, Ward
from assistant.case.debriefing.briefing import Over
from assistant.case.debriefing.debriefed import Debrief
from assistant.case.events import CaseEvent, Hinted, Worded
from assistant.case.opined import Opinion
from assistant.cohorts.allowed import FREE, Rule, check_hint, check_open
from assistant.connect.structured import Unreadable
from assistant.recent import Recent
from curricula.cases.shelf import Shelf
from curricula.cases.types import Case, Image
from retrieval.errors import LibraryBusy, WrongUse
from retrieval.types import Value

STATION_MINUTES = 10
"""How long a station lasts where neither the case nor whoever starts it says."""
LONGEST_STATION = 180
MOST_TRIES = 20
TUTOR = "tutor"
"""The id by which events are marked that the tutor brought."""
MOST_WALKED = 64


class Beginning(Value):
    """An encounter to be started. `id` is made by the client. `shared` lets others join with a code.

    `minutes` limits a station; None: as long as the case says.
    """

    id: ClientId
    case: str
    mode: Mode = "practice"
    minutes: int | None = Field(default=None, ge=1, le=LONGEST_STATION)
    shared: bool = False
    role: Role | None = None


Opines = Callable[[Over], Opinion | Unreadable]


class House(NamedTuple):
    """What the bedside stands on; `now` and `new_code` are given, so that a test can fix them.

    `opine` asks a model what it thinks of an encounter that is over; None where none is connected.
    `rule` tells what the person of an id may do now, by the rules of their classes.
    """

    encounters: Encounters
    shelf: Shelf
    ward: Ward
    entries: Entries
    tutor: Teaches | None
    debrief: Callable[[Case, Sequence[CaseEvent]], Debrief]
    now: Callable[[], datetime]
    new_code: Callable[[], str]
    opine: Opines | None = None
    rule: Rule = lambda _: FREE


class Open(NamedTuple):
    """An encounter that somebody has come to: the case with its patient, the log, and the walk through it."""

    bed: Bed
    log: Log
    walked: Walk


class Bedside:
    """Plays cases. `who` is always the person who asks; nobody sees anybody else's encounters."""

    def __init__(self, house: House) -> None:
        self.house = house
        # Events are only ever added, so a walk can go on from where it was.
        self._walked: Recent[str, Open] = Recent(MOST_WALKED)

    def start(self, who: Account, beginning: Beginning) -> View:
        """A new encounter with the newest version that this person may play; again is harmless."""
        case = self.playable(who, beginning.case)
        encounter = Encounter(
            id=beginning.id,
            owner=who.user_id,
            case_id=case.id,
            case_version=case.version,
            mode=beginning.mode,
            minutes=station_minutes(case, beginning.minutes) if beginning.mode == "osce" else None,
            code=self.house.new_code() if beginning.shared else None,
            started_at=self.house.now(),
        )
        return self.begin(who, encounter, beginning.role)

    def begin(self, who: Account, encounter: Encounter, role: Role | None = None) -> View:
        """The encounter as it begins; as it stands where it has begun before."""
        self._check_open(who)
        self.house.encounters.begin(encounter, Member(user_id=who.user_id, name=who.name, role=role))
        return self.view(who, encounter.id)

    def join(self, who: Account, code: str, role: Role | None) -> View:
        """The encounter of that code, in which the person is from now on; joining again changes the role."""
        self._check_open(who)
        member = Member(user_id=who.user_id, name=who.name, role=role)
        return self.view(who, self.house.encounters.join(code.strip().upper(), member, self.house.now()))

    def view(self, who: Account, encounter_id: str) -> View:
        """The encounter as this person sees it now."""
        return self._seen(who, self.opened(who, encounter_id))

    def act(self, who: Account, encounter_id: str, action: Action) -> View:
        """The encounter after the action. WrongUse where it cannot be done; then nothing has changed."""
        for _ in range(MOST_TRIES):
            here = self.opened(who, encounter_id)
            if action.id in {event.id for event in here.log.events}:
                return self._seen(who, here)
            event = self._checked(who, here, action)
            if self._append(here, event):
                return self._seen(who, self._worded(_with(here, event)))
        raise LibraryBusy("Too many changes at once in this encounter.", "Try again.")

    def forget(self, who: Account, encounter_id: str) -> None:
        """Removes an encounter of one's own for good, or leaves one of a group."""
        if self._log(who, encounter_id).encounter.circuit is not None:
            raise WrongUse("This is a station of a circuit.", "Remove the whole circuit.")
        self.house.encounters.forget(who.user_id, encounter_id)

    def closed(self, who: Account, encounter_id: str) -> Open:
        """The encounter once it is committed or ended. WrongUse before: there is nothing to be seen yet."""
        here = self.opened(who, encounter_id)
        if phase(here.walked.state) not in ("committed", "ended"):
            raise WrongUse("The encounter is still open.", "Commit to a diagnosis, or end it.")
        return here

    def debrief(self, who: Account, encounter_id: str) -> Debrief:
        """What the encounter showed of the student. WrongUse while it is open."""
        here = self.closed(who, encounter_id)
        return self.house.debrief(here.bed.case, here.log.events)

    def pictures(self, who: Account, encounter_id: str) -> dict[str, Image]:
        """The pictures this person may see in the encounter, by their keys."""
        return pictures(self.opened(who, encounter_id).walked)

    def opened(self, who: Account, encounter_id: str) -> Open:
        """The encounter with what the clock has done by now. WrongUse unless this person is in it."""
        self._check_open(who)
        here = self._come(who, encounter_id)
        for _ in range(MOST_TRIES):
            due = by_itself(here.log.encounter, here.log.events, self.house.now())
            if due is None:
                return here
            here = _with(here, due) if self._append(here, due) else self._come(who, encounter_id)
        raise LibraryBusy("Too many changes at once in this encounter.", "Try again.")

    def playable(self, who: Account, case_id: str) -> Case:
        """The case as it is published; where it is not, to who may edit the library its newest draft."""
        try:
            return self.house.shelf.published(case_id)
        except WrongUse:
            if not who.may_edit_library:
                raise
            return self.house.shelf.case(case_id)

    def _checked(self, who: Account, here: Open, action: Action) -> CaseEvent:
        state, house = here.walked.state, self.house
        rules.check(rules.Doer(who.user_id, here.log, state), action)
        asks = self._question(here)
        scene = Scene(here.bed, state, house.entries, house.tutor, asks, who.user_id, house.now())
        event = event_of(scene, action)
        if isinstance(event, Hinted):
            check_hint(house.rule(who.user_id), event.step)
        return event

    def _check_open(self, who: Account) -> None:
        check_open(self.house.rule(who.user_id), "Cases are")

    def _come(self, who: Account, encounter_id: str) -> Open:
        known = self._walked.get(encounter_id)
        here = self._further(who, known) if known else None
        if here is None:
            log = self._log(who, encounter_id)
            bed = self.house.ward.bed(log.encounter.case_id, log.encounter.case_version)
            here = Open(bed, log, walk(bed.case, log))
        self._walked.put(encounter_id, here)
        return here

    def _further(self, who: Account, known: Open) -> Open | None:
        """What is known with the events since; None where it is not the beginning of what there is."""
        last = known.log.events[-1:]
        log = self._log(who, known.log.encounter.id, beyond=len(known.log.events) - len(last))
        if known.log[:2] != log[:2] or log.events[: len(last)] != last:
            return None
        return reduce(_with, log.events[len(last) :], known)

    def _log(self, who: Account, encounter_id: str, *, beyond: int = 0) -> Log:
        return self.house.encounters.log(who.user_id, encounter_id, beyond=beyond)

    def _append(self, here: Open, event: CaseEvent) -> bool:
        return self.house.encounters.append(here.log.encounter.id, event, after=len(here.log.events))

    def _seen(self, who: Account, here: Open) -> View:
        viewer = Viewer(who.user_id, self.house.now(), self._question(here))
        return view(here.log, here.walked, viewer)

    def _worded(self, here: Open) -> Open:
        """The encounter with the wording of a question that has just become due, which is kept: once each."""
        asked, state = self._question(here), here.walked.state
        if self.house.tutor is None or asked is None or asked.prompt in state.worded:
            return here
        wording = self.house.tutor.worded(asked, here.bed.case, state)
        if wording is None:
            return here
        event = Worded(
            id=f"{TUTOR}:{asked.prompt}",
            at=self.house.now(),
            by=TUTOR,
            prompt=asked.prompt,
            question=wording.text,
            worded_by=wording.worded_by,
        )
        return _with(here, event) if self._append(here, event) else here

    def _question(self, here: Open) -> Question | None:
        state = here.walked.state
        if self.house.tutor is None or here.log.encounter.mode != "practice" or phase(state) != "open":
            return None
        return self.house.tutor.question(here.bed.case, state)


def station_minutes(case: Case, wanted: int | None) -> int:
    """How long a station with this case lasts."""
    return wanted or case.setting.minutes or STATION_MINUTES


def _with(here: Open, event: CaseEvent) -> Open:
    log = here.log._replace(events=(*here.log.events, event))
    return Open(here.bed, log, step(here.walked, event))

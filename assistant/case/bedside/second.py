"""The second opinion on an encounter: asked for once it is over, once, and kept with it."""

from collections.abc import Sequence

from assistant.accounts import Account
from assistant.case.bedside.play import Bedside
from assistant.case.debriefing.briefing import Over
from assistant.case.events import CaseEvent, Opined
from assistant.case.opined import Opinion, Second
from assistant.connect.structured import Unreadable
from assistant.ports import ModelFault
from retrieval.errors import LibraryBusy, WrongUse

OPINED = "model:opined"
"""The id of the event, of a form that no client can make: there is one a log."""
MOST_TRIES = 20


def second(bedside: Bedside, who: Account, encounter_id: str) -> Second:
    """Whether a model can be asked, and what it said. WrongUse while the encounter is open."""
    events = bedside.closed(who, encounter_id).log.events
    return Second(offered=bedside.house.opine is not None, opinion=_kept(events))


def ask_second(bedside: Bedside, who: Account, encounter_id: str) -> Opinion:
    """The model's opinion, from now on kept with the encounter; the one that is kept where there is one.

    WrongUse while the encounter is open and where no model is connected; ModelFault where the model gave
    none, and then nothing has changed.
    """
    here, house = bedside.closed(who, encounter_id), bedside.house
    kept = _kept(here.log.events)
    if kept is not None:
        return kept
    if house.opine is None:
        raise WrongUse("No language model is connected.", "Go by the points, or set PRECEPTOR_MODEL_URL.")
    case, events = here.bed.case, here.log.events
    found = house.opine(Over(case, events, house.debrief(case, events)))
    if isinstance(found, Unreadable):
        raise ModelFault("malformed", found.reason, "Ask again; the points stand without it.")
    event = Opined(id=OPINED, at=house.now(), by=who.user_id, opinion=found)
    for _ in range(MOST_TRIES):
        if house.encounters.append(encounter_id, event, after=len(events)):
            return found
        events = bedside.closed(who, encounter_id).log.events
        kept = _kept(events)
        if kept is not None:
            return kept
    raise LibraryBusy("Too many changes at once in this encounter.", "Try again.")


def _kept(events: Sequence[CaseEvent]) -> Opinion | None:
    return next((event.opinion for event in events if isinstance(event, Opined)), None)

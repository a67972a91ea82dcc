"""Sittings: starting one, doing something in it, and seeing how it stands.

Everything is done at most once: an action whose id is in the log changes nothing, whether it comes again
from a second tab, after a double click or after a crash that swallowed the reply.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from assistant.accounts import Account
from assistant.learner.log import Log as AttemptLog
from assistant.learner.log import append, forget
from assistant.quiz.actions import Action, Beginning
from assistant.quiz.begin import begun
from assistant.quiz.choose import Met, Past, next_item
from assistant.quiz.counted import attempt_id, attempts_of, counted
from assistant.quiz.does import Scene, events_of
from assistant.quiz.events import Drawn, SittingEvent
from assistant.quiz.seen import Eyes, counts, shown, view
from assistant.quiz.sittings import Beside, Log, Sitting, Sittings
from assistant.quiz.state import State, fold, out_of_time, step
from assistant.quiz.view import ShownItem, View
from assistant.references import Resolve
from curricula.items.bank import Bank
from retrieval.errors import LibraryBusy, WrongUse

MOST_TRIES = 20


class House(NamedTuple):
    """What quizzes stand on; `sources` gives what looks references up, `now` the time."""

    sittings: Sittings
    bank: Bank
    log: AttemptLog
    sources: Callable[[], Resolve]
    now: Callable[[], datetime]


class Open(NamedTuple):
    """A sitting that its learner has come to, and the time of this moment in it."""

    log: Log
    state: State
    now: datetime


class Quizzes:
    """Sittings of learners. `who` is always the person who asks; nobody sees anybody else's."""

    def __init__(self, house: House) -> None:
        self.house = house

    def start(self, who: Account, beginning: Beginning) -> View:
        """A new sitting with its first item, an exam with all of them; again is harmless.

        WrongUse where no item fits.
        """
        if self.house.sittings.find(who.user_id, beginning.id) is None:
            sitting, events = begun(self.house.bank, beginning, self._past(who), who, self.house.now())
            self.house.sittings.begin(sitting, events)
        return self.view(who, beginning.id)

    def view(self, who: Account, sitting_id: str, place: int | None = None) -> View:
        """The sitting as it stands now, with the item of `place` where the learner only looks there."""
        return self._seen(self.opened(who, sitting_id), place)

    def act(self, who: Account, sitting_id: str, action: Action) -> View:
        """The sitting after the action. WrongUse where it cannot be done; then nothing has changed."""
        for _ in range(MOST_TRIES):
            here = self.opened(who, sitting_id)
            if action.id in {event.id for event in here.log.events}:
                return self._seen(here)
            events = events_of(self._scene(who, here), action)
            if not events:
                return self._seen(here)
            after = self._kept(here, events)
            if after is not None:
                return self._seen(after)
        raise _too_busy()

    def answers(self, who: Account, sitting_id: str) -> list[ShownItem]:
        """Every item of the sitting whose answer counts, with what is told about it."""
        here = self.opened(who, sitting_id)
        sitting, state, eyes = here.log.sitting, here.state, self._eyes(here)
        may = (one for one, place in enumerate(state.places) if counts(sitting, state, place))
        return [shown(sitting, state, one, eyes) for one in may]

    def picture(self, who: Account, sitting_id: str, place: int, file: str) -> bytes | None:
        """A picture of the item of a place; None where it has none of that name or may not be seen now."""
        here = self.opened(who, sitting_id)
        if place >= len(here.state.places) or here.state.is_paused:
            return None
        known = here.state.places[place]
        return self.house.bank.picture(known.item_id, known.version, file)

    def forget(self, who: Account, sitting_id: str) -> None:
        """Removes a sitting of one's own for good; the attempts it led to stay in the learner's log."""
        self.house.sittings.forget(who.user_id, sitting_id)

    def opened(self, who: Account, sitting_id: str) -> Open:
        """The sitting with what its clock has done by now. NotYours unless this person began it."""
        for _ in range(MOST_TRIES):
            log = self.house.sittings.log(who.user_id, sitting_id)
            state = fold(log.sitting, log.events)
            # Two servers' clocks may differ: what happens never comes before what happened.
            here = Open(log, state, max(self.house.now(), state.last_at))
            due = out_of_time(log.sitting, state, here.now)
            if due is None:
                return here
            after = self._kept(here, [due])
            if after is not None:
                return after
        raise _too_busy()

    def _kept(self, here: Open, events: list[SittingEvent]) -> Open | None:
        """The sitting after the events; None where something else came before them."""
        state = here.state
        for event in events:
            state = step(state, event)
        after = Open(Log(here.log.sitting, (*here.log.events, *events)), state, here.now)
        beside = self._beside(here, after)
        kept = self.house.sittings.append(
            here.log.sitting.id, events, after=len(here.log.events), beside=beside
        )
        return after if kept else None

    def _beside(self, here: Open, after: Open) -> Beside:
        return partial(_learnt, here.log.sitting, here.state, after.state, self.house.bank)

    def _scene(self, who: Account, here: Open) -> Scene:
        return Scene(
            here.log.sitting, here.state, self.house.bank.item, partial(self._draw, who, here), here.now
        )

    def _draw(self, who: Account, here: Open, event_id: str, at: datetime) -> Drawn | None:
        bank = self.house.bank
        met = Met(bank.item(place.item_id, place.version) for place in here.state.places)
        return next_item(bank, here.log.sitting, met, self._past(who), at=at, event_id=event_id)

    def _past(self, who: Account) -> Past:
        return Past(frozenset(one.item_id for one in self.house.log.evidence(who.user_id)))

    def _eyes(self, here: Open) -> Eyes:
        return Eyes(self.house.bank.item, self.house.sources(), here.now)

    def _seen(self, here: Open, place: int | None = None) -> View:
        if place is not None and place >= len(here.state.places):
            raise WrongUse(f"This sitting has no item {place + 1}.", "Go to one of those that it has.")
        return view(here.log, here.state, self._eyes(here), place)


def _learnt(sitting: Sitting, before: State, after: State, bank: Bank, connection: Connection) -> None:
    """Keeps the attempts that count from now on, and removes a rating that was taken back."""
    known, now = counted(sitting, before), counted(sitting, after)
    if known.keys() != now.keys():
        forget(connection, sitting.user_id, [attempt_id(sitting, one) for one in known.keys() - now.keys()])
        found = attempts_of(sitting, after, bank.item)
        append(connection, [attempt for place, attempt in found.items() if place not in known])


def _too_busy() -> LibraryBusy:
    return LibraryBusy("Too many changes at once in this sitting.", "Try again.")

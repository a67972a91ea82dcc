"""Sittings: starting one, doing something in it, and seeing how it stands.

Everything is done at most once: an action whose id is in the log changes nothing, whether it comes again
from a second tab, after a double click or after a crash that swallowed the reply.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial, reduce
from typing import NamedTuple

from assistant.accounts import Account
from assistant.cohorts.allowed import FREE, Rule, check_open
from assistant.connect.structured import Unreadable
from assistant.image.types import ReadOpinion
from assistant.quiz.choosing.catalogue import Catalogue
from assistant.quiz.choosing.draws import Draws, Shelves
from assistant.quiz.choosing.exams import Exams
from assistant.quiz.events import SittingEvent
from assistant.quiz.sitting import begin
from assistant.quiz.sitting.actions import Action, Beginning
from assistant.quiz.sitting.does import Scene, events_of
from assistant.quiz.sitting.history import Events, Histories, keep
from assistant.quiz.sitting.seen import Eyes, FindItem, counts, shown, view
from assistant.quiz.sitting.sittings import Log, Sitting, Sittings
from assistant.quiz.state import Place, State, fold, out_of_time, step
from assistant.quiz.view import ShownItem, View
from assistant.references import Resolve
from curricula.items.bank import Bank
from curricula.items.types import ReportLine
from retrieval.errors import LibraryBusy, WrongUse
from retrieval.ports import Encoder

MOST_TRIES = 20
Opines = Callable[[Sequence[ReportLine], str], ReadOpinion | Unreadable]
"""What a model thinks of a read beside its report. Raises ModelFault."""


class House(NamedTuple):
    """What quizzes stand on; `sources` gives what looks references up, `now` the time.

    `rule` tells what the person of an id may do now, by the rules of their classes.
    `encoder` gives what holds words of a read together by meaning, `opine` a model's second opinion on a
    read; None without one.
    """

    sittings: Sittings
    bank: Bank
    learning: Histories
    exams: Exams
    sources: Callable[[], Resolve]
    now: Callable[[], datetime]
    rule: Rule = lambda _: FREE
    encoder: Callable[[], Encoder | None] = lambda: None
    opine: Opines | None = None


class Open(NamedTuple):
    """A sitting that its learner has come to, and the time of this moment in it."""

    log: Log
    state: State
    now: datetime


class Quizzes:
    """Sittings of learners. `who` is always the person who asks; nobody sees anybody else's."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.catalogue = Catalogue(house.bank)
        self._shelves = Shelves(house.bank, house.learning.cards)

    def start(self, who: Account, beginning: Beginning) -> View:
        """A new sitting with its first item, an exam with all of them; again is harmless.

        WrongUse where no item fits, or nothing is to be reviewed.
        """
        self._check_open(who, beginning.id)
        if self.house.sittings.find(who.user_id, beginning.id) is None:
            self.house.sittings.begin(*self._begun(who, beginning, self.house.now()))
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
            events = events_of(self._scene(here), action)
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
        if not 0 <= place < len(here.state.places) or here.state.is_paused:
            return None
        known = here.state.places[place]
        return None if known.own else self.house.bank.picture(known.item_id, known.version, file)

    def forget(self, who: Account, sitting_id: str) -> None:
        """Removes a sitting of one's own for good; the attempts it led to stay in the learner's log."""
        self.house.sittings.forget(who.user_id, sitting_id)

    def opened(self, who: Account, sitting_id: str) -> Open:
        """The sitting with what its clock has done by now. NotYours unless this person began it.

        ExamRuns for any but the sitting of the exam that runs.
        """
        self._check_open(who, sitting_id)
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

    def _check_open(self, who: Account, sitting_id: str) -> None:
        check_open(self.house.rule(who.user_id), "The quiz is", work=sitting_id)

    def _begun(
        self, who: Account, beginning: Beginning, now: datetime
    ) -> tuple[Sitting, Sequence[SittingEvent]]:
        bank, learning = self.house.bank, self.house.learning
        if beginning.mode == "exam":
            drafted = self.house.exams.find(beginning.plan) if beginning.plan else None
            past = learning.past(who.user_id)
            by = begin.Examinee(who, past.answered, learning.evidence(who.user_id))
            return begin.exam(bank, beginning, drafted, by, now)
        if beginning.mode == "review":
            sitting = begin.review(learning.queue(who.user_id, now), beginning, who, now)
        else:
            sitting = begin.study(bank, beginning, who, now)
        first = self._draws(sitting, ()).draw("drawn:0", now)
        if first is None:
            raise begin.none_fits()
        return sitting, [first]

    def _kept(self, here: Open, events: Sequence[SittingEvent]) -> Open | None:
        """The sitting after the events; None where something else came before them."""
        log, state = here.log, reduce(step, events, here.state)
        item = self._finder(log.sitting)
        beside = partial(
            keep,
            sitting=log.sitting,
            before=here.state,
            after=state,
            events=Events(log.events, events),
            item=item,
        )
        if not self.house.sittings.append(log.sitting.id, events, after=len(log.events), beside=beside):
            return None
        return Open(Log(log.sitting, (*log.events, *events)), state, here.now)

    def _scene(self, here: Open) -> Scene:
        sitting, state = here.log.sitting, here.state
        draw = self._draws(sitting, state.places).draw
        return Scene(sitting, state, self._finder(sitting), draw, here.now, self.house.encoder())

    def _draws(self, sitting: Sitting, places: tuple[Place, ...]) -> Draws:
        return Draws(self._shelves, sitting, places, partial(self.house.learning.past, sitting.user_id))

    def _finder(self, sitting: Sitting) -> FindItem:
        return partial(self._shelves.item, sitting.user_id)

    def _eyes(self, here: Open) -> Eyes:
        sitting = here.log.sitting
        learning = self.house.learning
        return Eyes(
            self._finder(sitting),
            self.house.sources(),
            lambda place: learning.intervals(sitting.user_id, place, here.now),
            here.now,
            self.house.opine is not None,
        )

    def _seen(self, here: Open, place: int | None = None) -> View:
        if place is not None and place >= len(here.state.places):
            raise WrongUse(f"This sitting has no item {place + 1}.", "Go to one of those that it has.")
        return view(here.log, here.state, self._eyes(here), place)


def _too_busy() -> LibraryBusy:
    return LibraryBusy("Too many changes at once in this sitting.", "Try again.")

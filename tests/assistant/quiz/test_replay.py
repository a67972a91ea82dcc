"""Whatever tabs, double clicks, crashes and the clock do, a replay of the log gives what was shown."""

import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import TypeAdapter

from assistant.learner.cards import OwnCard
from assistant.learner.ratings import Ratings, standing
from assistant.quiz.sitting.actions import Action, Answer, Beginning
from assistant.quiz.sitting.counted import attempts_of
from assistant.quiz.sitting.history import ratings_of
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.sitting.sittings import Sittings
from assistant.quiz.state import fold
from assistant.quiz.types import Chosen, Mode
from assistant.quiz.view import View
from curricula.items.types import ClozeCard
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import ADA, NOON, Hands, Learner, make_engine, make_quizzes

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
KINDS: tuple[dict[str, Any], ...] = (
    *({"kind": "answer", "response": {"kind": "chosen", "options": [one]}} for one in "ab"),
    {"kind": "answer", "response": {"kind": "chosen", "options": []}},
    {"kind": "answer", "response": {"kind": "chosen", "options": ["a"]}, "confidence": 95},
    {"kind": "help"},
    {"kind": "turn"},
    {"kind": "rate", "rating": "good"},
    {"kind": "rate", "rating": "again"},
    {"kind": "undo"},
    {"kind": "move"},
    *({"kind": "next"},) * 2,
    {"kind": "flag", "on": True},
    {"kind": "flag", "on": False},
    {"kind": "pause"},
    {"kind": "resume"},
    {"kind": "finish"},
)
PLACED = {"answer", "help", "turn", "rate", "move", "next", "flag"}


class Crash(Exception):
    """The process ended after the events were kept and before the reply was sent."""


class Crashing(Sittings):
    """A log that can crash the server right after it kept events."""

    crashes = False

    def append(self, *given: Any, **more: Any) -> bool:
        """Keeps the events, then crashes if it is to."""
        kept = super().append(*given, **more)
        if kept and self.crashes:
            self.crashes = False
            raise Crash
        return kept


class Sat(RuleBasedStateMachine):
    """One sitting in two tabs, served by two servers of one database."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._engine = make_engine(Path(self._folder.name))
        self.hands = Hands()
        made = make_quizzes(self._engine, now=self.hands)
        self._log = Crashing(self._engine)
        self.servers = [Quizzes(made.house._replace(sittings=self._log)), made]
        self.shown: View | None = None

    def teardown(self) -> None:
        """Leaves nothing behind."""
        self._engine.dispose()
        self._folder.cleanup()

    @initialize(mode=st.sampled_from(("study", "exam", "review")))
    def begin(self, mode: Mode) -> None:
        """A sitting of three items; a review of two missed ones and a card."""
        self.mode = mode
        if mode == "review":
            study = Learner(self.servers[0], sitting="before-it")
            study.start()
            study.answer(0, "b")
            study.next(0)
            study.answer(1, "b")
            card = ClozeCard(type="cloze_card", id="card-1", title="T", author="ada", text="It is {{this}}.")
            own = OwnCard(card=card, item_id=None, attempt=None, kept_at=NOON)
            self.servers[0].house.learning.cards.keep(ADA.user_id, own)
        limits = {"minutes": 5} if mode == "exam" else {}
        self.beginning = Beginning.model_validate({"id": "sitting-1", "mode": mode, "count": 3} | limits)
        self.shown = self.servers[0].start(ADA, self.beginning)

    @rule(
        number=st.integers(0, 40),
        what=st.integers(0, len(KINDS) - 1),
        place=st.integers(0, 3),
        server=st.integers(0, 1),
        times=st.integers(1, 3),
        crashes=st.booleans(),
    )
    def click(self, number: int, what: int, place: int, server: int, times: int, crashes: bool) -> None:
        """A request, maybe sent several times, of which the first may be swallowed by a crash."""
        fields = KINDS[what] | ({"place": place} if KINDS[what]["kind"] in PLACED else {})
        action = ACTION.validate_python({"id": f"action-{number}"} | fields)
        before = len(self._events())
        for _ in range(times):
            self._log.crashes = crashes
            try:
                self.shown = self.servers[server].act(ADA, "sitting-1", action)
            except (Crash, WrongUse):
                self.shown = None
            self._log.crashes = False
        new = self._events()[before:]
        sent = [event for event in new if event.id.split(":")[0] == action.id]
        assert len({event.id for event in new}) == len(new)
        assert len(sent) <= 3 and all(event.kind == "finished" for event in new if event not in sent)

    @rule(seconds=st.sampled_from((1, 40, 200, 4000)))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.hands.pass_(seconds)
        self.shown = None

    @rule(server=st.integers(0, 1))
    def refresh(self, server: int) -> None:
        """A page is loaded again, and the sitting begun again by a second click."""
        self.shown = self.servers[server].start(ADA, self.beginning)

    @invariant()
    def what_was_shown_is_what_the_log_says(self) -> None:
        """A server that knows nothing yet shows the same, and changes nothing by showing it twice."""
        if self.shown is not None:
            fresh = Quizzes(self.servers[1].house)
            assert fresh.view(ADA, "sitting-1") == self.shown
            assert fresh.view(ADA, "sitting-1") == self.shown

    @invariant()
    def the_learner_is_told_what_the_log_says(self) -> None:
        """Attempts and ratings are those that follow from the events."""
        here = self._log.log(ADA.user_id, "sitting-1")
        state = fold(here.sitting, here.events)
        finder = self.servers[1]._finder(here.sitting)
        kept = self.servers[1].house.learning.log.of(ADA.user_id, sitting="sitting-1")
        assert {one.attempt.id: one.attempt for one in kept} == {
            one.id: one for one in attempts_of(here.sitting, state, finder).values()
        }
        rows = ratings_of(here.sitting, state, (), here.events)
        assert standing(Ratings(self._engine).of(ADA.user_id)) == standing(rows)

    def _events(self) -> tuple[Any, ...]:
        return self._log.log(ADA.user_id, "sitting-1").events


Sat.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyInterleaving = Sat.TestCase


@pytest.mark.parametrize("mode", ["study", "exam"])
def test_two_tabs_that_answer_at_the_same_moment_leave_one_log(tmp_path: Path, mode: str) -> None:
    engine = make_engine(tmp_path)
    first = make_quizzes(engine)
    second = Quizzes(first.house)
    Learner(first).start(mode=mode, count=3)
    answers = [
        Answer(id=f"{tab}-tab-{one}", place=0, response=Chosen(options=(option,)))
        for one in range(5)
        for tab, option in (("one", "a"), ("two", "b"))
    ]

    def send(quizzes: Quizzes, mine: list[Answer]) -> None:
        for one in mine:
            try:
                quizzes.act(ADA, "sitting-1", one)
            except WrongUse:
                assert mode == "study"

    tabs = [
        Thread(target=send, args=(first, answers[::2])),
        Thread(target=send, args=(second, answers[1::2])),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    given = [
        one for one in first.house.sittings.log(ADA.user_id, "sitting-1").events if one.kind == "answered"
    ]
    assert len(given) == (1 if mode == "study" else 10)
    assert len(first.house.learning.log.of(ADA.user_id)) == (1 if mode == "study" else 0)
    engine.dispose()

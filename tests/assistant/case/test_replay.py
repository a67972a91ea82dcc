"""Whatever tabs, double clicks and crashes do, replaying the log gives the state that was shown."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sqlalchemy import delete

from assistant.case.bedside.actions import Action
from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.play import Bedside
from assistant.case.bedside.seen import Viewer, view
from assistant.case.bedside.tables import case_events, encounters, members
from assistant.case.bedside.view import View
from assistant.case.bedside.walk import walk
from assistant.case.debriefing.debrief import debrief
from assistant.case.state import fold
from retrieval.errors import WrongUse
from tests.assistant.case.bedside import ADA, Hands, make_bedside, make_engine, played_case, started

ACTION: TypeAdapter[Action] = TypeAdapter(Action)
KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "say", "text": "onset?"},
    {"kind": "say", "text": "fever and position?"},
    {"kind": "say", "text": "wibble"},
    {"kind": "order", "of": "test", "text": "troponin and echo"},
    {"kind": "order", "of": "examination", "text": "rub"},
    {"kind": "order", "of": "treatment", "text": "nsaid"},
    {"kind": "wait", "minutes": 70},
    {"kind": "wait"},
    {"kind": "frame", "text": "a young man with sharp pain"},
    {"kind": "rank", "board": [{"text": "pericarditis", "tier": "likely"}]},
    {"kind": "answer", "prompt": "first", "text": "a clot"},
    {"kind": "hint", "about": "history"},
    {"kind": "pause"},
    {"kind": "resume"},
    {"kind": "commit", "diagnosis": "pericarditis", "plan": ["rest"]},
    {"kind": "end"},
)


class Sent(NamedTuple):
    """One request: by which id, what, in which tab, and whether the server crashes before it replies."""

    number: int
    what: int
    again: bool
    crashes: bool


SENT = st.builds(
    Sent,
    number=st.integers(0, 11),
    what=st.integers(0, len(KINDS) - 1),
    again=st.booleans(),
    crashes=st.booleans(),
)


class Crash(Exception):
    """The process ended after the event was kept and before the reply was sent."""


class Crashing(Encounters):
    """A log that can crash the server right after it kept an event."""

    crashes = False

    def append(self, *given: Any, **more: Any) -> bool:
        """Keeps the event, then crashes if it is to."""
        kept = super().append(*given, **more)
        if kept and self.crashes:
            self.crashes = False
            raise Crash
        return kept


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bedside, Crashing]:
    """A bedside on one database, and the log under it."""
    engine = make_engine(tmp_path_factory.mktemp("replay"))
    made = make_bedside(engine, now=Hands())
    log = Crashing(engine)
    return Bedside(made.house._replace(encounters=log)), log


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(SENT, max_size=25))
def test_a_replay_gives_the_state_that_was_shown(
    place: tuple[Bedside, Crashing], requests: Sequence[Sent]
) -> None:
    bedside, log = place
    begin_anew(bedside, log)
    case, kept, shown = played_case(), 0, bedside.view(ADA, "encounter-1")
    for request in requests:
        answers = [send(bedside, log, request) for _ in range(1 + request.again)]
        here = log.log(ADA.user_id, "encounter-1")
        grown = len(here.events) - kept
        assert grown in (0, 1), "a request was taken twice"
        kept = len(here.events)
        shown = next((one for one in reversed(answers) if one is not None), shown)
        if answers[-1] is not None:
            assert answers[-1] == view(here, walk(case, here), viewer(bedside, answers[-1]))
    here = log.log(ADA.user_id, "encounter-1")
    assert len({event.id for event in here.events}) == len(here.events)
    state = fold(case, here.events)
    assert fold(case, here.events) == state
    if state.committed or state.ended:
        assert bedside.debrief(ADA, "encounter-1") == debrief(case, here.events)
    assert bedside.view(ADA, "encounter-1").minute == state.minutes


def viewer(bedside: Bedside, shown: View) -> Viewer:
    return Viewer(ADA.user_id, bedside.house.now(), shown.question)


def send(bedside: Bedside, log: Crashing, request: Sent) -> View | None:
    """What comes back; None where the server crashed or refused."""
    action = ACTION.validate_python({"id": f"action-{request.number}", **KINDS[request.what]})
    log.crashes = request.crashes
    try:
        return bedside.act(ADA, "encounter-1", action)
    except (Crash, WrongUse):
        return None
    finally:
        log.crashes = False


def begin_anew(bedside: Bedside, log: Crashing) -> None:
    with log._engine.begin() as connection:
        for table in (case_events, members, encounters):
            connection.execute(delete(table))
    started(bedside)

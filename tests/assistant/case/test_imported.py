"""What was imported can be played to its end by the real patient, with no model and no author's hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from assistant.accounts import LOCAL
from assistant.case.bedside.actions import Commit, Order, Say
from assistant.case.bedside.encounters import Encounters
from assistant.case.bedside.entries import Entries
from assistant.case.bedside.play import Bedside, Beginning, House
from assistant.case.bedside.ward import Ward
from assistant.case.debriefing.debrief import debrief
from assistant.case.patient.mapping import mapped
from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.migrations import ASSISTANT
from curricula.cases.shelf import Shelf, Source
from curricula.cases.types import Case
from curricula.formats.agentclinic import case_of_record
from curricula.formats.fhir.draft import case_of_bundle
from curricula.migrations import CURRICULA
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from tests.curricula.formats.bundles import whole_bundle
from tests.curricula.formats.examination import record

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Make = Callable[[Any, str], tuple[Case, tuple[str, ...]]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    made = open_engine(tmp_path)
    migrate(made, [*CURRICULA, *ASSISTANT], NOON)
    yield made
    made.dispose()


@pytest.mark.parametrize(("make", "given"), [(case_of_record, record()), (case_of_bundle, whole_bundle())])
def test_an_imported_case_is_played_from_opening_to_debrief(engine: Engine, make: Make, given: Any) -> None:
    understanding = Understanding()
    case = mapped(make(given, "a" * 64)[0], understanding)
    shelf = Shelf(engine)
    shelf.put(case, Source(origin="agentclinic", at=NOON))
    bedside = Bedside(
        House(
            encounters=Encounters(engine),
            shelf=shelf,
            ward=Ward(shelf.case, lambda here: Patient(here, understanding)),
            entries=Entries(understanding.intents),
            tutor=None,
            debrief=debrief,
            now=lambda: NOON,
            new_code=lambda: "CODE",
        )
    )
    ids = (f"action-{number:04d}" for number in count())
    here = bedside.start(LOCAL, Beginning(id=next(ids), case=case.id)).encounter
    bedside.act(LOCAL, here, Say(id=next(ids), text="What brings you here?"))
    bedside.act(LOCAL, here, Order(id=next(ids), of="examination", text="blood pressure"))
    for test in case.tests:
        view = bedside.act(LOCAL, here, Order(id=next(ids), of="test", text=test.name))
    assert len(view.findings) >= 1
    assert len(view.results) >= len(case.tests) - 1
    bedside.act(LOCAL, here, Commit(id=next(ids), diagnosis=case.diagnosis.name, plan=("Rest.",)))
    assert bedside.debrief(LOCAL, here).grade.verdict == "correct"

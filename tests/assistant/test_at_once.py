"""What two clicks, two tabs or two servers of one database do at the same moment is done once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from assistant.accounts import Accounts
from assistant.case.bedside.encounters import Encounter, Encounters, Member
from assistant.migrations import ASSISTANT
from assistant.quiz.sitting.actions import Answer, Beginning
from assistant.quiz.types import Chosen
from assistant.record import Record, Turn
from curricula.cases.shelf import Shelf
from curricula.cases.shelf import Source as CaseSource
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.migrations import CURRICULA
from retrieval.errors import WrongUse
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from tests.assistant.case.bedside import make_engine, played_case
from tests.assistant.case.encounter import NOW
from tests.assistant.quiz.bank import ADA, make_quizzes
from tests.curricula.items.samples import single
from tests.ui.answers import answer, statement

AT_ONCE = 6


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = make_engine(tmp_path, database)
    yield engine
    engine.dispose()


def faults_of(work: Callable[[int], object], times: int = AT_ONCE) -> list[Exception]:
    """What went wrong when the same was done so often at the same moment."""
    start, faults = Barrier(times), []

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_an_encounter_begins_once(engine: Engine) -> None:
    made = Encounter(id="one", owner="u-ada", case_id="c", case_version=1, started_at=NOW)
    ada = Member(user_id="u-ada", name="ada")
    assert faults_of(lambda _: Encounters(engine).begin(made, ada)) == []
    assert len(Encounters(engine).of("u-ada")) == 1


def test_cases_items_and_turns_are_kept_once(engine: Engine) -> None:
    turn = Turn(
        turn_id="t", user_id="ada", session_id="s", question="?", answer=answer(statement()), asked_at=NOW
    )
    shelf, bank, record = Shelf(engine), Bank(engine), Record(engine)
    assert faults_of(lambda _: shelf.put(played_case(), CaseSource(origin="yaml", at=NOW))) == []
    assert faults_of(lambda _: bank.put(single(), Source(origin="yaml", at=NOW))) == []
    assert faults_of(lambda _: record.keep(turn)) == []


def test_a_sitting_begins_once_and_an_answer_counts_once(engine: Engine) -> None:
    quizzes = make_quizzes(engine)
    beginning = Beginning(id="sitting-1", topics=("topic-1",))
    assert faults_of(lambda _: quizzes.start(ADA, beginning)) == []
    click = Answer(id="click-001", place=0, response=Chosen(options=("a",)))
    assert faults_of(lambda _: quizzes.act(ADA, "sitting-1", click)) == []
    assert len(quizzes.house.learning.log.of(ADA.user_id)) == 1
    assert quizzes.view(ADA, "sitting-1").events == 2


def test_a_name_is_given_to_one_account(engine: Engine) -> None:
    accounts = Accounts(engine)
    faults = faults_of(lambda n: accounts.add("ada", "correct horse", "learner", user_id=f"u{n}", at=NOW))
    assert [type(fault) for fault in faults] == [WrongUse] * (AT_ONCE - 1)


def test_two_servers_that_start_on_a_new_database_make_its_tables_once(
    tmp_path: Path, database: str | None
) -> None:
    def start(_: int) -> None:
        engine = open_engine(tmp_path, database)
        migrate(engine, [*CURRICULA, *ASSISTANT], NOW)
        engine.dispose()

    assert faults_of(start, 3) == []

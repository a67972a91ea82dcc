"""The log of encounters: append-only, each event once, in one order, read only by those who are in it."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, text

from assistant.case.bedside.encounters import MOST_MEMBERS, Encounter, Encounters, Member
from retrieval.errors import PreceptorError, WrongUse
from tests.assistant.case.bedside import make_engine
from tests.assistant.case.encounter import NOW, ordered, said, waited

ADA, BOB = Member(user_id="u-ada", name="ada"), Member(user_id="u-bob", name="bob")


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = make_engine(tmp_path, database)
    yield engine
    engine.dispose()


@pytest.fixture
def encounters(engine: Engine) -> Encounters:
    """One encounter of Ada's, which others may join."""
    made = Encounters(engine)
    made.begin(encounter(), ADA)
    return made


def encounter(name: str = "one", owner: str = "u-ada", code: str | None = "CODE") -> Encounter:
    return Encounter(id=name, owner=owner, case_id="c", case_version=1, code=code, started_at=NOW)


def test_events_come_back_in_their_order_as_they_were(encounters: Encounters) -> None:
    events = (said("when?", "onset"), ordered("troponin"), waited(30))
    for number, event in enumerate(events):
        assert encounters.append("one", event, after=number)
    assert encounters.log("u-ada", "one").events == events


def test_an_event_is_kept_once_and_only_after_those_it_has_seen(encounters: Encounters) -> None:
    first = said("when?", "onset")
    assert encounters.append("one", first, after=0)
    assert not encounters.append("one", first, after=1)
    assert not encounters.append("one", waited(5), after=0)
    assert encounters.log("u-ada", "one").events == (first,)


def test_of_many_writers_at_once_each_place_goes_to_one(encounters: Encounters) -> None:
    taken: list[tuple[int, int]] = []

    def write(writer: int) -> None:
        for place in range(5):
            if encounters.append("one", waited(1, number=writer * 100 + place), after=place):
                taken.append((place, writer))

    threads = [Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(place for place, _ in taken) == [0, 1, 2, 3, 4]
    assert len(encounters.log("u-ada", "one").events) == 5


def test_nobody_else_reads_or_removes_it(encounters: Encounters) -> None:
    for refused in (encounters.log, encounters.forget):
        with pytest.raises(WrongUse, match="no such encounter in your history"):
            refused("u-bob", "one")
    assert encounters.of("u-bob") == []
    assert [one.encounter.id for one in encounters.of("u-ada")] == ["one"]


def test_an_id_that_somebody_took_is_refused_to_others_and_harmless_again(encounters: Encounters) -> None:
    encounters.begin(encounter(), ADA)
    with pytest.raises(WrongUse, match="taken"):
        encounters.begin(encounter(owner="u-bob", code=None), BOB)


def test_whoever_has_the_code_is_in_and_may_change_the_role(encounters: Encounters) -> None:
    assert encounters.join("CODE", BOB, NOW) == "one"
    encounters.join("CODE", BOB.model_copy(update={"role": "scribe"}), NOW)
    here = encounters.log("u-bob", "one").members
    assert [(one.name, one.role) for one in here] == [("ada", None), ("bob", "scribe")]
    with pytest.raises(WrongUse, match="No encounter has this code"):
        encounters.join("OTHER", BOB, NOW)


def test_a_group_has_a_limit(encounters: Encounters) -> None:
    for number in range(MOST_MEMBERS - 1):
        encounters.join("CODE", Member(user_id=f"u{number}", name=f"n{number}"), NOW)
    with pytest.raises(WrongUse, match=f"{MOST_MEMBERS} people"):
        encounters.join("CODE", BOB, NOW)


def test_a_member_leaves_and_the_owner_removes_all_of_it(encounters: Encounters, engine: Engine) -> None:
    encounters.join("CODE", BOB, NOW)
    encounters.append("one", said("when?", "onset"), after=0)
    encounters.forget("u-bob", "one")
    assert [one.name for one in encounters.log("u-ada", "one").members] == ["ada"]
    encounters.forget("u-ada", "one")
    with engine.begin() as connection:
        left = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("encounters", "encounter_members", "case_events")
        ]
    assert left == [0, 0, 0]


def test_an_event_of_another_version_is_told_in_one_sentence(encounters: Encounters, engine: Engine) -> None:
    encounters.append("one", waited(5), after=0)
    with engine.begin() as connection:
        connection.execute(text('UPDATE case_events SET body = \'{"kind": "flew"}\''))
    with pytest.raises(PreceptorError, match="form that cannot be read"):
        encounters.log("u-ada", "one")

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from curricula.cases.shelf import ALL, Shelf, Source
from curricula.cases.types import Case
from curricula.errors import Outdated
from curricula.migrations import CURRICULA
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import open_engine, writing
from retrieval.store.migrate import migrate
from tests.assistant.case.encounter import small_case
from tests.curricula.moving import take_out_of_use

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
AUTHOR = Source(origin="author", at=NOON, by="ada")


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    """A database with the table of cases alone."""
    made = open_engine(tmp_path, database)
    migrate(made, CURRICULA, NOON)
    yield made
    made.dispose()


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    """An empty shelf."""
    return Shelf(engine)


def published(**changed: object) -> Case:
    return small_case(**{"status": "published"} | changed)


def on(shelf: Shelf, **wanted: frozenset) -> list[tuple[str, int]]:
    return [(one.id, one.version) for one in shelf.listed(**wanted)]


def test_a_case_comes_back_as_it_was_kept(shelf: Shelf) -> None:
    case = published()
    assert shelf.put(case, AUTHOR) == "added"
    assert shelf.case(case.id) == case


def test_keeping_the_same_version_again_changes_nothing(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    assert shelf.put(published(), AUTHOR) == "unchanged"
    assert len(shelf.versions(published().id)) == 1


def test_other_contents_under_a_version_that_is_here_are_refused(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    with pytest.raises(WrongUse, match=r"Version 1 .* with other contents"):
        shelf.put(published(opening="My arm hurts."), AUTHOR)
    assert shelf.case(published().id).opening == published().opening


def test_only_published_cases_are_listed_unless_others_are_asked_for(shelf: Shelf) -> None:
    shelf.put(published(id="one"), AUTHOR)
    shelf.put(small_case(id="two"), AUTHOR)
    assert on(shelf) == [("one", 1)]
    assert on(shelf, statuses=ALL) == [("one", 1), ("two", 1)]


def test_a_draft_of_a_new_version_leaves_the_published_one_to_the_students(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    shelf.put(small_case(version=2), AUTHOR)
    assert on(shelf) == [(published().id, 1)]
    assert shelf.published(published().id).version == 1
    assert shelf.case(published().id).version == 2


def test_a_retired_case_is_hidden_but_can_still_be_replayed(shelf: Shelf, engine: Engine) -> None:
    shelf.put(published(), AUTHOR)
    shelf.put(published(version=2), AUTHOR)
    take_out_of_use(engine, "case", published().id)
    assert on(shelf) == []
    assert on(shelf, statuses=ALL) == [(published().id, 2)]
    assert shelf.case(published().id, 1).opening == published().opening
    with pytest.raises(WrongUse, match="no published case"):
        shelf.published(published().id)


def test_a_new_version_does_not_bring_a_retired_case_back(shelf: Shelf, engine: Engine) -> None:
    shelf.put(published(), AUTHOR)
    take_out_of_use(engine, "case", published().id)
    shelf.put(published(version=2), AUTHOR)
    assert on(shelf) == []


def test_a_retired_case_that_is_kept_again_is_unchanged(shelf: Shelf, engine: Engine) -> None:
    shelf.put(published(), AUTHOR)
    take_out_of_use(engine, "case", published().id)
    assert shelf.put(published(), AUTHOR) == "unchanged"
    assert on(shelf) == []


def test_a_change_becomes_the_next_version(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    kept = shelf.revise(published(opening="It still hurts."), AUTHOR, based_on=1)
    assert kept.version == 2
    assert [shelf.case(kept.id, version).opening for version in (1, 2)] == [
        published().opening,
        "It still hurts.",
    ]


def test_a_change_to_a_version_that_is_no_longer_the_newest_is_refused(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    shelf.revise(published(opening="First."), AUTHOR, based_on=1)
    with pytest.raises(Outdated, match=r"Version 2 .* meanwhile"):
        shelf.revise(published(opening="Second."), AUTHOR, based_on=1)
    assert shelf.case(published().id).opening == "First."


def test_a_new_case_cannot_take_an_id_that_is_here(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    with pytest.raises(Outdated):
        shelf.revise(published(), AUTHOR, based_on=None)


def test_an_unknown_case_or_version_is_named(shelf: Shelf) -> None:
    shelf.put(published(), AUTHOR)
    with pytest.raises(WrongUse, match="no case nowhere"):
        shelf.case("nowhere")
    with pytest.raises(WrongUse, match="in version 7"):
        shelf.case(published().id, 7)


def test_the_list_holds_nothing_that_a_student_has_to_find_out(shelf: Shelf) -> None:
    case = published()
    shelf.put(case, AUTHOR)
    listed = shelf.listed()[0].model_dump_json().lower()
    assert "pericarditis" not in listed
    assert case.title.lower() in listed


def test_a_body_of_a_later_form_is_refused_in_one_sentence(shelf: Shelf, engine: Engine) -> None:
    shelf.put(published(), AUTHOR)
    with writing(engine) as connection:
        connection.execute(text("UPDATE cases SET body = '{\"id\": 1}'"))
    with pytest.raises(PreceptorError, match="cannot be read"):
        shelf.case(published().id)

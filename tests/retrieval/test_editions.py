"""Chains of editions: the newest is current, whatever the order in which they arrive and leave."""

from pathlib import Path

import pytest

from retrieval import editions
from retrieval.errors import PreceptorError
from retrieval.store import Store
from tests.retrieval.shelf import NOON, document, entry, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A library with three editions, not linked."""
    made = open_store(tmp_path)
    for year in ("2010", "2015", "2020"):
        made.add(
            entry(
                f"hf{year}", title="Heart failure", publisher="ESC", edition=year, published=f"{year}-01-01"
            )
        )
    return made


def link(store: Store, newer: str, older: str) -> None:
    editions.link(store, document(newer).id, document(older).id, NOON)


def chain(store: Store, *names: str) -> list[str | None]:
    """What each supersedes, by its file's name."""
    by_id = {kept.id: kept.filename.removesuffix(".md") for kept in store.documents()}
    return [by_id.get(store.document(document(name).id).supersedes or "") for name in names]


def test_only_the_newest_of_a_chain_is_current(store: Store) -> None:
    link(store, "hf2015", "hf2010")
    link(store, "hf2020", "hf2015")
    current = [kept.edition for kept in store.documents() if kept.superseded_by is None]
    assert current == ["2020"]


def test_superseding_an_edition_that_has_a_successor_goes_to_the_end_of_its_chain(store: Store) -> None:
    link(store, "hf2015", "hf2010")
    link(store, "hf2020", "hf2010")
    assert chain(store, "hf2020", "hf2015", "hf2010") == ["hf2015", "hf2010", None]


def test_an_edition_that_arrives_late_takes_its_place_by_date(store: Store) -> None:
    link(store, "hf2020", "hf2010")
    link(store, "hf2015", "hf2010")
    assert chain(store, "hf2020", "hf2015", "hf2010") == ["hf2015", "hf2010", None]


def test_a_circle_of_editions_is_refused_and_changes_nothing(store: Store) -> None:
    link(store, "hf2015", "hf2010")
    link(store, "hf2020", "hf2015")
    for newer, older in (("hf2010", "hf2020"), ("hf2010", "hf2010")):
        with pytest.raises(PreceptorError, match="circle"):
            link(store, newer, older)
    assert chain(store, "hf2020", "hf2015", "hf2010") == ["hf2015", "hf2010", None]


@pytest.mark.parametrize(
    ("removed", "rest"),
    [
        ("hf2010", {"hf2015": None, "hf2020": "hf2015"}),
        ("hf2015", {"hf2010": None, "hf2020": "hf2010"}),
        ("hf2020", {"hf2010": None, "hf2015": "hf2010"}),
    ],
)
def test_removing_an_edition_closes_the_chain(
    store: Store, removed: str, rest: dict[str, str | None]
) -> None:
    link(store, "hf2015", "hf2010")
    link(store, "hf2020", "hf2015")
    store.remove(document(removed).id, NOON)
    assert dict(zip(rest, chain(store, *rest), strict=True)) == rest


@pytest.mark.parametrize(
    "said", ["Heart failure 2010", "heart failure (2010)", document("hf2010").id, document("hf2010").id[:10]]
)
def test_a_predecessor_is_known_by_id_or_by_title_and_edition(store: Store, said: str) -> None:
    newer = store.document(document("hf2020").id)
    found = editions.resolve(said, newer, store.documents())
    assert found is not None
    assert found.id == document("hf2010").id


def test_a_title_that_several_unlinked_documents_bear_names_none(store: Store) -> None:
    assert editions.resolve("Heart failure", store.document(document("hf2020").id), store.documents()) is None


def test_a_predecessor_that_comes_later_is_linked_then(store: Store) -> None:
    store.add(entry("new", title="Stroke", published="2024-01-01")._replace(said_supersedes="Stroke 2016"))
    assert editions.link_waiting(store, NOON) == {}
    store.add(entry("old", title="Stroke", published="2016-01-01"))
    assert editions.link_waiting(store, NOON) == {document("new").id: document("old").id}
    assert store.document(document("old").id).superseded_by == document("new").id


def test_same_title_and_publisher_make_a_suggestion_until_they_are_linked(store: Store) -> None:
    store.add(entry("new", title="Heart failure (2024 update)", publisher="esc", published="2024-02-01"))
    newest = store.document(document("new").id)
    words = editions.suggestion(newest, store.documents())
    assert words.startswith("This looks like a newer edition of “Heart failure” (20")
    assert "--supersedes" in words
    link(store, "new", "hf2020")
    assert editions.suggestion(store.document(newest.id), store.documents()) == ""


def test_another_work_or_publisher_makes_no_suggestion(store: Store) -> None:
    store.add(entry("acute", title="Acute heart failure", publisher="ESC"))
    store.add(entry("nice", title="Heart failure", publisher="NICE"))
    for name in ("acute", "nice"):
        assert editions.suggestion(store.document(document(name).id), store.documents()) == ""

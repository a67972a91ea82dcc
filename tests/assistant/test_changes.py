"""A new edition lists what cites changed words of the older one, with what stands there now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.changes import Change, Changed, Changes, changed_in
from assistant.home import STARTER, build_starter, open_library
from assistant.settings import read_settings
from curricula.cases.shelf import Shelf
from curricula.cases.shelf import Source as CaseSource
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.plans import plans_of
from curricula.types import Reference
from curricula.versions import Source as PlanSource
from retrieval.library import Library
from tests.assistant.case.encounter import small_case
from tests.curricula.items.samples import card, single
from tests.curricula.moving import take_out_of_use
from tests.curricula.objectives.samples import objective
from tests.curricula.test_starter_library import OLDER_EDITIONS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(origin="yaml", at=NOON)
TITLE = "Atrial fibrillation in adults"
CHANGED = (
    "The ESC (2020) says that oral anticoagulation should be considered at a CHA2DS2-VASc score of 1 in men "
    "and 2 in women."
)
NUMBERED = "GOLD (2018) group of COPD: D; Symptoms: more"
GONE = "It is a teaching example, written afterwards to show how a source grows old"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The two chapters that come in two editions, and nothing that cites them yet."""
    folder = tmp_path_factory.mktemp("editions")
    source = folder / "starter"
    source.mkdir()
    for stem in (*OLDER_EDITIONS, *OLDER_EDITIONS.values()):
        source.joinpath(f"{stem}.md").write_bytes(STARTER.joinpath(f"{stem}.md").read_bytes())
    with open_library(read_settings(library=folder / "library")) as opened:
        list(build_starter(opened, lambda _progress: None, source=source))
        yield opened


def reference(quote: str, document: str = TITLE) -> Reference:
    return Reference(document=document, quote=quote)


def found_in(library: Library) -> Changed:
    return changed_in(library.store, plans_of(library.store.engine))


def test_each_kind_that_cites_changed_words_is_listed_with_old_and_new(library: Library) -> None:
    engine = library.store.engine
    newer = next(one for one in library.documents() if one.title == TITLE and one.supersedes)
    stands = library.store.passages_of(newer.id)[0].text.split(".")[0]
    bank = Bank(engine)
    bank.put(single("changed", references=(reference(CHANGED),)), SOURCE)
    bank.put(single("fine", references=(reference(stands),)), SOURCE)
    bank.put(single("nowhere", references=(reference("Nobody ever wrote this."),)), SOURCE)
    bank.put(card(references=[reference(f"  {GONE} ".replace(" a ", "\n a "))]), SOURCE)
    case = small_case(
        status="published", references=(reference(CHANGED.upper(), "atrial fibrillation IN adults"),)
    )
    Shelf(engine).put(case, CaseSource(origin="yaml", at=NOON))
    made = objective(references=(reference(NUMBERED, "COPD and asthma in adults"),))
    plans_of(engine).objectives.put_many([made], PlanSource(origin="yaml", at=NOON))
    found = found_in(library)
    changes = {one.id: one for one in found.changes}
    assert {one.kind for one in found.changes} == {"item", "card", "objective"}
    assert changes.keys() == {"changed", "card", "potassium-management"}
    item = changes["changed"]
    assert item.outcome == "changed" and item.old.text == CHANGED
    assert item.new and item.new.text.startswith("The ESC (2024) recommends oral anticoagulation")
    assert item.words and item.words.numbers_new == ("2024",)
    assert library.passage(item.new.passage).text[item.new.start : item.new.end] == item.new.text
    assert (changes["card"].outcome, changes["card"].new) == ("gone", None)
    assert found.nowhere == 2
    assert (found.since([newer.id]), found.since(["another"])) == (2, 0)


def test_an_older_draft_below_a_published_version_and_what_was_retired_are_left_out(library: Library) -> None:
    bank = Bank(library.store.engine)
    bank.put(single("twice", status="draft", references=(reference(CHANGED),)), SOURCE)
    bank.put(single("twice", version=2), SOURCE)
    bank.put(single("left", references=(reference(CHANGED),)), SOURCE)
    take_out_of_use(bank.engine, "item", "left")
    assert not {"twice", "left"} & {one.id for one in found_in(library).changes}


def test_what_was_found_is_kept_until_something_is_another(library: Library) -> None:
    changes = Changes(library.store, lambda: plans_of(library.store.engine))
    first = changes.found()
    assert changes.found() is first
    Bank(library.store.engine).put(single("later", references=(reference(CHANGED),)), SOURCE)
    assert {one.id for one in changes.found().changes} == {one.id for one in first.changes} | {"later"}
    take_out_of_use(library.store.engine, "item", "later")
    assert changes.found().changes == first.changes


def test_words_under_an_older_title_are_to_be_cited_anew(library: Library) -> None:
    older = next(one for one in library.documents() if one.title == TITLE and one.superseded_by)
    line = "Further reading, not consulted:"
    Bank(library.store.engine).put(single("same-words", references=(reference(line),)), SOURCE)
    pair = next(one for one in found_in(library).pairs if one.older.id == older.id)
    assert pair.same == 1 and "same-words" not in {one.id for one in pair.changes}


def test_every_change_can_be_read_back_from_its_json(library: Library) -> None:
    for one in found_in(library).changes:
        assert Change.model_validate_json(one.model_dump_json()) == one


def test_a_library_without_older_editions_has_no_pair(tmp_path: Path) -> None:
    with open_library(read_settings(library=tmp_path)) as opened:
        assert found_in(opened) == Changed(pairs=())

"""What a library gives to learn from: the same for the same seed, and nothing of what is kept back."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.train.harvest import Asked, divided, harvest
from retrieval.train.shelf import shelf_of
from retrieval.train.trial import compare, dense_figures, fused_figures
from retrieval.train.twins import Twins
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.tiny import fill


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("library"), encoder=WordEncoder(), ranker=None) as opened:
        yield fill(opened)


def silent(_what: str, _done: int, _total: int) -> None:
    pass


def test_the_same_seed_gives_the_same_harvest_and_another_one_another(library: Library) -> None:
    first = harvest(library, [], part="encoder", seed=1, show=silent)
    assert harvest(library, [], part="encoder", seed=1, show=silent) == first
    assert harvest(library, [], part="encoder", seed=2, show=silent).pairs != first.pairs


@pytest.mark.parametrize("part", ["encoder", "ranker"])
def test_nothing_of_a_section_kept_back_is_learnt(library: Library, part: str) -> None:
    found = harvest(library, [], part=part, seed=1, show=silent)
    held = {found.pool[n].passage.text for one in (*found.choosing, *found.judging) for n in one.relevant}
    learnt = {pair.answer.passage.text for pair in found.pairs}
    learnt |= {pair.other.passage.text for pair in found.pairs if pair.other is not None}
    shown = "\n".join(text for one in found.questions for text in (one.answer, *one.others))
    shown += "\n".join(claims.text for claims in found.claims)
    assert held and held.isdisjoint(learnt)
    assert not [text for text in held if text in shown]
    assert {one.query for one in found.choosing}.isdisjoint(one.query for one in found.judging)


def test_every_pair_has_a_counterexample_from_another_section(library: Library) -> None:
    pairs = harvest(library, [], part="encoder", seed=1, show=silent).pairs
    with_others = [pair for pair in pairs if pair.other is not None]
    assert len(with_others) > 0.9 * len(pairs)
    assert all(pair.other.passage.n != pair.answer.passage.n for pair in with_others if pair.other)


def test_near_twins_of_what_is_kept_back_are_not_learnt(library: Library) -> None:
    learnt, kept = divided(shelf_of(library), Random(4))
    twins = Twins(one.passage.text for one in kept)
    assert kept and learnt
    assert not [one for one in learnt if one.passage.text in twins]


def test_a_text_with_a_word_changed_is_a_twin_and_another_is_none() -> None:
    twins = Twins(["Give labetalol by mouth to women whose pressure stays above the limit after rest."])
    assert "Give labetalol by mouth to women whose pressure stays over the limit after rest." in twins
    assert "Metformin is the first choice in type 2 diabetes unless the kidneys fail." not in twins


def test_shipped_questions_are_asked_where_their_document_is_here(library: Library) -> None:
    text = next(one for one in shelf_of(library) if one.name == "row7")
    asked = [
        Asked("what is said there?", text.passage.text, "row7"),
        Asked("and elsewhere?", "words that are nowhere", "row7"),
        Asked("in a document that is not here?", text.passage.text, "absent"),
    ]
    found = harvest(library, asked, part="encoder", seed=1, show=silent).shipped
    assert [text.passage.n in one.relevant for one in found] == [True]


def test_a_library_too_small_is_refused_with_the_numbers(tmp_path: Path) -> None:
    with Library.open(tmp_path, encoder=WordEncoder(), ranker=None) as small:
        fill(small, 30)
        with pytest.raises(PreceptorError, match=r"too small.*at least 200 and 20") as refused:
            harvest(small, [], part="encoder", seed=1, show=silent)
    assert "preceptor library add" in refused.value.next_step


def test_a_whole_search_finds_the_words_that_the_dense_leg_cannot(library: Library) -> None:
    """The encoder of these tests knows only equal texts; a heading's words are found by the lexical leg."""
    found = harvest(library, [], part="encoder", seed=1, show=silent)
    headings = [one for one in found.judging if one.cut is None]
    dense = dense_figures(WordEncoder().encode, headings, found.pool)
    fused = fused_figures(WordEncoder().encode, headings, found.pool)
    gain = compare(dense, fused, seed=0)
    assert gain is not None and gain.low > 0

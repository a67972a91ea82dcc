"""Which dense index is used, how it changes, and what happens when one is damaged while in use."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.indexes import dense
from retrieval.indexes.chroma import ChromaIndex
from retrieval.indexes.dense import DenseLeg
from retrieval.indexes.exact import ExactIndex
from retrieval.library import Library
from retrieval.ports import Probe, Vectors
from retrieval.types import Query
from tests.retrieval.shelf import NOON, WordEncoder, document, entry, open_store
from tests.retrieval.test_library import ASTHMA, GOUT, read


def test_a_small_library_is_searched_exactly_and_keeps_no_graph(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add(entry("a"))
    leg = DenseLeg(tmp_path / "chroma", store, WordEncoder.fingerprint, url=None, limit=10)
    assert isinstance(leg.index, ExactIndex)
    assert not (tmp_path / "chroma").exists()
    leg.close()


def test_passing_the_limit_turns_to_the_graph_with_the_same_answers(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    leg = DenseLeg(tmp_path / "chroma", store, WordEncoder.fingerprint, url=None, limit=4)
    for name in ("a", "b", "c"):
        store.add(entry(name, [f"{name} one", f"{name} two"]))
    probe = Probe("", WordEncoder().encode(["b two"])[0])
    exact = DenseLeg(tmp_path / "none", store, WordEncoder.fingerprint, url=None, limit=99).index.search(
        probe, 3, None
    )
    leg.level()
    assert isinstance(leg.index, ChromaIndex)
    found = leg.index.search(probe, 3, None)
    assert [n for n, _ in found] == [n for n, _ in exact]
    assert np.allclose([score for _, score in found], [score for _, score in exact], atol=2e-3)
    leg.close()


def test_exact_search_serves_while_the_graph_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "SOON", 0)
    may_build = threading.Event()
    add = ChromaIndex.add

    def wait_and_add(self: ChromaIndex, *given: Any) -> None:
        may_build.wait(30)
        add(self, *given)

    monkeypatch.setattr(ChromaIndex, "add", wait_and_add)
    store = open_store(tmp_path)
    store.add(entry("a", ["one", "two", "three"]))
    leg = DenseLeg(tmp_path / "chroma", store, WordEncoder.fingerprint, url=None, limit=3)
    assert isinstance(leg.index, ExactIndex)
    store.add(entry("b", ["four"]))
    store.remove(document("a").id, NOON)
    leg.level()
    assert len(leg.index) == 1
    may_build.set()
    leg.wait()
    leg.level()
    assert isinstance(leg.index, ChromaIndex)
    assert (len(leg.index), leg.fault()) == (1, "")
    leg.close()


def test_an_index_damaged_while_in_use_is_made_again_by_the_search_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", 1)
    with Library.open(tmp_path, encoder=WordEncoder()) as library:
        library.add_read([("asthma", read(ASTHMA)), ("gout", read(GOUT))])
        before = library.search(Query(text="colchicine")).hits
        for path in [*(tmp_path / "lexical").iterdir(), *(tmp_path / "chroma").rglob("*.sqlite3")]:
            path.write_bytes(b"\xff" * 100)
        broken = library.legs().dense
        monkeypatch.setattr(type(broken), "_nearest", _fails_for(broken, ChromaIndex._nearest))
        assert library.search(Query(text="colchicine")).hits == before
        assert library.check().sound


def _fails_for(broken: object, nearest: Any) -> Any:
    """Fails as Chroma does on that one index, works on any other."""

    def guarded(self: ChromaIndex, *given: Any) -> Any:
        if self is broken:
            raise ValueError("the Chroma index is damaged")
        return nearest(self, *given)

    return guarded


class OtherEncoder(WordEncoder):
    """Another encoder, with vectors of another length."""

    fingerprint = "words@2"
    dimension = 24

    def encode(self, texts: Any) -> Vectors:
        """One unit vector a text."""
        return np.array([self._draw(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    encode_queries = encode


@pytest.mark.parametrize("limit", [1, 1_000])
def test_a_new_encoder_embeds_the_library_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", limit)
    with Library.open(tmp_path, encoder=WordEncoder()) as library:
        library.add_read([("asthma", read(ASTHMA)), ("gout", read(GOUT))])
        library.legs()
    with Library.open(tmp_path, encoder=OtherEncoder()) as library:
        library.legs()
        library.wait()
        assert library.store.without_vectors("words@2") == []
        assert library.check().sound
        best = library.search(Query(text="colchicine")).hits[0]
        assert best.passage.text == GOUT
        assert best.dense_rank is not None

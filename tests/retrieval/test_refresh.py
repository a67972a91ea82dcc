"""A change of encoder: what serves meanwhile, what is told, and that nothing is lost on the way."""

import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval import refresh
from retrieval.errors import ModelDown, PreceptorError
from retrieval.indexes import dense
from retrieval.library import Library
from retrieval.models.encoder import WEIGHTS, load_encoder
from retrieval.ports import Vectors
from retrieval.types import Query
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.test_choose import renamed
from tests.retrieval.test_kill import ROOT, word
from tests.retrieval.test_legs import OtherEncoder
from tests.retrieval.test_library import ASTHMA, GOUT, read
from tests.retrieval.words import WordRanker

COLCHICINE = Query(text="colchicine")


class Gated(OtherEncoder):
    """Embeds passages one permit at a time."""

    def __init__(self, permits: int = 0) -> None:
        self.permits = threading.Semaphore(permits)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, when it may."""
        self.permits.acquire()
        return super().encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return super().encode(texts)


class Down(WordEncoder):
    """A served encoder whose server does not answer."""

    @property
    def fingerprint(self) -> str:  # type: ignore[override]
        """Not to be had."""
        raise ModelDown("The encoder's server nowhere:1 does not answer.", "Start it.", part="encoder")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Nothing."""
        raise ModelDown("The encoder's server nowhere:1 does not answer.", "Start it.", part="encoder")

    encode_queries = encode


class DownRanker(WordRanker):
    """A served ranker whose server does not answer."""

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """Nothing."""
        raise ModelDown("The ranker's server nowhere:1 does not answer.", "Start it.", part="ranker")


def fill(folder: Path, encoder: WordEncoder | None = None) -> Path:
    """A library of two documents."""
    with Library.open(folder, encoder=encoder, ranker=None) as library:
        library.add_read([("asthma", read(ASTHMA)), ("gout", read(GOUT))])
    return folder


@pytest.mark.parametrize("limit", [1, 1_000], ids=["graph", "exact"])
def test_the_former_encoder_serves_until_the_last_document_has_new_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(dense, "EXACT_LIMIT", limit)
    folder, gated = fill(tmp_path / "library"), Gated(permits=1)
    shipped = load_encoder().fingerprint
    with Library.open(folder, encoder=gated, ranker=None) as library:
        best = library.search(COLCHICINE).hits[0]
        assert (best.passage.text, best.dense_rank is not None) == (GOUT, True)
        assert library.encoders.now.name == shipped
        told = library.encoders.told()
        assert "of 2 documents wait to be embedded by words@2" in told and shipped in told
        assert [finding.detail for finding in library.check().findings if finding.trouble == "encoder"]
        gated.permits.release(9)
        library.wait()
        assert (library.encoders.now.name, library.encoders.told()) == ("words@2", "")
        assert list(library.store.encoders()) == ["words@2"]
        assert library.search(COLCHICINE).hits[0].dense_rank is not None
        assert library.check().sound


def test_without_the_former_encoder_waiting_documents_are_found_by_their_words(tmp_path: Path) -> None:
    folder, gated = fill(tmp_path / "library", WordEncoder()), Gated()
    with Library.open(folder, encoder=gated, ranker=None) as library:
        best = library.search(COLCHICINE).hits[0]
        assert (best.passage.text, best.dense_rank) == (GOUT, None)
        assert "these are found by their words only" in library.encoders.told()
        gated.permits.release(9)


def test_embedding_goes_on_where_it_was_left_and_a_change_back_needs_none(tmp_path: Path) -> None:
    folder, gated = fill(tmp_path / "library"), Gated(permits=1)
    with Library.open(folder, ranker=None) as library:
        library.add_read([("fever", read("Paracetamol lowers a fever."))])
    with Library.open(folder, encoder=gated, ranker=None) as library:
        library.legs()
        while library.store.encoders().get("words@2") != 1:
            threading.Event().wait(0.01)
        threading.Timer(0.2, gated.permits.release, [9]).start()
    shutil.copytree(folder, tmp_path / "other")
    # Closing may have come before the second document was begun; the first is not embedded again.
    with Library.open(folder, encoder=Gated(permits=2), ranker=None) as library:
        library.wait()
        assert library.store.encoders() == {"words@2": 3}
    with Library.open(tmp_path / "other", ranker=None) as library:
        library.legs()
        assert library.encoders.told() == ""
        assert library.store.encoders() == {load_encoder().fingerprint: 3}


def test_a_librarys_previous_encoder_serves_as_the_shipped_one_does(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    renamed(WEIGHTS, folder / "models" / "encoder", "encoder", "first")
    fill(folder)
    (folder / "models" / "encoder").rename(folder / "models" / "encoder.previous")
    gated = Gated()
    with Library.open(folder, encoder=gated, ranker=None) as library:
        assert library.search(COLCHICINE).hits[0].dense_rank is not None
        assert library.encoders.now.name.startswith("first@")
        gated.permits.release(9)


def test_a_fault_while_embedding_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "TRY_AGAIN_S", 0.05)
    may = threading.Event()

    class Faulty(OtherEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if not may.is_set():
                raise PreceptorError("The disk is full.")
            return super().encode(texts)

    with Library.open(fill(tmp_path / "library"), encoder=Faulty(), ranker=None) as library:
        library.legs()
        while "It stopped: The disk is full." not in library.encoders.told():
            threading.Event().wait(0.01)
        may.set()
        library.encoders.refresher.join()
        assert library.encoders.now.name == "words@2"


def test_a_question_is_searched_by_words_while_the_encoders_server_is_down_and_says_so(
    tmp_path: Path,
) -> None:
    folder = fill(tmp_path / "library", WordEncoder())
    with Library.open(folder, encoder=Down(), ranker=WordRanker()) as library:
        found = library.search(COLCHICINE)
        assert (found.hits[0].passage.text, found.hits[0].relevance is not None) == (GOUT, True)
        assert found.notes == (
            "Meaning search is off: The encoder's server nowhere:1 does not answer. Start it.",
        )
        assert library.encoders.now.name == "off"
        assert library.encoders.told() == found.notes[0]


def test_a_question_is_answered_unranked_while_the_rankers_server_is_down_and_says_so(
    tmp_path: Path,
) -> None:
    with Library.open(tmp_path / "library", encoder=WordEncoder(), ranker=DownRanker()) as library:
        library.add_read([("gout", read(GOUT))])
        found = library.search(COLCHICINE)
        assert (found.hits[0].passage.text, found.hits[0].relevance) == (GOUT, None)
        assert found.notes[0].startswith("Reranking is off: The ranker's server")


class Refusing(OtherEncoder):
    """Embeds questions, but no passages."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Nothing."""
        raise PreceptorError("Not now.")

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        return super().encode(texts)


@pytest.mark.slow
def test_killing_while_a_new_encoder_embeds_loses_nothing(tmp_path: Path) -> None:
    folder, words = tmp_path / "library", [word(number) for number in range(60)]
    with Library.open(folder, encoder=WordEncoder(), ranker=None) as library:
        library.add_read([(one, read(f"The word here is {one}.")) for one in words])
    chance, reached = random.Random(7), [0]
    for _ in range(3):
        command = [sys.executable, "-m", "tests.retrieval.changing", str(folder)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.6))
        process.kill()
        process.communicate()
        with Library.open(folder, encoder=Refusing(), ranker=None, wait_s=30) as library:
            best = [library.search(Query(text=one), k=1).hits[0].passage.text for one in words]
            assert all(one in text for one, text in zip(words, best, strict=True))
            reached.append(library.store.encoders().get("words@2", 0))
    assert reached == sorted(reached) and reached[-1] > 0
    with Library.open(folder, encoder=OtherEncoder(), ranker=None, wait_s=30) as library:
        library.wait()
        assert library.store.encoders() == {"words@2": 60}
        assert library.check().sound

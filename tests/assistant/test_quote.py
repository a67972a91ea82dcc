"""Choosing sentences: the ranker's part in it, and that the question is embedded once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answer.quote import rate
from retrieval.library import Library
from retrieval.ports import Vectors
from retrieval.types import Query
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.words import WordRanker

TEXT = """# Gout

Colchicine is given for an acute attack of gout. Allopurinol is given between attacks of gout.
Ice relieves the pain of a swollen joint in gout.
"""
QUESTION = Query(text="gout")


class Preferring(WordRanker):
    """Holds what names its word for right."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.texts: list[str] = []

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """1 with the word, 0 without."""
        self.texts = list(texts)
        return [float(self.word in text) for text in texts]


class AskedOnce(WordEncoder):
    """Counts the questions it is given."""

    asked = 0

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        self.asked += len(texts)
        return self.encode(texts)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "gout.md").write_text(TEXT)
    with Library.open(tmp_path / "library", encoder=AskedOnce(), ranker=None) as library:
        list(library.add([tmp_path / "gout.md"]))
        yield library


@pytest.mark.parametrize("word", ["Colchicine", "Allopurinol", "Ice"])
def test_the_sentence_that_the_ranker_prefers_comes_first(library: Library, word: str) -> None:
    first = rate(library.search(QUESTION), WordEncoder(), Preferring(word))[0]
    assert first.candidate.text.startswith(word) and first.relevance == 1


def test_the_ranker_reads_a_sentence_under_its_title(library: Library) -> None:
    ranker = Preferring("Ice")
    rate(library.search(QUESTION), WordEncoder(), ranker)
    assert "Gout\nIce relieves the pain of a swollen joint in gout." in ranker.texts


def test_without_a_ranker_there_is_no_relevance(library: Library) -> None:
    assert {one.relevance for one in rate(library.search(QUESTION), WordEncoder(), None)} == {None}


def test_the_question_is_embedded_once(library: Library) -> None:
    encoder = library.encoder
    assert isinstance(encoder, AskedOnce)
    found = library.search(QUESTION)
    rated = rate(found, encoder, None)
    assert encoder.asked == 1
    # After a search by words alone there is no vector yet.
    by_words = rate(library.search(QUESTION, configuration="lexical"), encoder, None)
    assert encoder.asked == 2
    assert sorted(one.cosine for one in rated) == pytest.approx(sorted(one.cosine for one in by_words))

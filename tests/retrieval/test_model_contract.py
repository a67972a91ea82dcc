"""What every encoder, ranker and verifier must do. A new implementation is one line in a table below."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

import numpy as np
import pytest

from retrieval.models.encoder import load_encoder
from retrieval.models.ranker import load_ranker
from retrieval.ports import Ranker, Verifier
from retrieval.prepare import CountingEncoder
from tests.retrieval.other_models import (
    checkpoint_encoder,
    checkpoint_ranker,
    served_encoder,
    served_ranker,
    vllm_encoder,
    vllm_ranker,
)
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.words import WordRanker

TEXTS = [
    "Colchicine is given for an acute attack of gout.",
    "The retina turns light into signals.",
    "Zinc is given for 10 to 14 days.",
    "",
    "rehydration " * 600,
    "Ärztliche Prüfung: 5 µg/kg, β-blocker 💊",
]
QUESTION = "What is given for gout?"


class Made(NamedTuple):
    """An implementation by name; marks choose it or leave it out."""

    name: str
    make: Callable[[], AbstractContextManager[object]]
    marks: tuple[pytest.MarkDecorator, ...] = ()


VERIFIERS = (
    Made("shipped", lambda: nullcontext(load_ranker())),
    Made("words", lambda: nullcontext(WordRanker())),
)
ENCODERS = (
    Made("shipped", lambda: nullcontext(load_encoder())),
    Made("words", lambda: nullcontext(WordEncoder())),
    Made("served", served_encoder),
    Made("served by vLLM", vllm_encoder, (pytest.mark.vllm,)),
    Made("checkpoint", checkpoint_encoder),
)
RANKERS = (
    *VERIFIERS,
    Made("served", served_ranker),
    Made("served by vLLM", vllm_ranker, (pytest.mark.vllm,)),
    Made("checkpoint", checkpoint_ranker),
)


def each(table: tuple[Made, ...]) -> list[object]:
    return [pytest.param(made, id=made.name, marks=made.marks) for made in table]


@pytest.fixture(scope="module", params=each(ENCODERS))
def encoder(request: pytest.FixtureRequest) -> Iterator[CountingEncoder]:
    with request.param.make() as made:
        yield made


@pytest.fixture(scope="module", params=each(RANKERS))
def ranker(request: pytest.FixtureRequest) -> Iterator[Ranker]:
    with request.param.make() as made:
        yield made


@pytest.fixture(scope="module", params=each(VERIFIERS))
def verifier(request: pytest.FixtureRequest) -> Iterator[Verifier]:
    with request.param.make() as made:
        yield made


def test_vectors_are_float32_of_length_one(encoder: CountingEncoder) -> None:
    for vectors in (encoder.encode(TEXTS), encoder.encode_queries(TEXTS)):
        assert vectors.dtype == np.float32 and vectors.shape[0] == len(TEXTS)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: CountingEncoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)


def test_no_texts_give_no_vectors(encoder: CountingEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.encode(["one"]).shape[1])


def test_a_longer_text_has_more_tokens(encoder: CountingEncoder) -> None:
    assert encoder.count_tokens("") == 0
    assert encoder.count_tokens("gout") < encoder.count_tokens(TEXTS[0]) < encoder.count_tokens(TEXTS[4])
    assert encoder.count_tokens(TEXTS[4]) >= 600


def test_a_fingerprint_is_one_line_and_stays(encoder: CountingEncoder) -> None:
    before = encoder.fingerprint
    encoder.encode(TEXTS[:1])
    assert before == encoder.fingerprint and before and "\n" not in before


def test_each_text_gets_a_relevance_from_0_to_1(ranker: Ranker) -> None:
    scores = ranker.rank(QUESTION, TEXTS)
    assert len(scores) == len(TEXTS) and all(0 <= score <= 1 for score in scores)
    assert ranker.rank(QUESTION, []) == []


def test_a_relevance_does_not_depend_on_its_neighbours(ranker: Ranker) -> None:
    alone = [score for text in TEXTS for score in ranker.rank(QUESTION, [text])]
    assert ranker.rank(QUESTION, TEXTS) == pytest.approx(alone, abs=1e-5)


def test_a_query_of_any_length_is_ranked(ranker: Ranker) -> None:
    for query in ("", "gout", "gout and colchicine " * 500):
        assert all(0 <= score <= 1 for score in ranker.rank(query, TEXTS))


def test_a_rankers_fingerprint_is_one_line_and_stays(ranker: Ranker) -> None:
    before = ranker.fingerprint
    ranker.rank(QUESTION, TEXTS[:1])
    assert before == ranker.fingerprint and before and "\n" not in before


def test_each_text_gets_a_support_from_0_to_1(verifier: Verifier) -> None:
    scores = verifier.supports(TEXTS[0], TEXTS)
    assert len(scores) == len(TEXTS) and all(0 <= score <= 1 for score in scores)
    assert verifier.supports(TEXTS[0], []) == []


def test_a_support_does_not_depend_on_its_neighbours(verifier: Verifier) -> None:
    alone = [score for text in TEXTS for score in verifier.supports(TEXTS[0], [text])]
    assert verifier.supports(TEXTS[0], TEXTS) == pytest.approx(alone, abs=1e-5)


def test_a_statement_of_any_length_is_verified(verifier: Verifier) -> None:
    for statement in ("", "gout", "gout and colchicine " * 500):
        assert all(0 <= score <= 1 for score in verifier.supports(statement, TEXTS))


def test_a_verifiers_fingerprint_is_one_line(verifier: Verifier) -> None:
    assert verifier.fingerprint and "\n" not in verifier.fingerprint

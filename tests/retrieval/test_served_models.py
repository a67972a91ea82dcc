"""Encoders and rankers behind a URL: what is sent, what is believed, and what is said when it goes wrong."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from retrieval.errors import ModelDown, PreceptorError
from retrieval.models.choice import Prompts
from retrieval.models.served import ServedEncoder, ServedRanker
from retrieval.models.server import PAUSE_S, ModelServer
from tests.retrieval.model_server import KEY, ModelHost, model_host
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.test_legs import OtherEncoder


@pytest.fixture
def host() -> Iterator[ModelHost]:
    with model_host() as running:
        yield running


class Clock:
    """Time that passes only when it is slept."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def encoder(host: ModelHost, known: Path, *, prompts: Prompts = Prompts(), **given: Any) -> ServedEncoder:  # noqa: B008
    return ServedEncoder(ModelServer(host.url, "encoder", **given), known / "served.json", prompts)


def ranker(host: ModelHost) -> ServedRanker:
    return ServedRanker(ModelServer(host.url, "ranker"))


def nobody() -> str:
    """An address at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


def test_vectors_come_in_the_order_of_the_texts_whatever_order_they_are_sent_in(
    host: ModelHost, tmp_path: Path
) -> None:
    texts = [f"text {number}" for number in range(150)]
    vectors = encoder(host, tmp_path).encode(texts)
    assert vectors == pytest.approx(WordEncoder().encode(texts), abs=1e-6)
    assert max(len(body["input"]) for _, body in host.asked) <= 64


def test_prompts_go_before_questions_and_passages(host: ModelHost, tmp_path: Path) -> None:
    asymmetric = encoder(host, tmp_path, prompts=Prompts("query: ", "passage: "))
    asymmetric.encode(["gout"])
    asymmetric.encode_queries(["gout"])
    assert [body["input"] for _, body in host.asked[1:]] == [["passage: gout"], ["query: gout"]]
    assert asymmetric.fingerprint != encoder(host, tmp_path).fingerprint


def test_a_model_keeps_its_fingerprint_though_its_numbers_differ_a_little(
    host: ModelHost, tmp_path: Path
) -> None:
    before = encoder(host, tmp_path).fingerprint
    steady = host.encoder.encode

    def trembling(texts: Any) -> Any:
        return steady(texts) + np.float32(1e-3)

    host.encoder.encode = trembling  # type: ignore[method-assign]
    assert encoder(host, tmp_path).fingerprint == before


def test_a_model_that_was_changed_behind_its_name_is_noticed(host: ModelHost, tmp_path: Path) -> None:
    before = encoder(host, tmp_path).fingerprint
    host.encoder.encode = lambda texts: -WordEncoder().encode(texts)  # type: ignore[method-assign]
    assert encoder(host, tmp_path).fingerprint != before


def test_another_dimension_in_the_middle_is_noticed(host: ModelHost, tmp_path: Path) -> None:
    served = encoder(host, tmp_path)
    served.encode(["one"])
    host.encoder = OtherEncoder()
    with pytest.raises(ModelDown, match="gives vectors of 24 numbers, before of 16"):
        served.encode(["two"])


def test_the_only_model_is_asked_for_and_one_of_several_has_to_be_named(
    host: ModelHost, tmp_path: Path
) -> None:
    encoder(host, tmp_path).encode(["one"])
    assert host.asked[0][1]["model"] == "words"
    host.models = ["a", "b"]
    with pytest.raises(ModelDown, match=r"serves 2 models \(a, b\)"):
        encoder(host, tmp_path).encode(["one"])
    named = ServedEncoder(ModelServer(f"{host.url}#b", "encoder"), tmp_path / "served.json", Prompts())
    named.encode(["one"])
    assert host.asked[-1][1]["model"] == "b"


def test_the_key_is_sent_and_never_shown(host: ModelHost, tmp_path: Path) -> None:
    host.key = KEY
    assert encoder(host, tmp_path, key=SecretStr(KEY)).encode(["one"]).shape == (1, 16)
    with pytest.raises(ModelDown, match="refuses the key") as caught:
        encoder(host, tmp_path, key=SecretStr("open")).encode(["one"])
    assert "PRECEPTOR_MODELS_KEY" in str(caught.value) and "open" not in str(caught.value)


NOT_FINITE = [{"index": 0, "embedding": [float("nan"), 1.0]}]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, {"data": []}, "no vector for some of 1 texts"),
        (200, {"data": [{"index": 7, "embedding": [1.0]}]}, "no vector for some of 1 texts"),
        (200, {"data": [{"index": 0, "embedding": []}]}, "no vector for some of 1 texts"),
        (200, {"data": [{"index": 0, "embedding": [0.0, 0.0]}]}, "not numbers or zero"),
        (200, {"data": NOT_FINITE}, "cannot be read|not numbers"),
        (200, {"text": "hello"}, "a reply that cannot be read"),
        (404, {}, "no such model or service"),
        (400, {"message": "The model does not support Embeddings API"}, "does not support Embeddings"),
        (500, {}, r"refuses \(500"),
    ],
)
def test_what_is_no_vector_is_refused_in_one_sentence(
    host: ModelHost, tmp_path: Path, status: int, body: Any, said: str
) -> None:
    host.reply = (status, body, {})
    with pytest.raises(ModelDown, match=said) as caught:
        encoder(host, tmp_path).encode(["one"])
    assert caught.value.part == "encoder" and caught.value.next_step and "\n" not in str(caught.value)


def test_requests_are_not_sent_on_to_another_host(host: ModelHost, tmp_path: Path) -> None:
    with model_host() as other:
        host.reply = (307, {}, {"location": f"{other.url}/embeddings"})
        with pytest.raises(ModelDown, match=f"sends requests on to {other.url[7:-3]}"):
            encoder(host, tmp_path).encode(["a secret"])
        assert other.asked == []


def test_a_server_that_is_down_is_tried_three_times_and_then_left_alone_for_a_while(tmp_path: Path) -> None:
    clock = Clock()
    server = ModelServer(nobody(), "encoder", clock=clock, sleep=clock.sleep)
    served = ServedEncoder(server, tmp_path / "served.json", Prompts())
    for _ in range(3):
        with pytest.raises(ModelDown, match="does not answer"):
            served.encode_queries(["gout"])
    assert len(clock.slept) == 2
    clock.now = PAUSE_S
    with pytest.raises(ModelDown):
        served.encode_queries(["gout"])
    assert len(clock.slept) == 4


def test_a_fault_of_the_model_is_not_tried_again(host: ModelHost) -> None:
    host.reply = (500, {}, {})
    with pytest.raises(ModelDown):
        ranker(host).rank("gout", ["one"])
    assert len(host.asked) == 1


def test_a_server_that_comes_back_is_used_again(tmp_path: Path) -> None:
    clock = Clock()
    url = nobody()
    served = ServedRanker(ModelServer(url, "ranker", clock=clock, sleep=clock.sleep))
    with pytest.raises(ModelDown):
        served.rank("gout", ["gout"])
    clock.now = PAUSE_S
    with model_host(int(url.split(":")[2].split("/")[0])):
        assert served.rank("gout", ["gout", "retina"])[1] == 0


@pytest.mark.parametrize("path", ["/v1", "/v2", "", "/v1/rerank"])
def test_each_form_of_a_ranking_service_is_found(host: ModelHost, path: str) -> None:
    url = host.url.removesuffix("/v1") + path + "#words"
    scores = ServedRanker(ModelServer(url, "ranker")).rank("gout", ["retina", "gout"])
    assert scores[0] < scores[1]
    assert host.asked[-1][0] == (path.removesuffix("/rerank") + "/rerank")


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([], "did not score each of 1 texts"),
        ([{"index": 0, "relevance_score": 0.5}] * 2, "did not score each of 1 texts"),
        ([{"index": 0, "relevance_score": 7.5}], "outside 0 to 1"),
    ],
)
def test_what_is_no_ranking_is_refused(host: ModelHost, results: Any, said: str) -> None:
    host.reply = (200, {"results": results}, {})
    with pytest.raises(ModelDown, match=said) as caught:
        ranker(host).rank("gout", ["one"])
    assert caught.value.part == "ranker"


@pytest.mark.parametrize("url", ["http://", "ftp://host/v1", "http://ada:secret@host/v1", "http://[bad"])
def test_what_is_no_address_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(PreceptorError, match="cannot be read") as caught:
        ModelServer(url, "encoder")
    assert "secret" not in str(caught.value)


def test_passages_are_measured_without_asking_the_server(host: ModelHost, tmp_path: Path) -> None:
    assert encoder(host, tmp_path).count_tokens("Colchicine is given.") == 6
    assert host.asked == []

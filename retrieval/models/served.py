"""Encoders and rankers behind a URL: OpenAI's `/v1/embeddings`, and `/rerank` as of vLLM, Jina and Cohere.

Passages and questions are sent to that server; nothing is sent to any other.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from retrieval.models.choice import Prompts
from retrieval.models.encoder import load_encoder
from retrieval.models.server import ModelServer, Reply
from retrieval.ports import Vectors

AT_ONCE = 64
# A batch of passages may wait for its turn on a busy server; a question's vector and ranking may not.
PASSAGES_S, QUESTION_S = 120.0, 15.0
PROBE = "Angiotensin-converting enzyme inhibitors can cause a dry cough and, rarely, angioedema."
# One model's vectors of one text, in other batches or on another card, agree far better than this.
SAME = 0.999


class _Embedded(Reply):
    index: int
    embedding: list[float]


class _Embeddings(Reply):
    data: list[_Embedded]


class _Ranked(Reply):
    index: int
    relevance_score: float


class _Ranking(Reply):
    results: list[_Ranked]


Item = TypeVar("Item")


class ServedEncoder:
    """An `Encoder` over a server's embeddings; the file `known` keeps vectors by which models are recognised.

    Passages are measured with the shipped tokenizer: asking the server for each sentence would take longer
    than embedding, and passages are then cut as they are for the shipped encoder.
    """

    def __init__(self, server: ModelServer, known: Path, prompts: Prompts) -> None:
        self._server = server
        self._known = known
        self._query = prompts.query or ""
        self._document = prompts.document or ""
        self._ruler = load_encoder()

    @cached_property
    def fingerprint(self) -> str:
        """Model, dimension, digests of the prompts and of a fixed text's vector; asks the server once."""
        probe = self._embedded([PROBE], QUESTION_S)[0]
        name = f"{self._server.model.id}/{len(probe)}/{_digest([self._query, self._document])}"
        return recognised(self._known, name, probe)

    @property
    def label(self) -> str:
        """Names model and server without asking it."""
        return self._server.label

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of passages; raises ModelDown."""
        return self._all([self._document + text for text in texts], PASSAGES_S)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of questions; raises ModelDown."""
        return self._all([self._query + text for text in texts], QUESTION_S)

    def count_tokens(self, text: str) -> int:
        """How many word pieces the text has for the shipped tokenizer: a close guess for others."""
        return self._ruler.count_tokens(text)

    def _all(self, texts: Sequence[str], read_s: float) -> Vectors:
        dimension = int(self.fingerprint.rsplit("/", 3)[1])
        parts = [self._embedded(some, read_s) for some in _batches(texts)]
        for part in parts:
            if part.shape[1] != dimension:
                raise self._server.down(
                    f"gives vectors of {part.shape[1]} numbers, before of {dimension}.", "Restart Preceptor."
                )
        return np.concatenate([np.zeros((0, dimension), np.float32), *parts])

    def _embedded(self, texts: Sequence[str], read_s: float) -> Vectors:
        model = self._server.model
        body: dict[str, Any] = {"model": model.id, "input": list(texts), "encoding_format": "float"}
        if model.max_model_len is not None:
            body["truncate_prompt_tokens"] = -1  # vLLM: cut what is too long, as every other encoder does
        reply = self._server.post("/embeddings", body, _Embeddings, read_s=read_s)
        rows = _in_order([(row.index, row.embedding) for row in reply.data], len(texts))
        lengths = {len(row) for row in rows or ()}
        if rows is None or len(lengths) > 1 or lengths == {0}:
            raise self._server.down(f"sent no vector for some of {len(texts)} texts.", "Is it an encoder?")
        vectors = np.array(rows, np.float64)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(vectors).all() or not (norms > 0).all():
            raise self._server.down("sent vectors that are not numbers or zero.", "Is the model whole?")
        return np.asarray(vectors / norms, np.float32)


class ServedRanker:
    """A `Ranker` over a server's `/rerank`."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server

    @property
    def fingerprint(self) -> str:
        """The model's name, if the address has one, and the server; asks nothing."""
        return self._server.label

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, higher where it answers the query better; raises ModelDown."""
        return [score for some in _batches(texts) for score in self._ranked(query, some)]

    def _ranked(self, query: str, texts: Sequence[str]) -> list[float]:
        model = self._server.model
        body: dict[str, Any] = {"model": model.id, "query": query, "documents": list(texts)}
        if model.max_model_len is not None:
            body["truncate_prompt_tokens"] = -1
        else:
            body["top_n"] = len(texts)
        reply = self._server.post("/rerank", body, _Ranking, read_s=QUESTION_S)
        scores = _in_order([(row.index, row.relevance_score) for row in reply.results], len(texts))
        if scores is None:
            raise self._server.down(f"did not score each of {len(texts)} texts once.", "Is it a ranker?")
        if not all(0 <= score <= 1 for score in scores):
            raise self._server.down("gives scores outside 0 to 1.", "Serve the model with its sigmoid.")
        return scores


def _in_order(found: Sequence[tuple[int, Item]], count: int) -> list[Item] | None:
    """What belongs to 0, 1, ... count - 1; None unless each is there once."""
    by_index = dict(found)
    if len(found) != count or set(by_index) != set(range(count)):
        return None
    return [by_index[index] for index in range(count)]


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), AT_ONCE):
        yield texts[start : start + AT_ONCE]


def _digest(value: object) -> str:
    return sha256(json.dumps(value).encode()).hexdigest()[:12]


def recognised(known: Path, name: str, probe: Vectors) -> str:
    """The fingerprint the model got when it was first met, else a new one.

    Vectors of one model differ a little from run to run, so that their digest alone would not do.
    """
    met = _met(known)
    for fingerprint, vector in met.items():
        if fingerprint.startswith(f"{name}/") and float(np.dot(vector, probe)) >= SAME:
            return str(fingerprint)
    fingerprint = f"{name}/{sha256(probe.tobytes()).hexdigest()[:12]}"
    if known.parent.parent.is_dir():  # examining a library that is not there does not make one
        known.parent.mkdir(exist_ok=True)
        draft = known.with_suffix(".new")
        draft.write_text(json.dumps({**met, fingerprint: probe.tolist()}), encoding="utf-8")
        draft.replace(known)
    return fingerprint


def _met(known: Path) -> dict[str, list[float]]:
    try:
        met = json.loads(known.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return met if isinstance(met, dict) else {}

"""Does the evidence answer the question? A calibrated probability, judged before any model is asked."""

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from assistant.answer.quote import Chosen
from assistant.answer.relevance import coverage, heaviest_missing, seen, terms_of
from retrieval.types import Found, Value

SHIPPED = Path(__file__).with_name("sufficiency.json")
# The evidence is judged by the passages an answer is most often taken from.
JUDGED = 5


class Calibrated(Value):
    """The shipped model: probability = 1 / (1 + exp(-(bias + weights . features))), and where to answer."""

    features: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    threshold: float


class Features(NamedTuple):
    """What the judgement rests on; each about 0..1, higher speaks for an answer except in `missing`."""

    passage_cosine: float
    sentence_cosine: float
    passage_coverage: float
    sentence_coverage: float
    missing: float


def features(found: Found, rated: Sequence[Chosen]) -> Features:
    """The features of a search and its rated sentences.

    `missing` is the weight of the heaviest term of the question that none of the judged passages holds, as a
    share of its heaviest term.
    """
    terms = terms_of(found)
    texts = [seen(" ".join([*hit.passage.headings, hit.passage.text])) for hit in found.hits[:JUDGED]]
    return Features(
        passage_cosine=max((hit.dense_score or 0.0 for hit in found.hits), default=0.0),
        sentence_cosine=max((one.cosine for one in rated), default=0.0),
        passage_coverage=max((coverage(terms, text) for text in texts), default=0.0),
        sentence_coverage=max((one.coverage for one in rated), default=0.0),
        missing=heaviest_missing(terms, texts),
    )


def probability(values: Features) -> float:
    """The calibrated probability that the evidence answers the question."""
    model = shipped()
    score = model.bias + sum(w * v for w, v in zip(model.weights, values, strict=True))
    return 1 / (1 + exp(-max(-50.0, min(50.0, score))))


@cache
def shipped() -> Calibrated:
    """The model made by `eval.calibrate` on the development data (docs/evaluation.md)."""
    return Calibrated.model_validate(json.loads(SHIPPED.read_text(encoding="utf-8")))

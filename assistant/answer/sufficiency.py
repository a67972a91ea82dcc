"""Does the evidence answer the question? A calibrated probability, judged before any model is asked."""

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from assistant.answer.quote import Chosen
from retrieval.types import Found, Value

SHIPPED = Path(__file__).with_name("sufficiency.json")


class Calibrated(Value):
    """Probability = 1 / (1 + exp(-(bias + weights . features))), and from which on to answer.

    `ranker` is the fingerprint of the one whose scores it was fitted on; None if it looks at no such score.
    """

    ranker: str | None
    features: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    threshold: float


class Features(NamedTuple):
    """What the judgement can rest on; each about 0..1, higher speaks for an answer.

    The relevances are the ranker's, 0 without one. Cosine and coverage of whole passages and the weight of
    missing terms were tried and added nothing on the development sets (docs/evaluation.md).
    """

    sentence_cosine: float
    sentence_coverage: float
    sentence_relevance: float
    passage_relevance: float


def features(found: Found, rated: Sequence[Chosen]) -> Features:
    """The features of a search and its rated sentences."""
    return Features(
        sentence_cosine=max((one.cosine for one in rated), default=0.0),
        sentence_coverage=max((one.coverage for one in rated), default=0.0),
        sentence_relevance=max((one.relevance or 0.0 for one in rated), default=0.0),
        passage_relevance=max((hit.relevance or 0.0 for hit in found.hits), default=0.0),
    )


def probability(model: Calibrated, values: Features) -> float:
    """The calibrated probability that the evidence answers the question."""
    known = values._asdict()
    score = model.bias + sum(w * known[name] for w, name in zip(model.weights, model.features, strict=True))
    return 1 / (1 + exp(-max(-50.0, min(50.0, score))))


def model_for(ranker: str | None) -> Calibrated:
    """The model fitted on this ranker's scores; for any other ranker, or none, the one that uses none."""
    models = {model.ranker: model for model in shipped()}
    return models.get(ranker, models[None])


@cache
def shipped() -> tuple[Calibrated, ...]:
    """The models made by `eval.calibrate` on the development data (docs/evaluation.md)."""
    return tuple(map(Calibrated.model_validate, json.loads(SHIPPED.read_text(encoding="utf-8"))))

"""Does the evidence answer the question? A calibrated probability, judged before any model is asked."""

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from assistant.answer.quote import Chosen
from retrieval.types import Value

SHIPPED = Path(__file__).with_name("sufficiency.json")


class Calibrated(Value):
    """The shipped model: probability = 1 / (1 + exp(-(bias + weights . features))), and where to answer."""

    features: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    threshold: float


class Features(NamedTuple):
    """What the judgement rests on; each about 0..1, higher speaks for an answer.

    Passage-level twins of these and the weight of missing terms were tried and added nothing on the
    development sets (docs/evaluation.md).
    """

    sentence_cosine: float
    sentence_coverage: float


def features(rated: Sequence[Chosen]) -> Features:
    """The features of a search's rated sentences."""
    return Features(
        sentence_cosine=max((one.cosine for one in rated), default=0.0),
        sentence_coverage=max((one.coverage for one in rated), default=0.0),
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

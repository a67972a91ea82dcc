"""Probabilities from a few weighed features, as a file ships them."""

import json
from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path

from retrieval.types import Value


class Calibrated(Value):
    """Probability = 1 / (1 + exp(-(bias + weights . features))), and the threshold from which on to say yes.

    `ranker` is the fingerprint of the one whose scores it was fitted on; None if it looks at no such score.
    """

    ranker: str | None
    features: tuple[str, ...]
    bias: float
    weights: tuple[float, ...]
    threshold: float

    def logit(self, known: Mapping[str, float]) -> float:
        """The logarithm of the odds, of the features by name; others are not looked at."""
        return self.bias + sum(w * known[name] for w, name in zip(self.weights, self.features, strict=True))

    def probability(self, known: Mapping[str, float]) -> float:
        """The calibrated probability, of the features by name."""
        return sigmoid(self.logit(known))


def sigmoid(logit: float) -> float:
    """The probability of these log-odds."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))


@cache
def models_of(path: Path) -> tuple[Calibrated, ...]:
    """The models of a file that ships with Preceptor."""
    return tuple(map(Calibrated.model_validate, json.loads(path.read_text(encoding="utf-8"))))

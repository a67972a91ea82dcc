"""Does the evidence answer the question? A calibrated probability, judged before any model is asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.answer.quote import Chosen
from assistant.calibrated import Calibrated, models_of
from retrieval.types import Found

SHIPPED = Path(__file__).with_name("sufficiency.json")


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
    return model.probability(values._asdict())


def model_for(ranker: str | None) -> Calibrated:
    """The model fitted on this ranker's scores; for any other ranker, or none, the one that uses none."""
    models = {model.ranker: model for model in shipped()}
    return models.get(ranker, models[None])


def shipped() -> tuple[Calibrated, ...]:
    """The models made by `eval.calibrate` on the development data (docs/evaluation.md)."""
    return models_of(SHIPPED)

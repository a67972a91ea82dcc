"""Fit the model that judges whether evidence answers a question, and show what each threshold costs.

    python -m eval.calibrate --positives FOLDER --negatives FOLDER --corpus FILE

writes assistant/answer/sufficiency.json and docs/images/risk-coverage.svg from questions that the corpus can
answer and questions that it cannot, and from the short clinical questions on the starter library. Two models
are fitted: one on the shipped ranker's scores as well, whose curve is drawn, and one for libraries that use
another ranker or none.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answer.gather import EVIDENCE
from assistant.answer.quote import rate
from assistant.answer.sufficiency import SHIPPED, Features, features
from assistant.calibrated import Calibrated
from assistant.home import build_starter, open_library
from assistant.settings import Settings
from curricula.starter import questions as starter_questions
from eval.corpora import built_library
from eval.data import Question, questions, sources
from eval.metrics import RiskPoint, area_under_risk, auroc, risk_coverage
from eval.plots import risk_coverage_svg
from eval.types import quiet
from retrieval.library import Library
from retrieval.models.ranker import load_ranker
from retrieval.ports import Ranker
from retrieval.search import search
from retrieval.types import Query, Value

Floats = NDArray[np.float64]

FOLDS = 5
TOLERATED = 0.04
"""The share of unanswerable questions that may be answered."""
PENALTY = 1.0
"""On standardised features: it only keeps the weights finite where a feature separates the classes."""
STEPS = 100
PRECISION = 1e-10
DIGITS = 5
WITHOUT_RANKER = ("sentence_cosine", "sentence_coverage")
PLOT = Path("docs/images/risk-coverage.svg")


class Logistic(Value):
    """Probability = 1 / (1 + exp(-(bias + sum of weight * feature)))."""

    bias: float
    weights: tuple[float, ...]

    def probability(self, features: Sequence[float]) -> float:
        """The probability for one case."""
        score = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return float(1 / (1 + np.exp(-np.clip(score, -50, 50))))


class Calibration(Value):
    """A fitted model with its threshold, and what cross-validation says of it."""

    model: Logistic
    threshold: float
    held_out: tuple[float, ...]
    curve: tuple[RiskPoint, ...]


class Pool(NamedTuple):
    """The features of each question with and without the ranker, and whether it can be answered."""

    ranked: list[Features]
    unranked: list[Features]
    labels: list[bool]


def judged(library: Library, asked: Sequence[Question], ranker: Ranker | None) -> list[Features]:
    """The features of each question, as the app with this ranker computes them before it decides."""
    legs = library.legs()._replace(ranker=ranker)
    found = [search(legs, Query(text=question.text), EVIDENCE) for question in asked]
    return [features(one, rate(one, library.encoder, ranker)) for one in found]


def calibrated(
    cases: Sequence[Features], labels: Sequence[bool], *, ranker: str | None, names: Sequence[str]
) -> tuple[Calibrated, Calibration]:
    """The model on the named features that the app reads, and how it was fitted."""
    calibration = calibrate([[getattr(case, name) for name in names] for case in cases], labels)
    model = Calibrated(
        ranker=ranker,
        features=tuple(names),
        bias=round(calibration.model.bias, DIGITS),
        weights=tuple(round(weight, DIGITS) for weight in calibration.model.weights),
        threshold=round(calibration.threshold, DIGITS),
    )
    return model, calibration


def calibrate(cases: Sequence[Sequence[float]], answerable: Sequence[bool], *, seed: int = 0) -> Calibration:
    """The model fitted on all cases; its threshold and curve from cases that no fold's model had seen."""
    features, labels = np.array(cases, dtype=np.float64), np.array(answerable, dtype=bool)
    held_out = cross_validated(features, labels, seed=seed)
    return Calibration(
        model=fit(features, labels),
        threshold=best_threshold(held_out, labels),
        held_out=tuple(map(float, held_out)),
        curve=risk_coverage([float(p) for p in held_out], [bool(label) for label in labels]),
    )


def fit(features: Floats, labels: NDArray[np.bool_]) -> Logistic:
    """Ridge logistic regression by Newton's method, both classes of equal weight in all.

    Equal weight makes 1/2 the point where either mistake is as likely, whatever the mix of the pool.
    """
    centre, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1
    design = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    weight = np.where(labels, len(labels) / (2 * labels.sum()), len(labels) / (2 * (~labels).sum()))
    ridge = PENALTY * np.eye(design.shape[1])
    ridge[0, 0] = 0
    solved = np.zeros(design.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ solved, -50, 50)))
        slope = design.T @ (weight * (labels - chance)) - ridge @ solved
        curvature = (design * (weight * chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, slope)
        solved += step
        if np.abs(step).max() < PRECISION:
            break
    plain = solved[1:] / spread
    return Logistic(bias=float(solved[0] - plain @ centre), weights=tuple(map(float, plain)))


def cross_validated(features: Floats, labels: NDArray[np.bool_], *, seed: int = 0) -> Floats:
    """For each case the probability by a model fitted without its fold; folds keep the mix of classes."""
    chance = np.random.default_rng(seed)
    fold = np.empty(len(labels), dtype=int)
    for kind in (True, False):
        members = chance.permutation(np.flatnonzero(labels == kind))
        fold[members] = np.arange(len(members)) % FOLDS
    held_out = np.empty(len(labels))
    for number in range(FOLDS):
        model = fit(features[fold != number], labels[fold != number])
        for case in np.flatnonzero(fold == number):
            held_out[case] = model.probability(features[case].tolist())
    return held_out


def best_threshold(probabilities: Floats, labels: NDArray[np.bool_]) -> float:
    """The lowest threshold at which at most `TOLERATED` of the unanswerable cases are answered.

    The answerable cases of the pool name their topic in full sentences; real questions are shorter and score
    lower, so the threshold is set by what may not be answered and not by the gap between the two.
    """
    unanswerable = np.sort(probabilities[~labels])[::-1]
    allowed = int(TOLERATED * len(unanswerable))
    return float(np.nextafter(unanswerable[allowed], 1.0))


def as_json(models: Sequence[Calibrated]) -> str:
    """The file that the app reads its models from."""
    return json.dumps([model.model_dump(mode="json") for model in models], indent=2) + "\n"


def summary(calibration: Calibration, labels: Sequence[bool]) -> str:
    """One line on how the model does on cases it was not fitted on."""
    good = [p for p, label in zip(calibration.held_out, labels, strict=True) if label]
    bad = [p for p, label in zip(calibration.held_out, labels, strict=True) if not label]
    area = auroc(good, bad)
    answered = sum(p >= calibration.threshold for p in good) / len(good)
    abstained = sum(p < calibration.threshold for p in bad) / len(bad)
    return (
        f"cross-validated: auroc {area.value:.3f} ({area.low:.3f} to {area.high:.3f}), "
        f"area under risk {area_under_risk(calibration.curve):.4f}; at threshold {calibration.threshold:.3f} "
        f"{answered:.1%} of {len(good)} answerable answered, {abstained:.1%} of {len(bad)} others not"
    )


def _starter() -> list[Question]:
    return [
        Question(id=row["id"], text=row["question"], answerable=row["answer"] is not None, kind="starter")
        for row in starter_questions()
    ]


def _pool(library: Library, asked: Sequence[Question], ranker: Ranker) -> Pool:
    labels = [question.answerable for question in asked]
    return Pool(judged(library, asked, ranker), judged(library, asked, None), labels)


def main() -> None:
    """Fits on the folders named on the command line and writes the model and its curve."""
    options = argparse.ArgumentParser(description="Fit the model that decides when to answer.")
    for name in ("--positives", "--negatives", "--corpus"):
        options.add_argument(name, type=Path, required=True)
    options.add_argument("--cache", type=Path, default=Path(".cache/eval"))
    given = options.parse_args()
    asked = [*questions(given.positives, answerable=True), *questions(given.negatives, answerable=False)]
    ranker = load_ranker()
    with built_library(sources(given.corpus), given.corpus, given.cache, quiet) as built:
        pools = [_pool(built.library, asked, ranker)]
    with TemporaryDirectory() as folder, open_library(Settings(library=Path(folder))) as library:
        list(build_starter(library, lambda _: None))
        pools.append(_pool(library, _starter(), ranker))
    ranked = [case for pool in pools for case in pool.ranked]
    unranked = [case for pool in pools for case in pool.unranked]
    labels = [label for pool in pools for label in pool.labels]
    model, calibration = calibrated(ranked, labels, ranker=ranker.fingerprint, names=Features._fields)
    fallback, without = calibrated(unranked, labels, ranker=None, names=WITHOUT_RANKER)
    SHIPPED.write_text(as_json([model, fallback]), encoding="utf-8")
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    title = f"When to answer: {sum(labels)} answerable and {len(labels) - sum(labels)} other questions"
    PLOT.write_text(
        risk_coverage_svg(calibration.curve, calibration.threshold, title=title), encoding="utf-8"
    )
    sys.stdout.write(f"with the ranker, {summary(calibration, labels)}\n")
    sys.stdout.write(f"without, {summary(without, labels)}\n")


if __name__ == "__main__":
    main()
